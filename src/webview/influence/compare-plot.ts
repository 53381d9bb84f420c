import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatCount, formatNumber } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { onWidth } from '../shared/on-width';
import { sharedStyle } from '../shared/style';
import { type CompareFigure, compareFigure, compareHeight, compareLeft, type CompareSeries } from './compare-figure';
import { movedRow } from './moved-row';
import { plotStyle } from './plot-style';
import { backText } from './unit-rows';

/** Mean influence over distance, a line a model; both axes are logarithmic, so that what vanishes is seen to fall. */
@customElement('langscope-compare-plot')
export class ComparePlot extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    plotStyle,
    css`
      .line {
        fill: none;
        stroke: var(--series);
        stroke-width: 2;
        stroke-linejoin: round;
      }
      .points {
        fill: none;
        stroke: var(--series);
        stroke-width: 1;
        opacity: 0.3;
      }
      .dot {
        fill: var(--series);
      }
      text.name {
        fill: var(--vscode-foreground);
      }
      .cross {
        stroke: var(--vscode-focusBorder);
      }
      .old {
        opacity: 0.5;
      }
      .value {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor series: readonly CompareSeries[] = [];
  @property({ type: Number }) public accessor longest = 64;
  /** What the lines are of: 'Norm of the gradient'. */
  @property() public accessor unit = '';
  /** The text has changed since. */
  @property({ type: Boolean }) public accessor old = false;
  @property({ attribute: false }) public accessor point: (distance: number | undefined) => void = () => undefined;
  @property({ attribute: false }) public accessor go: (distance: number, focus: boolean) => void = () => undefined;
  @state() private accessor width = 0;
  @state() private accessor at: number | undefined;
  @query('svg') private accessor picture!: SVGSVGElement;
  private figureNow: CompareFigure | undefined;

  public constructor() {
    super();
    onWidth(this, (width) => (this.width = width));
  }

  public get figure(): CompareFigure | undefined {
    return this.figureNow;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!['series', 'longest', 'width'].some((name) => changed.has(name))) return;
    this.figureNow = this.width > 0 ? compareFigure(this.series, this.longest, this.width) : undefined;
  }

  protected override render(): TemplateResult {
    const { figureNow: figure, at } = this;
    return html`<svg
        class="plot"
        height=${compareHeight}
        tabindex="0"
        role="slider"
        aria-orientation="horizontal"
        aria-label="${this.unit} over distance, a line a model. Arrow keys move along the distance, Enter goes there."
        aria-valuemin="1"
        aria-valuemax=${this.longest}
        aria-valuenow=${at ?? 1}
        aria-valuetext=${this.spoken(at ?? 1)}
        @pointermove=${(event: PointerEvent) => this.rest(this.distanceUnder(event))}
        @pointerleave=${() => this.rest(undefined)}
        @click=${(event: MouseEvent) => this.go(this.distanceUnder(event), false)}
        @keydown=${this.pressed}
        @blur=${() => this.rest(undefined)}
      >
        ${figure === undefined ? nothing : this.lines(figure)}
      </svg>
      <div class="below quiet number" aria-hidden="true">${this.readout()}</div>`;
  }

  private lines({ lines, rows, columns, foot, right, x, y }: CompareFigure): TemplateResult {
    const { at } = this;
    return svg`
      ${rows.map(
        (row) => svg`
          <line class="grid" x1=${compareLeft} x2=${right} y1=${row.y} y2=${row.y}></line>
          <text x=${compareLeft - 6} y=${row.y + 4} text-anchor="end">${row.label}</text>`,
      )}
      <line class="base" x1=${compareLeft} x2=${right} y1=${foot} y2=${foot}></line>
      ${columns.map(
        (column) => svg`
          <line class="base" x1=${column.x} x2=${column.x} y1=${foot} y2=${foot + 4}></line>
          <text x=${column.x} y=${foot + 17} text-anchor="middle">${column.label}</text>`,
      )}
      <text x=${(compareLeft + right) / 2} y=${foot + 31} text-anchor="middle">tokens back</text>
      ${at === undefined ? nothing : svg`<line class="cross" x1=${x(at)} x2=${x(at)} y1="0" y2=${foot}></line>`}
      ${lines.map(({ series, path, points, nameX, nameY }) => {
        const value = at === undefined ? undefined : series.curve.mean[at - 1];
        return svg`<g class=${this.old ? 'old' : ''} ${cssProperties({ '--series': series.look.color })}>
          <path class="points" d=${points}></path>
          <path class="line" d=${path} stroke-dasharray=${series.look.dashes}></path>
          <line class="line" x1=${nameX} x2=${nameX + 18} y1=${nameY - 4} y2=${nameY - 4} stroke-dasharray=${series.look.dashes}></line>
          <text class="name" x=${nameX + 22} y=${nameY}>${series.short}</text>
          ${value === undefined || Number.isNaN(value) ? nothing : svg`<circle class="dot" cx=${x(at!)} cy=${y(value)} r="3.5"></circle>`}
        </g>`;
      })}`;
  }

  private readout(): TemplateResult | typeof nothing {
    const { at } = this;
    if (at === undefined) return nothing;
    return html`<span>${formatCount(at)} back</span>${this.series.map(
        ({ short, curve }) => html`<span class="value">${short} ${formatNumber(curve.mean[at - 1])}</span>`,
      )}`;
  }

  private spoken(at: number): string {
    const values = this.series.map(({ short, curve }) => `${short} ${formatNumber(curve.mean[at - 1])}`);
    return `${backText(at)}: ${values.join(', ')}`;
  }

  private rest(distance: number | undefined): void {
    if (distance === this.at) return;
    this.at = distance;
    this.point(distance);
  }

  private distanceUnder({ clientX }: MouseEvent): number {
    const x = clientX - this.picture.getBoundingClientRect().left;
    return Math.min(this.longest, this.figureNow?.distanceAt(x) ?? 1);
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const { at } = this;
    if (at !== undefined && (event.key === 'Enter' || event.key === ' ')) this.go(at, event.key === 'Enter');
    else {
      const key = at === undefined && event.key === 'ArrowRight' ? 'Home' : event.key;
      const to = movedRow(key, at === undefined ? undefined : at - 1, this.longest);
      if (to === undefined) return;
      this.rest(to + 1);
    }
    event.preventDefault();
  };
}
