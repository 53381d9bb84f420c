import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cssProperties } from '../shared/css-properties';
import { dataTable } from '../shared/data-table';
import { formatCount, formatPercent } from '../../protocol/format';
import { plotHeading } from '../shared/plot-heading';
import { seriesColour } from '../shared/series-colour';
import { sharedStyle } from '../shared/style';
import { ThemeController } from '../shared/theme';
import type { BarRow } from './histograms';

/** Counts of categories as bars that lie below each other, each with its name, its share and its count. */
@customElement('langscope-bar-rows')
export class BarRows extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      .rows {
        display: grid;
        grid-template-columns: auto minmax(2em, 1fr) auto;
        gap: 3px 8px;
        align-items: center;
      }
      .label {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .swatch {
        width: 8px;
        height: 8px;
        flex: none;
        border-radius: 2px;
      }
      .track {
        height: 8px;
        border-radius: 2px;
        background: var(--track);
        outline: 1px solid var(--vscode-contrastBorder, transparent);
      }
      .bar {
        height: 100%;
        border-radius: 2px;
        transition: width 120ms;
      }
      .share {
        min-width: 4.2em;
        text-align: right;
      }
      .label,
      .share {
        white-space: nowrap;
      }
      :host {
        container-type: inline-size;
      }
      @container (max-width: 170px) {
        .rows {
          grid-template-columns: 1fr auto;
        }
        .track {
          display: none;
        }
        .share {
          min-width: 0;
        }
      }
    `,
  ];

  @property() public accessor heading = '';
  /** What one count is, in the plural. */
  @property() public accessor unit = 'tokens';
  @property({ attribute: false }) public accessor rows: readonly BarRow[] = [];
  @state() private accessor asTable = false;
  /** Renders again when a theme with high contrast comes or goes. */
  protected readonly theme = new ThemeController(this);

  protected override render(): TemplateResult {
    const total = this.rows.reduce((sum, { count }) => sum + count, 0);
    const share = (count: number): number => (total === 0 ? 0 : count / total);
    return html`
      ${plotHeading(this.heading, `% of ${this.unit}`, this.asTable, () => (this.asTable = !this.asTable))}
      <div class="rows number" aria-hidden="true">
        ${this.rows.map(
          ({ label, count, color }) => html`
            <span class="label"
              ><span class="swatch" ${cssProperties({ background: seriesColour(color) })}></span>${label}</span
            >
            <span class="track" title="${formatCount(count)} ${this.unit}">
              <span
                class="bar"
                ${cssProperties({ display: 'block', width: `${share(count) * 100}%`, background: seriesColour(color) })}
              ></span>
            </span>
            <span class="share" title="${formatCount(count)} ${this.unit}"
              >${total === 0 ? '–' : formatPercent(share(count))}</span
            >
          `,
        )}
      </div>
      ${dataTable(
        {
          caption: this.heading,
          columns: ['Range', this.unit, 'Share'],
          rows: this.rows.map(({ label, count }) => [label, formatCount(count), formatPercent(share(count))]),
        },
        this.asTable,
      )}
    `;
  }
}
