import { html, type TemplateResult } from 'lit';

/** What a screen reader says as soon as it changes; it is not seen. */
export function announcementLine(text: string): TemplateResult {
  return html`<div class="announced unseen" role="status" aria-live="polite">${text}</div>`;
}
