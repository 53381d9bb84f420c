import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cssProperties } from '../shared/css-properties';
import { dataTable } from '../shared/data-table';
import { formatCount, formatPercent } from '../../protocol/format';
import { plotHeading } from '../shared/plot-heading';
import { sharedStyle } from '../shared/style';
import type { BarColumn } from './histograms';

/** A histogram of equal bins, with the figures of its edges below and the share of each bin above it. */
@customElement('langscope-bar-columns')
export class BarColumns extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      .plot {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: 2px;
        height: 68px;
        border-bottom: 1px solid var(--hairline);
      }
      .column {
        display: flex;
        flex-direction: column;
        justify-content: flex-end;
      }
      .column:hover .bar {
        filter: brightness(1.15);
      }
      .bar {
        border-radius: 2px 2px 0 0;
        background: var(--data);
        transition: height 120ms;
      }
      .share {
        text-align: center;
        white-space: nowrap;
        font-size: 0.75em;
        line-height: 1.5;
        color: var(--quiet);
      }
      .edges {
        position: relative;
        height: 1.4em;
        white-space: nowrap;
      }
      .edges span {
        position: absolute;
        top: 1px;
        transform: translateX(-50%);
      }
      .edges span:first-child {
        transform: none;
      }
      .edges span:last-child {
        transform: translateX(-100%);
      }
      @container (max-width: 170px) {
        .share {
          visibility: hidden;
        }
      }
      :host {
        container-type: inline-size;
      }
    `,
  ];

  @property() public accessor heading = '';
  @property() public accessor unit = 'tokens';
  @property({ attribute: false }) public accessor bins: readonly BarColumn[] = [];
  /** Figures along the axis, spread evenly from its left to its right end. */
  @property({ attribute: false }) public accessor edges: readonly string[] = [];
  @state() private accessor asTable = false;

  protected override render(): TemplateResult {
    const total = this.bins.reduce((sum, { count }) => sum + count, 0);
    const highest = this.bins.reduce((top, { count }) => Math.max(top, count), 1);
    const share = (count: number): number => (total === 0 ? 0 : count / total);
    return html`
      ${plotHeading(this.heading, `% of ${this.unit}`, this.asTable, () => (this.asTable = !this.asTable))}
      <div class="plot number" aria-hidden="true">
        ${this.bins.map(
          ({ label, count }) => html`
            <div class="column" title="${label}: ${formatCount(count)} ${this.unit}, ${formatPercent(share(count))}">
              <span class="share">${count === 0 ? nothing : shortPercent(share(count))}</span>
              <span
                class="bar"
                ${cssProperties({ height: count === 0 ? '0' : `max(1px, ${(count / highest) * 76}%)` })}
              ></span>
            </div>
          `,
        )}
      </div>
      <div class="edges quiet number" aria-hidden="true">
        ${this.edges.map(
          (edge, index) =>
            html`<span ${cssProperties({ left: `${(index / Math.max(1, this.edges.length - 1)) * 100}%` })}
              >${edge}</span
            >`,
        )}
      </div>
      ${dataTable(
        {
          caption: this.heading,
          columns: ['Range', this.unit, 'Share'],
          rows: this.bins.map(({ label, count }) => [label, formatCount(count), formatPercent(share(count))]),
        },
        this.asTable,
      )}
    `;
  }
}

/** Whole per cent, as there is no room for more above a bar; the title and the table have the exact figure. */
function shortPercent(share: number): string {
  return share < 0.01 ? '<1' : String(Math.round(share * 100));
}
