import type { AttentionMap, AttentionRequests } from '../../protocol';
import type { BlockRectangle, Blocks, MatrixSource } from '../shared/heatmap/matrix-source';

type Answer<K extends 'attentionTile' | 'attentionStrip'> = Promise<AttentionRequests[K][1]>;

/** Asks the engine for parts of a map. */
export interface AttentionAsker {
  readonly tile: (
    rectangle: BlockRectangle & { readonly scale: number },
    signal: AbortSignal,
  ) => Answer<'attentionTile'>;
  readonly strip: (axis: 'row' | 'column', index: number, signal?: AbortSignal) => Answer<'attentionStrip'>;
}

/** Rows that are remembered: a pointer goes to and fro. */
const keptRows = 64;

/** A map of attention as the heatmap takes it: tiles as they come into view, a row where one value is asked for. */
export class AttentionMatrix implements MatrixSource {
  private readonly keptRow = new Map<number, Promise<Float32Array>>();

  public constructor(
    public readonly map: AttentionMap,
    public readonly rows: number,
    public readonly columns: number,
    /** The largest weight. */
    public readonly largest: number,
    private readonly ask: AttentionAsker,
  ) {}

  public async blocks(rectangle: BlockRectangle, signal: AbortSignal): Promise<Blocks> {
    const { rowScale, columnScale, row, column } = rectangle;
    // Cells are square here; only a matrix of a few rows and thousands of columns has two scales.
    const scale = Math.min(rowScale, columnScale);
    const [down, across] = [rowScale / scale, columnScale / scale];
    const rows = rectangle.rows * down;
    const columns = rectangle.columns * across;
    const tile = await this.ask.tile({ ...rectangle, scale, row, column, rows, columns }, signal);
    return { rows: tile.rows, columns: tile.columns, values: tile.weights, ...merged(tile, down, across) };
  }

  public async value(row: number, column: number): Promise<number> {
    return (await this.row(row))[column] ?? NaN;
  }

  /** [columns] the weights of one row. */
  public row(index: number): Promise<Float32Array> {
    const known = this.keptRow.get(index);
    if (known) return known;
    const asked = this.ask.strip('row', index);
    // What failed may be asked for again.
    asked.catch(() => this.keptRow.delete(index));
    this.keptRow.set(index, asked);
    if (this.keptRow.size > keptRows) this.keptRow.delete(this.keptRow.keys().next().value!);
    return asked;
  }

  /** [rows] the weights of one column. */
  public column(index: number, signal: AbortSignal): Promise<Float32Array> {
    return this.ask.strip('column', index, signal);
  }
}

/** The largest of each `down` x `across` blocks; nothing to do where both are 1. */
function merged(
  tile: { readonly rows: number; readonly columns: number; readonly weights: Float32Array },
  down: number,
  across: number,
): Partial<Blocks> {
  if (down === 1 && across === 1) return {};
  const rows = Math.ceil(tile.rows / down);
  const columns = Math.ceil(tile.columns / across);
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < tile.rows; row++) {
    for (let column = 0; column < tile.columns; column++) {
      const at = Math.floor(row / down) * columns + Math.floor(column / across);
      values[at] = Math.max(values[at]!, tile.weights[row * tile.columns + column]!);
    }
  }
  return { rows, columns, values };
}
