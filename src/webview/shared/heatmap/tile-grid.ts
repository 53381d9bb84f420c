import type { BlockRectangle } from './matrix-source';

/** Blocks along each side of a tile. */
export const tileSize = 256;

/** A tile at levels of detail: a block of level l is 2^l values long. `row` and `column` count tiles. */
export interface TileAddress {
  readonly rowLevel: number;
  readonly columnLevel: number;
  readonly row: number;
  readonly column: number;
}

export interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** Rows [fromRow, toRow) and columns [fromColumn, toColumn). */
export interface CellRange {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
}

/** The level at which `count` values fit into one tile. */
export function topLevel(count: number): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(1, count) / tileSize)));
}

/** The finest level whose blocks are at least one pixel of the device long, given the pixels of a value. */
export function levelFor(pixels: number, count: number): number {
  // A hair of rounding must not fetch four times as many tiles.
  const wanted = Math.ceil(-Math.log2(pixels) - 1e-6);
  return Math.min(topLevel(count), Math.max(0, wanted));
}

/** The one tile that has the whole matrix. */
export function topTile({ rows, columns }: Shape): TileAddress {
  return { rowLevel: topLevel(rows), columnLevel: topLevel(columns), row: 0, column: 0 };
}

/** Tiles that touch a range of cells, those in its middle first. */
export function tilesIn(range: CellRange, rowLevel: number, columnLevel: number): readonly TileAddress[] {
  const high = tileSize << rowLevel;
  const wide = tileSize << columnLevel;
  const middleRow = (range.fromRow + range.toRow) / 2 / high - 0.5;
  const middleColumn = (range.fromColumn + range.toColumn) / 2 / wide - 0.5;
  const found: TileAddress[] = [];
  for (let row = Math.floor(range.fromRow / high); row * high < range.toRow; row++) {
    for (let column = Math.floor(range.fromColumn / wide); column * wide < range.toColumn; column++) {
      found.push({ rowLevel, columnLevel, row, column });
    }
  }
  const distance = ({ row, column }: TileAddress): number => Math.hypot(row - middleRow, column - middleColumn);
  return found.sort((a, b) => distance(a) - distance(b));
}

/** The tile one level coarser that has this one's blocks; undefined for the one that has all. */
export function coarser(tile: TileAddress, shape: Shape): TileAddress | undefined {
  const rows = tile.rowLevel < topLevel(shape.rows);
  const columns = tile.columnLevel < topLevel(shape.columns);
  if (!rows && !columns) return undefined;
  return {
    rowLevel: tile.rowLevel + (rows ? 1 : 0),
    columnLevel: tile.columnLevel + (columns ? 1 : 0),
    row: rows ? tile.row >> 1 : tile.row,
    column: columns ? tile.column >> 1 : tile.column,
  };
}

/** What a source is asked for. */
export function rectangleOf({ rowLevel, columnLevel, row, column }: TileAddress): BlockRectangle {
  return {
    rowScale: 1 << rowLevel,
    columnScale: 1 << columnLevel,
    row: row * (tileSize << rowLevel),
    column: column * (tileSize << columnLevel),
    rows: tileSize,
    columns: tileSize,
  };
}

/** The cells of a tile, within the matrix. */
export function cellsOf(tile: TileAddress, { rows, columns }: Shape): CellRange {
  const { row, column, rowScale, columnScale } = rectangleOf(tile);
  return {
    fromRow: row,
    toRow: Math.min(rows, row + tileSize * rowScale),
    fromColumn: column,
    toColumn: Math.min(columns, column + tileSize * columnScale),
  };
}

export function tileKey({ rowLevel, columnLevel, row, column }: TileAddress): string {
  return `${rowLevel},${columnLevel},${row},${column}`;
}
