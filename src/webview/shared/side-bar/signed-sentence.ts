import { html, type TemplateResult } from 'lit';
import type { IconName } from '../codicons';
import { icon } from '../icon';

/** A sentence behind an icon that says of what kind it is. */
export function signedSentence(sign: IconName, text: string | TemplateResult): TemplateResult {
  return html`<div class="sentence">${icon(sign)}<span>${text}</span></div>`;
}
