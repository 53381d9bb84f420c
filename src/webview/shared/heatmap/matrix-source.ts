/** A rectangle of a matrix in blocks of `rowScale` x `columnScale` values. */
export interface BlockRectangle {
  /** Powers of two; 1: the values themselves. */
  readonly rowScale: number;
  readonly columnScale: number;
  /** First row and column in values, multiples of the scales. */
  readonly row: number;
  readonly column: number;
  /** In blocks; what lies outside the matrix is left out. */
  readonly rows: number;
  readonly columns: number;
}

/** values: [rows, columns]; NaN where there is nothing. */
export interface Blocks {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Where a heatmap takes its matrix from. Another matrix is another source. */
export interface MatrixSource {
  readonly rows: number;
  readonly columns: number;
  /** Of each block the value farthest from zero. Rejects when it cannot be had; an aborted answer is thrown away. */
  blocks(rectangle: BlockRectangle, signal: AbortSignal): Blocks | Promise<Blocks>;
  /** One value. */
  value(row: number, column: number, signal: AbortSignal): number | Promise<number>;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}
