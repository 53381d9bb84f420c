import { html, type TemplateResult } from 'lit';
import { icon } from './icon';

/** What stands above every plot: its name, its unit, and the switch to the table that a screen reader can read. */
export function plotHeading(name: string, unit: string, asTable: boolean, toggle: () => void): TemplateResult {
  return html`
    <div class="heading">
      <h2>${name}</h2>
      <span class="quiet">${unit}</span>
      <button
        class="tool"
        title="Show as table"
        aria-label="${name} as a table"
        aria-pressed=${asTable}
        @click=${toggle}
      >
        ${icon('table')}
      </button>
    </div>
  `;
}
