import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { InfluenceMeasure } from '../../protocol';
import { onWidth } from '../shared/on-width';
import { sharedStyle } from '../shared/style';
import { movedRow } from './moved-row';
import { plotStyle } from './plot-style';
import { stripHeight, stripLeft, type StripFigure, stripFigure } from './strip-figure';
import { backText, type UnitRow } from './unit-rows';

export interface StripActions {
  readonly point: (row: UnitRow | undefined) => void;
  readonly go: (row: UnitRow, focus: boolean) => void;
}

/** Every earlier unit as a bar, as wide as its tokens and in the order of the text; the target stands at the right end. */
@customElement('langscope-unit-strip')
export class UnitStrip extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    plotStyle,
    css`
      .bar {
        fill: var(--data);
      }
      .bar.help {
        fill: var(--help);
      }
      .bar.mislead {
        fill: var(--mislead);
      }
      .pointed {
        fill: var(--vscode-list-hoverBackground, var(--track));
        stroke: var(--vscode-focusBorder);
      }
      .end {
        stroke: var(--vscode-editorCursor-foreground, var(--vscode-focusBorder));
        stroke-width: 2;
      }
    `,
  ];

  @property({ attribute: false }) public accessor rows: readonly UnitRow[] = [];
  @property() public accessor measure: InfluenceMeasure = 'gradient';
  @property() public accessor label = '';
  @property({ attribute: false }) public accessor spoken: (row: UnitRow) => string = () => '';
  @property({ attribute: false }) public accessor pointed: UnitRow | undefined;
  @property({ attribute: false }) public accessor actions: StripActions | undefined;
  @state() private accessor width = 0;
  @query('svg') private accessor picture!: SVGSVGElement;
  private figureNow: StripFigure | undefined;

  public constructor() {
    super();
    onWidth(this, (width) => (this.width = width));
  }

  public get figure(): StripFigure | undefined {
    return this.figureNow;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (['rows', 'measure', 'width'].some((name) => changed.has(name))) {
      this.figureNow = this.width > 0 ? stripFigure(this.rows, this.measure, this.width) : undefined;
    }
  }

  protected override render(): TemplateResult {
    const figure = this.figureNow;
    const last = this.pointed ?? this.rows.at(-1);
    return html`<svg
      class="plot"
      height=${stripHeight}
      tabindex="0"
      role="slider"
      aria-orientation="horizontal"
      aria-label="${this.label}. Arrow keys move from one to the next, Enter goes there."
      aria-valuemin="1"
      aria-valuemax=${Math.max(1, this.rows.length)}
      aria-valuenow=${last === undefined ? 1 : last.index + 1}
      aria-valuetext=${last === undefined ? '' : this.spoken(last)}
      @pointermove=${(event: PointerEvent) => this.actions?.point(this.rowUnder(event))}
      @pointerleave=${() => this.actions?.point(undefined)}
      @click=${this.clicked}
      @keydown=${this.pressed}
      @blur=${() => this.actions?.point(undefined)}
    >
      ${figure === undefined ? nothing : this.bars(figure)}
    </svg>`;
  }

  private bars({ ticks, base, bars, right, foot, longest }: StripFigure): TemplateResult {
    const here = this.pointed && bars[this.pointed.index];
    return svg`
      ${ticks.map(
        ({ y, label }) => svg`
          <line class="grid" x1=${stripLeft} x2=${right} y1=${y} y2=${y}></line>
          <text x=${stripLeft - 6} y=${y + 4} text-anchor="end">${label}</text>`,
      )}
      ${here === undefined ? nothing : svg`<rect class="pointed" x=${here.x - 1} y="0.5" width=${here.width + 2} height=${foot - 1}></rect>`}
      ${bars.map(({ x, y, width, height, kind }) => svg`<rect class="bar ${kind}" x=${x} y=${y} width=${width} height=${height}></rect>`)}
      <line class="base" x1=${stripLeft} x2=${right} y1=${base} y2=${base}></line>
      <line class="end" x1=${right} x2=${right} y1="0" y2=${foot}></line>
      <text x=${stripLeft} y=${foot + 15}>${backText(longest)}</text>
      <text x=${right} y=${foot + 15} text-anchor="end">this token</text>`;
  }

  private rowUnder({ clientX }: MouseEvent): UnitRow | undefined {
    const figure = this.figureNow;
    if (!figure || figure.bars.length === 0) return undefined;
    const x = clientX - this.picture.getBoundingClientRect().left;
    if (x < stripLeft - 4 || x > figure.right + 4) return undefined;
    const at = figure.bars.findLastIndex((bar) => bar.x <= x);
    return this.rows[Math.max(0, at)];
  }

  private readonly clicked = (event: MouseEvent): void => {
    const row = this.rowUnder(event);
    if (row) this.actions?.go(row, false);
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    const at = this.pointed?.index ?? this.rows.length - 1;
    const row = this.rows[at];
    if (row && (event.key === 'Enter' || event.key === ' ')) this.actions?.go(row, event.key === 'Enter');
    else {
      const to = movedRow(event.key, this.pointed === undefined ? undefined : at, this.rows.length);
      if (to === undefined) return;
      this.actions?.point(this.rows[to]);
    }
    event.preventDefault();
  };
}
