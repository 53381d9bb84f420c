import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { GateSeries } from '../../protocol';
import { formatNumber } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { sharedStyle } from '../shared/style';
import type { AllSeries } from './gates-data';
import { seriesFacts } from './series-facts';
import './series-picture';
import type { PictureContent } from './series-picture';

/** Small pictures of all series of a layer at the chosen tokens, side by side; choosing one shows it large. */
@customElement('langscope-series-switch')
export class SeriesSwitch extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        container-type: inline-size;
      }
      .group {
        display: grid;
        grid-template-columns: repeat(var(--half), minmax(0, 1fr));
        gap: 6px;
      }
      @container (min-width: 46em) {
        .group {
          grid-template-columns: repeat(var(--all), minmax(0, 1fr));
        }
      }
      @container (max-width: 22em) {
        .group {
          grid-template-columns: repeat(min(2, var(--half)), minmax(0, 1fr));
        }
      }
      button {
        display: block;
        min-width: 0;
        padding: 3px 5px 5px;
        text-align: left;
        border-color: var(--hairline);
        border-radius: 2px;
        background: var(--vscode-editor-background);
      }
      button:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      }
      button[aria-checked='true'] {
        border-color: var(--vscode-focusBorder);
        box-shadow: inset 0 0 0 1px var(--vscode-focusBorder);
      }
      .label {
        display: flex;
        justify-content: space-between;
        gap: 4px;
        white-space: nowrap;
        line-height: 20px;
      }
      [aria-checked='true'] .name {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) public accessor series: readonly GateSeries[] = [];
  @property({ attribute: false }) public accessor chosen: GateSeries | undefined;
  @property({ attribute: false }) public accessor all: AllSeries | undefined;
  @property({ attribute: false }) public accessor choose: (series: GateSeries) => void = () => undefined;
  private pictures: ReadonlyMap<GateSeries, PictureContent> = new Map();
  private drawn: AllSeries | undefined;

  protected override willUpdate(): void {
    if (this.drawn === this.all) return;
    this.drawn = this.all;
    const { all } = this;
    this.pictures = new Map(
      all?.values.map(({ series, values }) => [
        series,
        { kind: seriesFacts[series].kind, tokens: all.tokens.to - all.tokens.from, cells: all.cells.length, values },
      ]),
    );
  }

  protected override render(): TemplateResult {
    const { length } = this.series;
    const columns = { '--all': String(Math.max(1, length)), '--half': String(Math.max(1, Math.ceil(length / 2))) };
    return html`<div
      class="group"
      ${cssProperties(columns)}
      role="radiogroup"
      aria-label="Series"
      @keydown=${this.keyPressed}
    >
      ${this.series.map((series) => this.button(series))}
    </div>`;
  }

  private button(series: GateSeries): TemplateResult {
    const { label, says } = seriesFacts[series];
    const picture = this.pictures.get(series);
    const mean = picture && meanOf(picture.values);
    const checked = series === this.chosen;
    return html`<button
      role="radio"
      data-series=${series}
      aria-checked=${checked}
      aria-label="${label}, mean ${formatNumber(mean)}. ${says}"
      tabindex=${checked ? 0 : -1}
      title=${says}
      @click=${() => this.choose(series)}
    >
      <span class="label"
        ><span class="name">${label}</span
        ><span class="quiet number" title="Mean of the cells shown, at the chosen tokens"
          >${mean === undefined ? '' : twoDecimals(mean)}</span
        ></span
      >
      <langscope-series-picture .content=${picture}></langscope-series-picture>
    </button>`;
  }

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || this.chosen === undefined) return;
    const { length } = this.series;
    const next = this.series[(this.series.indexOf(this.chosen) + step + length) % length]!;
    this.choose(next);
    this.renderRoot.querySelector<HTMLElement>(`[data-series=${next}]`)?.focus();
    event.preventDefault();
  };
}

/** Means are compared with one another, so all have the same decimals. */
function twoDecimals(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== '0.00' ? `\u2212${text}` : text;
}

function meanOf(values: Float32Array): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
