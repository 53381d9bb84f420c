import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatCount, formatNumber } from '../../../protocol/format';
import { dataTable, type DataTable } from '../data-table';
import { icon } from '../icon';
import { sharedStyle } from '../style';
import { ThemeController } from '../theme';
import { heatmapColours, type HeatmapColours, type Hue } from './heatmap-colours';
import { HeatmapEvent, type HeatmapAction } from './heatmap-event';
import { HeatmapPointer, type HeatmapHands } from './heatmap-input';
import './heatmap-scale';
import type { CellText, Marks } from './heatmap-scene';
import { HeatmapStage, type Stagecraft } from './heatmap-stage';
import { heatmapStyle } from './heatmap-style';
import type { Cell, MatrixSource } from './matrix-source';
import { movedCell } from './moved-cell';
import { tableInView } from './table-in-view';
import type { CellRange } from './tile-grid';
import type { ValueScale } from './value-scale';
import type { CellSize } from './view';

const square: CellSize = { aspect: 1, height: 'fit' };
const linear: ValueScale = { kind: 'sequential', largest: 1, shape: { kind: 'linear' } };
const noLabels: readonly string[] = [];
/** How long what is seen must rest before it is read into the table, ms. */
const rest = 300;
const keyZoom = 1.5;

/** What stands on an axis. */
export interface HeatmapAxis {
  /** 'Query', 'Token': what one row or column is. */
  readonly name: string;
  /** As they are shown, see `formatVisible`. */
  readonly labels: readonly string[];
}

/**
 * A matrix as colours, up to 4,096 x 4,096 and more: panned by dragging and scrolling, zoomed around the pointer, walked
 * through by keyboard, read by hovering and by screen readers. Give it a height in CSS (`--heatmap-height`); it tells
 * what a person does by `HeatmapEvent`s ('heatmap').
 */
@customElement('langscope-heatmap')
export class Heatmap extends LitElement {
  public static override readonly styles = [sharedStyle, heatmapStyle];

  /** Another matrix is another source. */
  @property({ attribute: false }) public accessor source: MatrixSource | undefined;
  @property({ attribute: false }) public accessor rows: HeatmapAxis = { name: 'Row', labels: noLabels };
  @property({ attribute: false }) public accessor columns: HeatmapAxis = { name: 'Column', labels: noLabels };
  @property({ attribute: false }) public accessor scale: ValueScale = linear;
  /** Of a scale from zero; one around zero goes from purple to orange. */
  @property() public accessor hue: Hue = 'blue';
  @property({ attribute: false }) public accessor cell: CellSize = square;
  /** What the matrix is, for screen readers. */
  @property() public accessor name = 'Heatmap';
  /** What is measured, with its unit: beside the scale. */
  @property() public accessor measure = '';
  @property({ attribute: false }) public accessor formatValue: (value: number) => string = formatNumber;
  /** What is said of a cell; without it, both labels and the value. */
  @property({ attribute: false }) public accessor describe:
    ((cell: Cell, value: number | undefined) => string) | undefined;
  /** What stands inside cells that are large enough, with the value they are coloured by. */
  @property({ attribute: false }) public accessor textAt: ((cell: Cell) => CellText | undefined) | undefined;
  /** Marked lastingly: what is chosen in the editor, for instance. */
  @property({ attribute: false }) public accessor selectedRow: number | undefined;
  @property({ attribute: false }) public accessor selectedColumn: number | undefined;
  /** Columns [from, to) that are chosen together; `choosesColumns`: dragging over labels and Shift with arrows choose. */
  @property({ attribute: false }) public accessor selectedColumns:
    { readonly from: number; readonly to: number } | undefined;
  @property({ type: Boolean }) public accessor choosesColumns = false;

  @state() private accessor hovered: Cell | undefined;
  @state() private accessor cursor: Cell | undefined;
  @state() private accessor focused = false;
  /** Of the cell that is pointed at; undefined while it is not known. */
  @state() private accessor value: number | undefined;
  @state() private accessor asTable = false;
  @state() private accessor table: DataTable | undefined;
  @state() private accessor failed = false;
  @state() private accessor colours: HeatmapColours | undefined;
  @query('canvas') private accessor canvas!: HTMLCanvasElement;

  private readonly resized = new ResizeObserver(() => this.measureRoom());
  private stage: HeatmapStage | undefined;
  private asking = new AbortController();
  private tabling = new AbortController();
  private resting: ReturnType<typeof setTimeout> | undefined;
  private look = '';
  /** The column where a choice began. */
  private anchor: number | undefined;

  public constructor() {
    super();
    // Asks for a new rendering when the theme changes.
    new ThemeController(this);
  }

  /** Bytes of tiles that are held, and whether all that is in view is drawn: for measurements. */
  public get drawing(): HeatmapStage['state'] {
    return this.stage?.state ?? { bytes: 0, settled: false };
  }

  /** What is seen. */
  public get range(): CellRange | undefined {
    return this.stage?.range;
  }

  /** Brings a cell into view, without choosing it. */
  public reveal(cell: Cell): void {
    this.stage?.reveal(cell);
  }

  public override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resized.observe(this.canvas);
    this.requestUpdate('source');
  }

  public override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    clearTimeout(this.resting);
    this.asking.abort();
    this.tabling.abort();
    this.stage?.dispose();
    this.stage = undefined;
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.canvas);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const look = themeKey(this) + this.scale.kind + this.hue;
    if (look !== this.look) {
      this.look = look;
      this.colours = heatmapColours(this, this.scale.kind, this.hue);
    }
    if (changed.has('source')) {
      this.hovered = undefined;
      if (this.cursor && !this.holds(this.cursor)) this.cursor = undefined;
    }
  }

  protected override render(): TemplateResult {
    const { colours, scale } = this;
    return html`
      <div class="plot">
        <canvas
          tabindex="0"
          role="application"
          aria-roledescription="heatmap"
          aria-label="${this.name}. Arrow keys move from cell to cell, Enter chooses, plus and minus zoom, 0 shows all."
          @pointerdown=${this.pointer.down}
          @pointermove=${this.pointer.move}
          @pointerup=${this.pointer.up}
          @pointercancel=${this.pointer.up}
          @pointerleave=${this.pointer.leave}
          @wheel=${this.pointer.wheel}
          @keydown=${this.keyPressed}
          @focus=${this.gotFocus}
          @blur=${this.lostFocus}
        ></canvas>
        <langscope-heatmap-scale
          .scale=${scale}
          .ramp=${colours?.ramp ?? new Uint8ClampedArray()}
          name=${this.measure}
        ></langscope-heatmap-scale>
      </div>
      <div class="below">
        <span class="readout number" aria-hidden="true">${this.failed ? nothing : this.readout}</span>
        ${
          this.failed
            ? html`<button class="secondary" @click=${() => this.stage?.retry()}>Part is missing: ask again</button>`
            : nothing
        }
        <span class="tools">
          ${this.tool('zoom-out', 'Zoom out', () => this.stage?.zoomAround(1 / keyZoom, this.cursor))}
          ${this.tool('zoom-in', 'Zoom in', () => this.stage?.zoomAround(keyZoom, this.cursor))}
          ${this.tool('screen-full', 'Show all', () => this.stage?.reset())}
          <button
            class="tool"
            title="Show as table"
            aria-label="${this.name} as a table"
            aria-pressed=${this.asTable}
            @click=${() => (this.asTable = !this.asTable)}
          >
            ${icon('table')}
          </button>
        </span>
      </div>
      ${this.table === undefined ? nothing : dataTable(this.table, this.asTable)}
      <div class="unseen" role="status" aria-live="polite">${this.cursor && this.focused ? this.readout : ''}</div>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    const { colours, source } = this;
    if (colours === undefined) return;
    if (changed.has('source')) this.take(source);
    this.stage?.dress(this.craft(colours));
  }

  private tool(name: 'zoom-in' | 'zoom-out' | 'screen-full', title: string, act: () => void): TemplateResult {
    return html`<button class="tool" title=${title} aria-label="${title}: ${this.name}" @click=${act}>
      ${icon(name)}
    </button>`;
  }

  private take(source: MatrixSource | undefined): void {
    // Another matrix of the same shape, another head for instance, is looked at where the one before was.
    const seen = source && this.stage?.seenOf(source);
    this.stage?.dispose();
    this.stage = undefined;
    this.failed = false;
    this.table = undefined;
    if (source === undefined || !this.isConnected) return;
    this.stage = new HeatmapStage(this.canvas, source, this.craft(this.colours!), {
      viewed: (range) => this.viewed(range),
      loaded: (failure) => (this.failed = failure !== undefined),
    });
    this.measureRoom();
    if (seen) this.stage.resume(seen);
  }

  private craft(colours: HeatmapColours): Stagecraft {
    const { scale, cell, rows, columns, textAt } = this;
    const marks: Marks = {
      hovered: this.hovered,
      cursor: this.focused ? this.cursor : undefined,
      row: this.selectedRow,
      column: this.selectedColumn,
      columns: this.selectedColumns,
    };
    return { scale, colours, cell, rowLabels: rows.labels, columnLabels: columns.labels, marks, textAt };
  }

  private measureRoom(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.stage?.resize({ width, height });
  }

  private holds({ row, column }: Cell): boolean {
    return row < (this.source?.rows ?? 0) && column < (this.source?.columns ?? 0);
  }

  /** What is said of the cell that is pointed at. */
  private get readout(): string {
    const cell = this.hovered ?? (this.focused ? this.cursor : undefined);
    if (cell === undefined) return '';
    if (this.describe) return this.describe(cell, this.value);
    const { rows, columns, value } = this;
    const name = (axis: HeatmapAxis, index: number): string =>
      `${axis.name.toLowerCase()} ${formatCount(index + 1)} ${axis.labels[index] ?? ''}`.trim();
    const figure = value === undefined ? '' : `: ${this.formatValue(value)}`;
    return `${name(rows, cell.row)}, ${name(columns, cell.column)}${figure}`;
  }

  private readonly pointer = new HeatmapPointer({
    pan: (dx, dy) => this.stage?.pan(dx, dy) ?? false,
    zoom: (factor, x, y) => this.stage?.zoom(factor, x, y),
    point: (x, y) => {
      const found = this.stage?.at(x, y);
      const cell = found?.row !== undefined && found.column !== undefined ? (found as Cell) : undefined;
      this.canvas.classList.toggle('pick', found !== undefined);
      this.hover(cell);
    },
    unpoint: () => this.hover(undefined),
    click: (x, y) => this.clicked(x, y),
    grab: (x, y) => {
      const found = this.stage?.at(x, y);
      this.anchor = found?.row === undefined ? found?.column : undefined;
      return this.choosesColumns && this.anchor !== undefined;
    },
    drag: (x) => this.chooseTo(this.stage?.at(x, 0)?.column),
  } satisfies HeatmapHands);

  private clicked(x: number, y: number): void {
    const { row, column } = this.stage?.at(x, y) ?? {};
    if (row !== undefined && column !== undefined) {
      this.cursor = { row, column };
      this.tell({ kind: 'pick', cell: { row, column }, by: 'pointer' });
    } else if (row !== undefined) this.tell({ kind: 'pick-row', row });
    else if (column !== undefined) this.tell({ kind: 'pick-column', column });
  }

  /** Chooses the columns from where a drag or Shift began. */
  private chooseTo(column: number | undefined): void {
    if (column === undefined || this.anchor === undefined) return;
    const [from, last] = column < this.anchor ? [column, this.anchor] : [this.anchor, column];
    this.tell({ kind: 'choose-columns', from, to: last + 1 });
  }

  private hover(cell: Cell | undefined): void {
    if (cell?.row === this.hovered?.row && cell?.column === this.hovered?.column) return;
    this.hovered = cell;
    this.ask(cell ?? (this.focused ? this.cursor : undefined));
    this.tell({ kind: 'hover', cell });
  }

  /** Reads the value of the cell that is pointed at. */
  private ask(cell: Cell | undefined): void {
    this.asking.abort();
    this.value = undefined;
    if (cell === undefined || this.stage === undefined) return;
    const { signal } = (this.asking = new AbortController());
    const found = this.stage.valueOf(cell, signal);
    if (typeof found === 'number') {
      this.value = found;
      return;
    }
    found.then(
      (value) => {
        if (!signal.aborted) this.value = value;
      },
      // The readout says the labels without a value; why is shown where the tiles are missing.
      () => undefined,
    );
  }

  private readonly gotFocus = (): void => {
    // A click sets the cursor itself; only the keyboard needs one at once.
    this.focused = true;
    if (this.cursor === undefined && this.canvas.matches(':focus-visible') && this.range && this.source) {
      const row = Math.min(this.selectedRow ?? this.range.fromRow, this.source.rows - 1);
      this.cursor = { row, column: Math.min(this.selectedColumn ?? this.range.fromColumn, this.source.columns - 1) };
      this.stage?.reveal(this.cursor);
    }
    this.ask(this.cursor);
  };

  private readonly lostFocus = (): void => {
    this.focused = false;
    this.tell({ kind: 'hover', cell: undefined });
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const { source, stage, range } = this;
    if (source === undefined || stage === undefined || range === undefined) return;
    if (event.altKey || source.rows === 0 || source.columns === 0) return;
    const at = this.cursor ?? { row: range.fromRow, column: range.fromColumn };
    const page = {
      rows: Math.max(1, range.toRow - range.fromRow - 2),
      columns: Math.max(1, range.toColumn - range.fromColumn - 2),
    };
    const moved = movedCell(event, at, source, page);
    if (moved !== undefined) {
      this.cursor = moved;
      this.hovered = undefined;
      stage.reveal(moved);
      this.ask(moved);
      this.tell({ kind: 'hover', cell: moved });
      this.anchor = event.shiftKey && this.choosesColumns ? (this.anchor ?? at.column) : undefined;
      this.chooseTo(moved.column);
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.cursor = at;
      this.tell({ kind: 'pick', cell: at, by: 'keyboard' });
    } else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === '+' || event.key === '=') stage.zoomAround(keyZoom, this.hovered ?? this.cursor);
    else if (event.key === '-') stage.zoomAround(1 / keyZoom, this.hovered ?? this.cursor);
    else if (event.key === '0') stage.reset();
    else return;
    event.preventDefault();
  };

  private viewed(range: CellRange): void {
    this.tell({ kind: 'view', range });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.readTable(range), rest);
  }

  private async readTable(range: CellRange): Promise<void> {
    const { source, rows, columns, formatValue, name } = this;
    if (source === undefined) return;
    this.tabling.abort();
    const { signal } = (this.tabling = new AbortController());
    const table = await tableInView(source, range, { rows, columns, formatValue, name }, signal).catch(() => undefined);
    if (!signal.aborted && table !== undefined && source === this.source) this.table = table;
  }

  private tell(action: HeatmapAction): void {
    this.dispatchEvent(new HeatmapEvent(action));
  }
}

/** What changes when the theme does. */
function themeKey(element: HTMLElement): string {
  const style = getComputedStyle(element);
  const colors = ['editor-background', 'editor-foreground', 'charts-blue', 'focusBorder', 'font-size'];
  return `${document.body.className} ${colors.map((name) => style.getPropertyValue(`--vscode-${name}`)).join()} `;
}
