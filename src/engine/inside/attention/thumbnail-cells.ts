/** Thumbnails have no more cells than this along a side. */
const mostCells = 32;

/** Cells of a thumbnail's side: as many as the longer side of the matrix has rows, at most 32. */
export function thumbnailSize(rows: number, columns: number): number {
  return Math.min(mostCells, Math.max(rows, columns));
}

/** First row (or column) of a cell, of `length` that fill `size` cells: cell i holds every r with floor(r size / length) = i. */
export function cellStart(cell: number, length: number, size: number): number {
  return Math.ceil((cell * length) / size);
}

/** Which rows of a piece each cell is made of. */
export interface PieceCells {
  /** The first cell that the piece touches, and how many. */
  readonly first: number;
  readonly count: number;
  /** [count, width] rows counted from the piece's first; a cell with fewer rows names its last one again. */
  readonly rows: BigInt64Array;
  readonly width: number;
}

/** The cells that rows [from, to) of `length` touch; `length` is not below `size`. */
export function pieceCells(from: number, to: number, length: number, size: number): PieceCells {
  const cellOf = (row: number): number => Math.floor((row * size) / length);
  const first = cellOf(from);
  const count = cellOf(to - 1) - first + 1;
  const bounds = Array.from({ length: count }, (_cell, i) => [
    Math.max(from, cellStart(first + i, length, size)) - from,
    Math.min(to, cellStart(first + i + 1, length, size)) - from,
  ]);
  const width = Math.max(...bounds.map(([start, end]) => end! - start!));
  const rows = new BigInt64Array(count * width);
  bounds.forEach(([start, end], cell) => {
    for (let i = 0; i < width; i++) rows[cell * width + i] = BigInt(Math.min(start! + i, end! - 1));
  });
  return { first, count, rows, width };
}

/**
 * Merges what a piece gave into thumbnails. found: [heads, count, keys], each the largest of the cell's rows; into:
 * [heads, size, size] of a matrix with `columns` columns, not fewer than `size`.
 */
export function mergeCells(
  found: Float32Array,
  { first, count }: Pick<PieceCells, 'first' | 'count'>,
  keys: number,
  columns: number,
  size: number,
  into: Float32Array,
): void {
  const rows = found.length / keys;
  for (let row = 0; row < rows; row++) {
    const [head, cell] = [Math.floor(row / count), row % count];
    const target = (head * size + first + cell) * size;
    for (let column = 0; column < size; column++) {
      const start = cellStart(column, columns, size);
      const end = Math.min(cellStart(column + 1, columns, size), keys);
      let largest = into[target + column]!;
      for (let key = start; key < end; key++) largest = Math.max(largest, found[row * keys + key]!);
      into[target + column] = largest;
    }
  }
}
