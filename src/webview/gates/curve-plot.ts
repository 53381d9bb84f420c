import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatNumber, formatVisible } from '../../protocol/format';
import { dataTable } from '../shared/data-table';
import { plotHeading } from '../shared/plot-heading';
import { sharedStyle } from '../shared/style';
import { type CurveRow, curveRows, plotHeight, rowHeight } from './curve-figure';
import type { CurveContent } from './curve-content';
import { curveStyle } from './curve-style';
import { type FlowRow, rowOfToken, textFlow, tokenInFlow } from './text-flow';
import { extendedRange, rangeBetween, type TokenRange } from './token-range';

/** What a person does on the curve; tokens are those of the reading. */
export interface CurveActions {
  readonly point: (token: number | undefined) => void;
  readonly go: (token: number, focus: boolean) => void;
  readonly choose: (range: TokenRange | undefined) => void;
}

/** The values of one cell over the text itself (LSTMVis, Strobelt et al. 2018), which flows as wide as the panel. */
@customElement('langscope-curve-plot')
export class CurvePlot extends LitElement {
  public static override readonly styles = [sharedStyle, curveStyle];

  @property({ attribute: false }) public accessor content: CurveContent | undefined;
  @property({ attribute: false }) public accessor actions: CurveActions | undefined;
  /** Token of the editor's cursor, the one pointed at anywhere in the panel, and the chosen ones. */
  @property({ attribute: false }) public accessor cursor: number | undefined;
  @property({ attribute: false }) public accessor pointed: number | undefined;
  @property({ attribute: false }) public accessor chosen: TokenRange | undefined;
  @state() private accessor asTable = false;
  @state() private accessor width = 0;
  @query('.flow') private accessor flow!: HTMLElement;
  private rows: readonly FlowRow[] = [];
  private drawn: readonly CurveRow[] = [];
  private laidOut: { readonly content: CurveContent; readonly width: number } | undefined;
  private readonly measure = new OffscreenCanvas(1, 1).getContext('2d')!;
  private readonly resized = new ResizeObserver(() => (this.width = this.flow.clientWidth));
  /** Where a drag or a choice by keyboard began. */
  private anchor: number | undefined;
  private dragged = false;

  public override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resized.observe(this.flow);
  }

  public override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  /** The rows as they are drawn, for a figure. */
  public get figure(): readonly CurveRow[] {
    return this.drawn;
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.flow);
  }

  protected override willUpdate(): void {
    const { content, width } = this;
    if (content === undefined || width === 0) return;
    if (this.laidOut?.content === content && this.laidOut.width === width) return;
    this.laidOut = { content, width };
    const style = getComputedStyle(this);
    this.measure.font = `${style.fontSize} ${style.getPropertyValue('--vscode-editor-font-family') || 'monospace'}`;
    const widths = content.pieces.map((piece) => this.measure.measureText(formatVisible(piece)).width + 2);
    this.rows = textFlow(widths, content.pieces.map(endsLine), width - 2);
    this.drawn = curveRows(this.rows, content.values, content.range, content.property?.values);
  }

  /** The row that is looked at is brought into the box's own view, without scrolling the page. */
  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('cursor') && !changed.has('content') && !changed.has('width')) return;
    const row = this.rowOf(this.cursor);
    if (row < 0 || this.flow.matches(':hover')) return;
    const [top, bottom] = [row * rowHeight, (row + 1) * rowHeight];
    if (top < this.flow.scrollTop) this.flow.scrollTop = top;
    else if (bottom > this.flow.scrollTop + this.flow.clientHeight)
      this.flow.scrollTop = bottom - this.flow.clientHeight;
  }

  protected override render(): TemplateResult {
    const { content } = this;
    const shown = this.shownToken;
    const unit = content?.scaleText ?? '';
    return html`
      ${plotHeading(content?.title ?? 'One cell', unit, this.asTable, () => (this.asTable = !this.asTable))}
      <div class="controls">
        <slot></slot>${
          content?.property === undefined
            ? nothing
            : html`<span class="key"></span><span class="quiet">${content.property.facts.name}</span>`
        }
      </div>
      <div
        class="flow"
        tabindex="0"
        role="slider"
        aria-orientation="horizontal"
        aria-label="${content?.title ?? 'One cell'} over the text. Arrow keys move, with Shift they choose tokens, Enter goes there."
        aria-valuemin="1"
        aria-valuemax=${Math.max(1, content?.pieces.length ?? 1)}
        aria-valuenow=${shown === undefined ? 1 : shown + 1}
        aria-valuetext=${shown === undefined ? '' : this.spoken(shown)}
        @pointerdown=${this.pressed}
        @pointermove=${this.moved}
        @pointerup=${this.released}
        @pointercancel=${this.cancelled}
        @pointerleave=${() => this.actions?.point(undefined)}
        @keydown=${this.keyPressed}
        @blur=${() => this.actions?.point(undefined)}
      >
        ${this.drawn.length === 0 ? nothing : this.picture()}
      </div>
      <div class="below quiet number" aria-hidden="true">
        <span>${shown === undefined ? '' : this.spoken(shown)}</span>
      </div>
      ${content === undefined ? nothing : dataTable(this.table(content), this.asTable)}
    `;
  }

  private picture(): TemplateResult {
    const height = this.drawn.length * rowHeight;
    return html`<svg width=${this.width} height=${height} aria-hidden="true">
      ${this.drawn.map(
        (row) =>
          svg`<g transform="translate(1 ${row.y})">
            ${row.tokens.map((token) => this.mark(token))}
            ${row.property === '' ? nothing : svg`<path class="property" d=${row.property}></path>`}
            <path class="area" d=${row.area}></path>
            <line class="zero" x1="0" x2=${row.width} y1=${row.zero} y2=${row.zero}></line>
            <path class="line" d=${row.line}></path>
            ${row.tokens.map(
              ({ index, x }) =>
                svg`<text x=${x + 1} y=${plotHeight + 14}>${formatVisible(this.content!.pieces[index]!)}</text>`,
            )}
          </g>`,
      )}
    </svg>`;
  }

  /** The background of a token that is chosen, pointed at, or under the editor's cursor. */
  private mark({ index, x, width }: CurveRow['tokens'][number]): TemplateResult | typeof nothing {
    const token = this.content!.first + index;
    const chosen = this.chosen !== undefined && token >= this.chosen.from && token < this.chosen.to;
    const kind = token === this.pointed ? 'pointed' : token === this.cursor ? 'cursor' : '';
    if (!chosen && kind === '') return nothing;
    return svg`<rect class="mark ${chosen ? 'chosen' : ''} ${kind}" x=${x} y="0" width=${width} height=${rowHeight - 4}></rect>`;
  }

  private table({ title, pieces, values, property }: CurveContent): Parameters<typeof dataTable>[0] {
    const rows = pieces.map((piece, at) => [
      formatVisible(piece),
      formatNumber(values[at]),
      ...(property ? [property.facts.value(property.values[at]!)] : []),
    ]);
    return { caption: title, columns: ['Token', 'Value', ...(property ? [property.facts.label] : [])], rows };
  }

  private spoken(at: number): string {
    const { pieces, values, property } = this.content!;
    const more = property ? `, ${property.facts.value(property.values[at]!)}` : '';
    return `\u2018${formatVisible(pieces[at]!)}\u2019 ${formatNumber(values[at])}${more}`;
  }

  /** Place among the tokens shown of the one to speak about: pointed at, else the editor's. */
  private get shownToken(): number | undefined {
    const { content } = this;
    if (content === undefined || content.pieces.length === 0) return undefined;
    const token = (this.pointed ?? this.cursor ?? content.first) - content.first;
    return Math.max(0, Math.min(token, content.pieces.length - 1));
  }

  private rowOf(token: number | undefined): number {
    return token === undefined || this.content === undefined ? -1 : rowOfToken(this.rows, token - this.content.first);
  }

  private tokenAt({ clientX, clientY }: PointerEvent): number | undefined {
    const { left, top } = this.flow.getBoundingClientRect();
    const y = clientY - top + this.flow.scrollTop;
    const at = tokenInFlow(this.rows, rowHeight, clientX - left - 1, y);
    return at === undefined || this.content === undefined ? undefined : at + this.content.first;
  }

  private readonly pressed = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.anchor = this.tokenAt(event);
    this.dragged = false;
    if (this.anchor !== undefined) this.flow.setPointerCapture(event.pointerId);
  };

  private readonly moved = (event: PointerEvent): void => {
    const token = this.tokenAt(event);
    this.actions?.point(token);
    if (event.buttons !== 1 || this.anchor === undefined || token === undefined) return;
    if (token === this.anchor && !this.dragged) return;
    this.dragged = true;
    this.actions?.choose(rangeBetween(this.anchor, token));
  };

  private readonly released = (event: PointerEvent): void => {
    const token = this.tokenAt(event);
    if (!this.dragged && token !== undefined && token === this.anchor) {
      if (event.shiftKey && this.cursor !== undefined) this.actions?.choose(rangeBetween(this.cursor, token));
      else this.actions?.go(token, false);
    }
    this.anchor = undefined;
  };

  private readonly cancelled = (): void => {
    this.anchor = undefined;
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const { content, shownToken } = this;
    if (content === undefined || shownToken === undefined) return;
    const shown = { from: content.first, to: content.first + content.pieces.length };
    const at = content.first + shownToken;
    if (event.key === 'Enter' || event.key === ' ') this.actions?.go(at, event.key === 'Enter');
    else {
      const key = this.rowKey(event.key, shownToken) ?? event.key;
      const moved = typeof key === 'number' ? { focus: key + content.first } : extendedRange(key, at, at, shown);
      if (moved === undefined) return;
      if (event.shiftKey) {
        this.anchor ??= at;
        this.actions?.choose(rangeBetween(this.anchor, moved.focus));
      } else this.anchor = undefined;
      this.actions?.point(moved.focus);
    }
    event.preventDefault();
  };

  /** The token above or below another: up and down move by rows, as in a text. */
  private rowKey(key: string, at: number): number | undefined {
    const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
    const row = rowOfToken(this.rows, at);
    const other = this.rows[row + step];
    const here = this.rows[row];
    if (step === 0 || other === undefined || here === undefined) return step === 0 ? undefined : at;
    const middle = (here.x[at - here.from]! + here.x[at - here.from + 1]!) / 2;
    const x = Math.min(middle, other.x.at(-1)! - 1);
    return tokenInFlow([other], Infinity, x, 0) ?? at;
  }
}

function endsLine(piece: string): boolean {
  return /[\n\r]\s*$/.test(piece);
}
