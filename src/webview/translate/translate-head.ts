import { html, type TemplateResult } from 'lit';
import type { FromTranslateView, TranslateState } from '../../protocol';
import { modelChoice, namedChoice } from '../shared/side-bar/named-choice';
import { languageName } from './translate-words';

export type HeadChoice = Extract<FromTranslateView, { readonly kind: 'model' | 'to' | 'length-penalty' }>;

const slides =
  'The score of a translation is its log-probability divided by its number of tokens to this power. 0: short ones win; 1: the mean of a token; more: long ones win.';

/** What translates, into which language, and how much long translations are favoured. */
export function translateHead(
  { models = [], model, to, lengthPenalty }: TranslateState,
  choose: (choice: HeadChoice) => void,
): TemplateResult {
  const { languages = [] } = models.find(({ name }) => name === model) ?? {};
  const choices = languages.map((code) => ({ value: code, label: languageName(code) }));
  return html`<div class="head">
    ${modelChoice(models, model, (name) => choose({ kind: 'model', model: name }))}
    ${namedChoice('Into', 'to', [{ value: '', label: 'automatic' }, ...choices], to ?? '', (value) =>
      choose({ kind: 'to', to: value || undefined }),
    )}
    <label class="slider" title=${slides}
      ><span class="named"
        ><span class="quiet">Length normalisation</span><span class="number">${lengthPenalty.toFixed(1)}</span></span
      >
      <input
        type="range"
        min="0"
        max="2"
        step="0.1"
        .value=${String(lengthPenalty)}
        @input=${(event: Event) => choose({ kind: 'length-penalty', value: Number((event.target as HTMLInputElement).value) })}
    /></label>
  </div>`;
}
