import { html, type TemplateResult } from 'lit';
import type { RoundTrip } from '../../protocol';
import { languageName, roundSentence, targetWords } from './translate-words';
import './word-text';

/** What a translation became when it was translated back, and what that cost. */
export function roundPart(round: RoundTrip, way: string): TemplateResult {
  return html`<section class="round">
    <div class="heading">
      <h2>Back again</h2>
      <span class="score quiet">${way}, ${languageName(round.back.to)}</span>
    </div>
    <p class="number">${roundSentence(round)}</p>
    <langscope-word-text
      label="Translated back"
      .text=${round.back.text}
      .words=${targetWords(round.back, round.added)}
    ></langscope-word-text>
  </section>`;
}
