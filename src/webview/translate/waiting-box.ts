import { html, type TemplateResult } from 'lit';

/** Characters that fill the box, and more. */
const enough = 1200;

/**
 * Where a translation will stand, or grows. It has the room that a text as long as the source needs from the beginning, so
 * that what lies below stays where it is.
 */
export function waitingBox(growing = '', source = ''): TemplateResult {
  return html`<div class="waiting">
    <span class="room" aria-hidden="true">${source.slice(0, enough)}</span><span class="quiet">${growing}</span>
  </div>`;
}
