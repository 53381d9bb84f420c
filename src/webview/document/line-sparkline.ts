import { css, html, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { EditorPlace } from '../../protocol';
import { CanvasPlot, type PlotSize } from '../shared/canvas-plot';
import { dataTable } from '../shared/data-table';
import { formatCount, formatNumber } from '../../protocol/format';
import { plotHeading } from '../shared/plot-heading';
import { send } from '../shared/send';
import { seriesColours } from '../shared/series';
import { seriesColour } from '../shared/series-colour';
import { sharedStyle } from '../shared/style';
import { columnOfLine, lineColumns, scaleTop, type LineColumn } from './line-columns';
import { movedIndex } from '../shared/list-keys';
import { columnAt, columnWidth, sparklineShapes, type Rectangle } from './sparkline-shapes';

const noLines = new Float32Array();
/** Rows of the table: longer documents are summed up by stretches of lines. */
const tableRows = 50;

/** Surprise by line: the document from left to right, one bar a line or, in long documents, a column a stretch. */
@customElement('langscope-line-sparkline')
export class LineSparkline extends CanvasPlot {
  public static override readonly styles = [
    sharedStyle,
    css`
      .plot {
        position: relative;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        column-gap: 6px;
      }
      canvas {
        display: block;
        width: 100%;
        height: 72px;
        cursor: pointer;
        touch-action: none;
      }
      canvas:focus-visible {
        outline-offset: 2px;
      }
      .scale {
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        padding: 1px 0;
        min-width: 1.6em;
        text-align: right;
        line-height: 1;
      }
      .below {
        display: flex;
        justify-content: space-between;
        gap: 0.5em;
        min-height: 1.5em;
        padding-top: 3px;
        white-space: nowrap;
      }
      .readout {
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--vscode-foreground);
      }
    `,
  ];

  /** [lines] bits per token, NaN where not scored. */
  @property({ attribute: false }) public accessor lines: Float32Array = noLines;
  /** Of the document the lines belong to. */
  @property({ attribute: false }) public accessor version = 0;
  @property({ attribute: false }) public accessor place: EditorPlace | undefined;
  @state() private accessor asTable = false;
  /** The line under the pointer or under the keyboard's cursor. */
  @state() private accessor pointed: number | undefined;
  @query('canvas') protected override accessor canvas!: HTMLCanvasElement;
  private columns: readonly LineColumn[] = [];
  private top = 8;

  protected override render(): TemplateResult {
    this.columns = lineColumns(this.lines, this.size.width);
    this.top = scaleTop(this.columns);
    const count = this.lines.length;
    const shown = this.shownLine;
    return html`
      ${plotHeading('Surprise by line', 'bits per token', this.asTable, () => (this.asTable = !this.asTable))}
      <div class="plot">
        <canvas
          tabindex="0"
          role="slider"
          aria-label="Surprise by line. Arrow keys move, Enter goes to the line."
          aria-orientation="horizontal"
          aria-valuemin="1"
          aria-valuemax=${Math.max(1, count)}
          aria-valuenow=${shown + 1}
          aria-valuetext=${this.lineText(shown)}
          @pointermove=${this.pointerMoved}
          @pointerleave=${() => this.point(undefined)}
          @click=${this.clicked}
          @keydown=${this.keyPressed}
          @blur=${() => this.point(undefined)}
        ></canvas>
        <div class="scale quiet number" aria-hidden="true">
          <span>${this.top}</span><span>${this.top / 2}</span><span>0</span>
        </div>
      </div>
      <div class="below quiet number" aria-hidden="true">
        <span class="readout">${count > 0 ? this.lineText(shown) : ''}</span>
        <span>${count > 0 ? `${formatCount(count)} ${count === 1 ? 'line' : 'lines'}` : ''}</span>
      </div>
      ${dataTable(this.table(), this.asTable)}
    `;
  }

  protected override draw(context: CanvasRenderingContext2D, size: PlotSize): void {
    const { width, height } = size;
    const foreground = this.theme.color('var(--vscode-foreground)');
    const data = this.theme.color(seriesColour(seriesColours.surprise));
    context.clearRect(0, 0, width, height);
    context.globalAlpha = 0.2;
    context.fillStyle = foreground;
    for (const y of [0, height / 2 - 0.5, height - 1]) context.fillRect(0, y, width, 1);
    context.globalAlpha = 1;
    this.drawVisible(context, size);
    const { means, peaks } = sparklineShapes(this.columns, this.top, size);
    context.fillStyle = data;
    context.globalAlpha = 0.4;
    fill(context, peaks);
    context.globalAlpha = 1;
    fill(context, means);
    if (this.place !== undefined)
      this.drawCursor(context, size, this.place.line, 'var(--vscode-editorCursor-foreground)');
    if (this.pointed !== undefined) this.drawCursor(context, size, this.pointed, 'var(--vscode-focusBorder)');
  }

  /** The lines that the editor shows, as the slider of a scroll bar. */
  private drawVisible(context: CanvasRenderingContext2D, { width, height }: PlotSize): void {
    if (this.place === undefined) return;
    const step = columnWidth(this.columns.length, { width, height });
    const last = this.lines.length - 1;
    const first = columnOfLine(this.columns, Math.min(this.place.firstVisible, last));
    const end = columnOfLine(this.columns, Math.min(this.place.lastVisible, last));
    if (first < 0 || end < 0) return;
    const x = Math.min(first * step, width - 3);
    const wide = Math.max(3, (end + 1 - first) * step);
    context.fillStyle = this.theme.color('var(--vscode-scrollbarSlider-background)');
    context.globalAlpha = 0.4;
    context.fillRect(x, 0, wide, height);
    context.globalAlpha = 1;
    context.strokeStyle = this.theme.color(
      'var(--vscode-contrastActiveBorder, var(--vscode-scrollbarSlider-hoverBackground))',
    );
    context.strokeRect(x + 0.5, 0.5, wide - 1, height - 1);
  }

  private drawCursor(
    context: CanvasRenderingContext2D,
    { width, height }: PlotSize,
    line: number,
    color: string,
  ): void {
    const step = columnWidth(this.columns.length, { width, height });
    const column = columnOfLine(this.columns, line);
    if (column < 0) return;
    const x = Math.min(width - 2, Math.max(0, (column + 0.5) * step - 1));
    context.fillStyle = this.theme.color(color);
    context.fillRect(x, 0, 2, height);
  }

  /** The pointed line, else the editor's; 0 in an empty document. */
  private get shownLine(): number {
    return Math.max(0, Math.min(this.pointed ?? this.place?.line ?? 0, this.lines.length - 1));
  }

  private lineText(line: number): string {
    const bits = this.lines[line];
    const figure = bits === undefined || Number.isNaN(bits) ? 'not scored' : `${formatNumber(bits)} bits`;
    return `Line ${formatCount(line + 1)}: ${figure}`;
  }

  private table(): Parameters<typeof dataTable>[0] {
    const rows = lineColumns(this.lines, tableRows).map(({ first, last, mean, peak, peakLine }) => [
      first === last ? formatCount(first + 1) : `${formatCount(first + 1)}–${formatCount(last + 1)}`,
      Number.isNaN(mean) ? 'not scored' : formatNumber(mean),
      Number.isNaN(peak) ? '' : `${formatNumber(peak)} (line ${formatCount(peakLine + 1)})`,
    ]);
    return { caption: 'Surprise by line, bits per token', columns: ['Lines', 'Mean', 'Highest line'], rows };
  }

  private point(line: number | undefined): void {
    if (line === this.pointed) return;
    this.pointed = line;
    const place = line === undefined ? undefined : { kind: 'line' as const, version: this.version, line };
    send(this, { kind: 'preview', place });
  }

  private go(line: number, focus: boolean): void {
    send(this, { kind: 'go', place: { kind: 'line', version: this.version, line }, focus });
  }

  private lineAt(event: MouseEvent): number | undefined {
    const column = this.columns[columnAt(event.offsetX, this.columns.length, this.size)];
    if (column === undefined) return undefined;
    return column.peakLine < 0 ? column.first : column.peakLine;
  }

  private readonly pointerMoved = (event: PointerEvent): void => this.point(this.lineAt(event));

  private readonly clicked = (event: MouseEvent): void => {
    const line = this.lineAt(event);
    if (line !== undefined) this.go(line, false);
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const { length } = this.lines;
    // A slider grows to the right and upwards; lines grow downwards, as in the editor.
    const key = { ArrowLeft: 'ArrowUp', ArrowRight: 'ArrowDown' }[event.key] ?? event.key;
    const moved = movedIndex(key, this.shownLine, length, Math.max(10, Math.round(length / 10)));
    if (moved !== undefined) this.point(moved);
    else if ((event.key === 'Enter' || event.key === ' ') && length > 0) this.go(this.shownLine, event.key === 'Enter');
    else return;
    event.preventDefault();
  };
}

function fill(context: CanvasRenderingContext2D, rectangles: readonly Rectangle[]): void {
  for (const { x, y, width, height } of rectangles) context.fillRect(x, y, width, height);
}
