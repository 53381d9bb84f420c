import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AskResult, NoAnswerFigures, NoAnswerRow } from '../../protocol';
import { formatNumber, formatPercent } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { dataTable } from '../shared/data-table';
import { icon } from '../shared/icon';
import { plotHeading } from '../shared/plot-heading';
import { rangeStyle, thumb } from '../shared/range-style';
import { seriesColours } from '../shared/series';
import { seriesColour } from '../shared/series-colour';
import { sharedStyle } from '../shared/style';
import { tradeText } from './ask-words';
import { lineStyle } from './line-style';
import { tell } from './tell';

/** Without figures of the model: how far the slider goes, nats. */
const usual = 10;
const step = 0.5;
const [width, height] = [480, 56];

/** How much likelier than `no answer` an answer must be, and what that does to answers whose truth is known. */
@customElement('langscope-threshold-slider')
export class ThresholdSlider extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    rangeStyle,
    lineStyle,
    css`
      .row {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
      }
      svg {
        width: calc(100% - ${thumb}px);
        height: 56px;
        margin: 0 auto;
      }
      .legend {
        display: flex;
        gap: 1em;
      }
      p {
        margin: 4px 0 0;
        min-height: 2.8em;
      }
      .ends {
        display: flex;
        justify-content: space-between;
      }
    `,
  ];

  @property({ attribute: false }) public accessor result: AskResult | undefined;
  @property({ type: Number }) public accessor threshold = 0;
  @state() private accessor asTable = false;

  protected override render(): TemplateResult | typeof nothing {
    const { result, threshold } = this;
    if (!result) return nothing;
    const { figures } = result;
    const [least, most] = range(figures);
    const own = result.threshold;
    const unit = 'nats over no answer';
    return html`${
        figures
          ? plotHeading('Threshold', unit, this.asTable, () => (this.asTable = !this.asTable))
          : html`<div class="heading">
              <h2>Threshold</h2>
              <span class="quiet">${unit}</span>
            </div>`
      }
      ${figures ? this.trade(figures, least, most) : nothing}
      <input
        type="range"
        min=${least}
        max=${most}
        step=${step}
        .value=${String(threshold)}
        aria-label="Threshold: how many nats an answer must be likelier than no answer"
        aria-valuetext="${formatNumber(threshold)} nats${figures ? `. ${tradeText(figures, threshold)}` : ''}"
        @input=${(event: Event) => this.choose(Number((event.target as HTMLInputElement).value))}
      />
      <div class="row">
        <output class="number">${formatNumber(threshold)} nats</output>
        <button
          class="tool"
          title="Back to the model’s own, ${formatNumber(own)} nats"
          aria-label="Back to the model’s own threshold, ${formatNumber(own)} nats"
          ?disabled=${threshold === own}
          @click=${() => this.choose(undefined)}
        >
          ${icon('discard')}
        </button>
      </div>
      <p class="quiet number">
        ${
          figures
            ? `${tradeText(figures, threshold)}.`
            : 'This model’s folder has no figures.json that says what a threshold does to its answers.'
        }
      </p>
      ${figures ? dataTable(tableOf(figures.rows), this.asTable) : nothing}`;
  }

  private trade({ rows }: NoAnswerFigures, least: number, most: number): TemplateResult {
    const values = rows.flatMap(({ f1, exact }) => [f1, exact]);
    const [low, high] = [Math.floor(Math.min(...values) / 5) * 5, Math.ceil(Math.max(...values) / 5) * 5];
    const x = (threshold: number): number => ((threshold - least) / (most - least)) * width;
    const y = (percent: number): number => (1 - (percent - low) / Math.max(1, high - low)) * height;
    const path = (of: (row: NoAnswerRow) => number): string =>
      rows.map((row, at) => `${at === 0 ? 'M' : 'L'}${x(row.threshold).toFixed(1)} ${y(of(row)).toFixed(1)}`).join('');
    const at = x(Math.max(least, Math.min(most, this.threshold)));
    return html`<div aria-hidden="true" ${cssProperties({ '--second': seriesColour(seriesColours.bands[2]) })}>
      <div class="ends quiet number">
        <div class="legend"><span class="key">F1</span><span class="key dashed">exact match</span></div>
        <span>${low} to ${high} %</span>
      </div>
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">
        ${svg`<line x1="0" x2=${width} y1=${height} y2=${height} opacity="0.4"></line>
        <line x1=${at} x2=${at} y1="0" y2=${height}></line>
        <path class="first" d=${path(({ f1 }) => f1)}></path>
        <path class="second" d=${path(({ exact }) => exact)}></path>`}
      </svg>
    </div>`;
  }

  private choose(threshold: number | undefined): void {
    if (threshold !== undefined) this.threshold = threshold;
    tell(this, { kind: 'threshold', threshold });
  }
}

function range(figures: NoAnswerFigures | undefined): readonly [number, number] {
  const rows = figures?.rows ?? [];
  return [Math.min(-1, rows[0]?.threshold ?? -usual), Math.max(1, rows.at(-1)?.threshold ?? usual)];
}

function tableOf(rows: readonly NoAnswerRow[]): Parameters<typeof dataTable>[0] {
  const share = (percent: number): string => formatPercent(percent / 100);
  return {
    caption: 'What a threshold makes of the answers to held-out questions',
    columns: ['Nats', 'F1', 'Exact', 'Answered'],
    rows: rows.map(({ threshold, f1, exact, answered }) => [
      formatNumber(threshold),
      share(f1),
      share(exact),
      share(answered),
    ]),
  };
}
