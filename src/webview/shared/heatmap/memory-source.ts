import type { BlockRectangle, Blocks, MatrixSource } from './matrix-source';

/** A matrix that lies in memory: [rows, columns], row after row; NaN where there is no value. */
export class MemorySource implements MatrixSource {
  public constructor(
    private readonly values: Float32Array,
    public readonly rows: number,
    public readonly columns: number,
  ) {
    if (values.length !== rows * columns) throw new RangeError(`${values.length} values are not ${rows} x ${columns}`);
  }

  public value(row: number, column: number): number {
    return this.values[row * this.columns + column] ?? NaN;
  }

  public blocks({ row, column, rowScale, columnScale, rows, columns }: BlockRectangle): Blocks {
    const high = Math.max(0, Math.min(rows, Math.ceil((this.rows - row) / rowScale)));
    const wide = Math.max(0, Math.min(columns, Math.ceil((this.columns - column) / columnScale)));
    const values = new Float32Array(high * wide).fill(NaN);
    const endRow = Math.min(this.rows, row + high * rowScale);
    const endColumn = Math.min(this.columns, column + wide * columnScale);
    for (let y = row; y < endRow; y++) {
      const into = Math.floor((y - row) / rowScale) * wide;
      const from = y * this.columns;
      for (let x = column; x < endColumn; x++) {
        const value = this.values[from + x]!;
        const at = into + Math.floor((x - column) / columnScale);
        // A comparison with NaN is false: the first value takes the place of NaN, and NaN that of none.
        if (!(Math.abs(values[at]!) >= Math.abs(value)) && !Number.isNaN(value)) values[at] = value;
      }
    }
    return { rows: high, columns: wide, values };
  }
}
