import type { HeatmapColours } from './heatmap-colours';
import { layoutOf, type CellText, type Layout, type Marks, type Scene } from './heatmap-scene';
import { longest } from './labels';
import type { Blocks, Cell, MatrixSource } from './matrix-source';
import { labelFont, paintLabels } from './paint-labels';
import { paintCellTexts, paintMarks } from './paint-marks';
import { paintTiles, wantedTiles } from './paint-tiles';
import { tileSize, type CellRange } from './tile-grid';
import { TileStore } from './tile-store';
import { colourBlocks, type ValueScale } from './value-scale';
import {
  cellAt,
  cellsInView,
  firstView,
  panned,
  revealing,
  within,
  zoomed,
  type Box,
  type CellSize,
  type View,
} from './view';

/** What is drawn besides the matrix itself. */
export interface Stagecraft {
  readonly scale: ValueScale;
  readonly colours: HeatmapColours;
  readonly cell: CellSize;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly marks: Marks;
  readonly textAt: ((cell: Cell) => CellText | undefined) | undefined;
}

/** What the stage tells. */
export interface StageWatcher {
  /** A frame showed other cells than the one before. */
  viewed(range: CellRange): void;
  /** Tiles came, or could not be had. */
  loaded(failure: unknown): void;
}

/** Bytes of tiles that are kept: with what the browser keeps of each picture, well below what a panel may take. */
const budget = 96e6;

/** Draws a matrix on a canvas: at most once a frame, and in a frame only pictures of tiles that were made before. */
export class HeatmapStage {
  private readonly store: TileStore<ImageBitmap>;
  private view: View | undefined;
  /** Until a person moves or zooms, the view follows the size of the box. */
  private untouched = true;
  private room: Box = { width: 0, height: 0 };
  private labelSizes: { readonly of: Stagecraft; readonly row: number; readonly column: number } | undefined;
  private frame: number | undefined;
  private lastRange = '';

  public constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly source: MatrixSource,
    private craft: Stagecraft,
    private readonly watcher: StageWatcher,
  ) {
    const paint = ({ values, rows, columns }: Blocks): Promise<ImageBitmap> =>
      createImageBitmap(new ImageData(colourBlocks(values, this.craft.scale, this.craft.colours.ramp), columns, rows));
    this.store = new TileStore(
      source,
      { paint, release: (picture) => picture.close() },
      () => {
        this.watcher.loaded(this.store.failure);
        this.redraw();
      },
      budget,
    );
  }

  /** Bytes of tiles at this moment, and whether all that is in view is there. */
  public get state(): { readonly bytes: number; readonly settled: boolean } {
    return { bytes: this.store.bytes, settled: this.store.settled && this.frame === undefined };
  }

  public get range(): CellRange {
    const { layout, view } = this.placed();
    return cellsInView(view, this.source, layout.box);
  }

  /** Draws with other colours, labels or marks from now on. */
  public dress(craft: Stagecraft): void {
    const { scale, colours, cell } = this.craft;
    this.craft = craft;
    if (scale !== craft.scale || colours !== craft.colours) this.store.repaint();
    if (cell.aspect !== craft.cell.aspect || cell.height !== craft.cell.height) this.view = undefined;
    this.redraw();
  }

  public resize(room: Box): void {
    this.room = room;
    if (this.untouched) this.view = undefined;
    this.redraw();
  }

  /** What is seen of a matrix of that shape; undefined: what is seen at first. */
  public seenOf({ rows, columns }: MatrixSource): View | undefined {
    const same = rows === this.source.rows && columns === this.source.columns;
    return this.untouched || !same ? undefined : this.view;
  }

  /** Shows what was seen of another matrix of the same shape. */
  public resume(view: View): void {
    this.view = view;
    this.untouched = false;
    this.redraw();
  }

  /** @returns whether there was anything to move */
  public pan(dx: number, dy: number): boolean {
    const { view, layout } = this.placed();
    const moved = panned(view, dx, dy, this.source, layout.box);
    return this.look(moved);
  }

  /** Places in CSS pixels of the canvas. */
  public zoom(factor: number, x: number, y: number): void {
    const { view, layout } = this.placed();
    const { left, top, box } = layout;
    this.look(zoomed(view, factor, x - left, y - top, this.source, box, this.craft.cell));
  }

  /** Zooms around a cell, or around the middle. */
  public zoomAround(factor: number, cell: Cell | undefined): void {
    const { view, layout } = this.placed();
    const { left, top, box } = layout;
    const x = cell === undefined ? box.width / 2 : (cell.column + 0.5 - view.x) * view.cellWidth;
    const y = cell === undefined ? box.height / 2 : (cell.row + 0.5 - view.y) * view.cellHeight;
    this.zoom(factor, left + Math.min(box.width, Math.max(0, x)), top + Math.min(box.height, Math.max(0, y)));
  }

  /** Back to what was seen at first. */
  public reset(): void {
    this.untouched = true;
    this.view = undefined;
    this.redraw();
  }

  public reveal(cell: Cell): void {
    const { view, layout } = this.placed();
    this.look(revealing(view, cell, this.source, layout.box));
  }

  /** What is at a place of the canvas: a cell, or the label of a row or of a column. */
  public at(x: number, y: number): Partial<Cell> | undefined {
    const { view, layout } = this.placed();
    const { left, top, box } = layout;
    const inside = { x: Math.max(0, x - left), y: Math.max(0, y - top) };
    if (x > left + box.width || y > top + box.height || (x < left && y < top)) return undefined;
    const cell = cellAt(view, inside.x, inside.y, this.source);
    if (cell === undefined) {
      // A label may stand beside a matrix that is narrower than the box.
      const row = Math.floor(view.y + inside.y / view.cellHeight);
      return x < left && row < this.source.rows ? { row } : undefined;
    }
    return x < left ? { row: cell.row } : y < top ? { column: cell.column } : cell;
  }

  /** The value of a cell, from a tile where one of full detail is at hand. */
  public valueOf({ row, column }: Cell, signal: AbortSignal): number | Promise<number> {
    const tile = {
      rowLevel: 0,
      columnLevel: 0,
      row: Math.floor(row / tileSize),
      column: Math.floor(column / tileSize),
    };
    const held = this.store.valueAt(tile, row % tileSize, column % tileSize);
    return held ?? this.source.value(row, column, signal);
  }

  public retry(): void {
    this.store.retry();
  }

  public redraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  public dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.store.dispose();
  }

  private look(view: View): boolean {
    const { view: old } = this.placed();
    if (
      view.x === old.x &&
      view.y === old.y &&
      view.cellHeight === old.cellHeight &&
      view.cellWidth === old.cellWidth
    ) {
      return false;
    }
    this.view = view;
    this.untouched = false;
    this.redraw();
    return true;
  }

  /** View and layout depend on one another only by whether column labels stand upright. */
  private placed(): { readonly view: View; readonly layout: Layout } {
    const { cell, colours } = this.craft;
    const labels = { ...this.measured(), line: colours.fontSize };
    const known = this.view;
    let layout = layoutOf(this.room, labels, known?.cellWidth ?? 0);
    let view = known ?? firstView(this.source, layout.box, cell);
    if (known === undefined) {
      layout = layoutOf(this.room, labels, view.cellWidth);
      if (layout.upright) view = firstView(this.source, layout.box, cell);
    }
    this.view = within(view, this.source, layout.box);
    return { view: this.view, layout };
  }

  private measured(): { readonly row: number; readonly column: number } {
    const { craft, labelSizes } = this;
    const same =
      labelSizes?.of.rowLabels === craft.rowLabels &&
      labelSizes.of.columnLabels === craft.columnLabels &&
      labelSizes.of.colours === craft.colours;
    if (same) return labelSizes;
    const context = this.canvas.getContext('2d')!;
    context.font = labelFont(craft.colours);
    const widest = (labels: readonly string[]): number =>
      longest(labels).reduce((most, label) => Math.max(most, context.measureText(label).width), 0);
    this.labelSizes = { of: craft, row: widest(craft.rowLabels), column: widest(craft.columnLabels) };
    return this.labelSizes;
  }

  private draw(): void {
    const context = this.canvas.getContext('2d');
    if (context === null || this.room.width === 0 || this.room.height === 0) return;
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(this.room.width * ratio), Math.round(this.room.height * ratio)];
    // Setting the size throws the canvas away and makes a new one: not in every frame.
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    } else {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, width, height);
    }
    const { view, layout } = this.placed();
    this.store.want(wantedTiles(view, this.source, layout.box, ratio));
    const picture: Scene['picture'] = (tile) => this.store.get(tile);
    const scene: Scene = { ...this.craft, shape: this.source, view, layout, picture };
    paintTiles(context, scene, ratio);
    paintCellTexts(context, scene);
    paintMarks(context, scene);
    paintLabels(context, scene);
    this.tell(cellsInView(view, this.source, layout.box));
  }

  private tell(range: CellRange): void {
    const key = Object.values(range).join();
    if (key === this.lastRange) return;
    this.lastRange = key;
    this.watcher.viewed(range);
  }
}
