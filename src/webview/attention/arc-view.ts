import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatCount, formatPercent } from '../../protocol/format';
import { dataTable } from '../shared/data-table';
import { icon } from '../shared/icon';
import { sharedStyle } from '../shared/style';
import { arcLayout, arcPath, arcRange, itemBox, rowHeight, textHeight, type ArcLayout } from './arc-layout';
import type { AttentionAxis } from './attention-axis';
import type { AttentionEnd } from './attention-strip';

/** The arcs of one chosen token within one text, or from one text to another. */
export interface ArcContent {
  readonly axis: AttentionAxis;
  /** undefined: the chosen token belongs to another text than the ends. */
  readonly chosen: number | undefined;
  readonly chosenLabel: string;
  /** The strongest first. */
  readonly ends: readonly AttentionEnd[];
  /** Whether the chosen token looks at the ends, or they at it. */
  readonly direction: 'from' | 'to';
}

/** The document's text with arcs from the chosen token to what it looks at, as in BertViz (Vig 2019). */
@customElement('langscope-arc-view')
export class ArcView extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      .scroll {
        max-height: 300px;
        overflow: auto;
        background: var(--vscode-editor-background);
        border: 1px solid var(--hairline);
        padding: 2px 8px 6px;
      }
      svg {
        display: block;
        font-family: var(--vscode-editor-font-family, monospace);
        font-size: 12px;
        overflow: visible;
      }
      text {
        fill: var(--vscode-editor-foreground, var(--vscode-foreground));
        cursor: pointer;
        white-space: pre;
      }
      .end {
        fill: var(--data);
      }
      .arc {
        fill: none;
        stroke: var(--data);
        stroke-linecap: round;
        pointer-events: none;
      }
      .chosen {
        fill: none;
        stroke: var(--vscode-focusBorder);
        stroke-width: 2;
        pointer-events: none;
      }
      .pointed {
        fill: var(--track);
      }
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
      }
      ol button {
        display: flex;
        gap: 0.5em;
        min-height: 22px;
        padding: 0 2px;
        font-size: 0.92em;
      }
      ol button:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      .token {
        font-family: var(--vscode-editor-font-family, monospace);
        white-space: pre;
      }
      .heading .token {
        font-size: 1.1em;
      }
      .none {
        margin: 6px 0 0;
      }
    `,
  ];

  @property({ attribute: false }) public accessor content: ArcContent | undefined;
  @property({ attribute: false }) public accessor hover: (item: number | undefined) => void = () => undefined;
  /** `by` the keyboard: the editor gets the focus too. */
  @property({ attribute: false }) public accessor choose: (item: number, by: 'pointer' | 'keyboard') => void = () =>
    undefined;
  @state() private accessor width = 0;
  @state() private accessor pointed: number | undefined;
  @state() private accessor asTable = false;
  @query('.scroll') private accessor scroller!: HTMLElement | null;
  private readonly resized = new ResizeObserver(([entry]) => (this.width = Math.floor(entry!.contentRect.width)));
  private watched: HTMLElement | undefined;
  private layout: ArcLayout | undefined;
  private seen: ArcContent | undefined;
  private readonly pen = new OffscreenCanvas(1, 1).getContext('2d')!;

  public override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.watched = undefined;
  }

  protected override render(): TemplateResult {
    const { content } = this;
    if (content === undefined)
      return html`<p class="quiet none">Choose a token: here, in the map or in the editor.</p>`;
    const { axis, ends, chosen, chosenLabel, direction } = content;
    const range = arcRange(chosen ?? ends[0]?.index ?? 0, axis.count, ends);
    this.pen.font = `12px ${getComputedStyle(this).getPropertyValue('--vscode-editor-font-family') || 'monospace'}`;
    const layout = arcLayout(axis, range, this.width, (text) => this.pen.measureText(text).width);
    this.layout = layout;
    const total = axis.count === range.to - range.from ? nothing : this.whichPart(range);
    const title = direction === 'from' ? 'Where it looks:' : 'What looks at';
    const name = `${title} ${chosenLabel}`;
    return html`<div class="heading">
        <h2>${title} <span class="token">${chosenLabel}</span></h2>
        <span class="quiet number">${total}</span>
        <button
          class="tool"
          title="Show as table"
          aria-label="${name} as a table"
          aria-pressed=${this.asTable}
          @click=${() => (this.asTable = !this.asTable)}
        >
          ${icon('table')}
        </button>
      </div>
      <div class="scroll">
        <svg
          role="img"
          aria-label="${name}: arcs over the text. The list behind it says the same."
          width=${this.width}
          height=${layout.height}
          @pointermove=${(event: PointerEvent) => this.point(this.itemOf(event))}
          @pointerleave=${() => this.point(undefined)}
          @click=${this.clicked}
        >
          ${this.width === 0 ? nothing : this.drawing(layout, content)}
        </svg>
      </div>
      ${this.list(content)}
      ${dataTable(
        {
          caption: name,
          columns: ['Token', 'Weight'],
          rows: ends.map(({ index, weight }) => [axis.labels[index]!, formatPercent(weight)]),
        },
        this.asTable,
      )}`;
  }

  protected override updated(): void {
    const { scroller: scroll, content, layout } = this;
    if (scroll && this.watched !== scroll) {
      this.resized.disconnect();
      this.resized.observe(scroll);
      this.watched = scroll;
    }
    if (!scroll || content === this.seen || layout === undefined || this.width === 0) return;
    this.seen = content;
    const box = itemBox(layout, content?.chosen ?? content?.ends[0]?.index ?? 0);
    if (box === undefined) return;
    // The chosen token stands in the lower half: what it looks at is mostly above.
    const most = box.y + 2 * rowHeight - scroll.clientHeight;
    if (box.y < scroll.scrollTop + rowHeight || most > scroll.scrollTop) scroll.scrollTop = Math.max(0, most);
  }

  private whichPart({ from, to }: { readonly from: number; readonly to: number }): string {
    return `${formatCount(from + 1)} to ${formatCount(to)} of ${formatCount(this.content!.axis.count)}`;
  }

  private drawing(layout: ArcLayout, { axis, chosen, ends }: ArcContent) {
    const largest = ends[0]?.weight ?? 1;
    const share = new Map(ends.map(({ index, weight }) => [index, Math.sqrt(weight / largest)]));
    const box = (item: number, kind: string, opacity = 1) => {
      const found = itemBox(layout, item);
      return found === undefined
        ? nothing
        : svg`<rect class=${kind} x=${found.x} y=${found.y} width=${found.width} height=${textHeight - 1} rx="2" opacity=${opacity} />`;
    };
    const baseline = rowHeight - 5;
    return svg`
      ${ends.map(({ index }) => box(index, 'end', 0.1 + 0.35 * share.get(index)!))}
      ${this.pointed === undefined ? nothing : box(this.pointed, 'pointed')}
      ${layout.rows.map(
        (row, at) =>
          svg`<text y=${at * rowHeight + baseline}>${axis.labels
            .slice(layout.from + row.from, layout.from + row.to)
            .map((label, item) => svg`<tspan x=${row.x[item]! + 1}>${label}</tspan>`)}</text>`,
      )}
      ${
        chosen === undefined
          ? nothing
          : [...ends].reverse().map(({ index }) => {
              const path = arcPath(layout, chosen, index);
              const strength = share.get(index)!;
              return path === undefined
                ? nothing
                : svg`<path class="arc" d=${path} stroke-width=${0.6 + 2.4 * strength} opacity=${0.25 + 0.7 * strength} />`;
            })
      }
      ${chosen === undefined ? nothing : box(chosen, 'chosen')}
    `;
  }

  private list({ axis, ends, direction }: ArcContent): TemplateResult {
    if (ends.length === 0) return html`<p class="quiet none">No weight is above zero.</p>`;
    const title = direction === 'from' ? 'Strongest sources' : 'Strongest observers';
    return html`<ol aria-label=${title}>
      ${ends.slice(0, 10).map(
        ({ index, weight }) =>
          html`<li>
            <button
              class="number"
              title="Go there"
              @click=${(event: MouseEvent) => this.choose(index, event.detail === 0 ? 'keyboard' : 'pointer')}
              @pointerenter=${() => this.point(index)}
              @pointerleave=${() => this.point(undefined)}
              @focus=${() => this.point(index)}
              @blur=${() => this.point(undefined)}
            >
              <span class="token">${axis.labels[index]}</span><span class="quiet">${formatPercent(weight)}</span>
            </button>
          </li>`,
      )}
    </ol>`;
  }

  private itemOf(event: MouseEvent): number | undefined {
    const { layout } = this;
    const frame = (event.currentTarget as Element).getBoundingClientRect();
    const x = event.clientX - frame.left;
    const row = layout?.rows[Math.floor((event.clientY - frame.top) / rowHeight)];
    if (layout === undefined || row === undefined || x < 0 || x >= row.x.at(-1)!) return undefined;
    return layout.from + row.from + row.x.findLastIndex((left) => left <= x);
  }

  private point(item: number | undefined): void {
    if (item === this.pointed) return;
    this.pointed = item;
    this.hover(item);
  }

  private readonly clicked = (event: MouseEvent): void => {
    const item = this.itemOf(event);
    if (item !== undefined) this.choose(item, 'pointer');
  };
}
