import { Tensor } from 'onnxruntime-node';

/** Where a text's rows are larger than this together, they are kept in two bytes a number. */
const exactBytes = 96 * 1024 ** 2;

/** Largest number of two bytes. */
const largest = 32767;

/** Rows of numbers: all of them, or each as a share of the largest of its row in two bytes (to 1.5e-5 of it). */
interface Kept {
  put(row: number, values: Float32Array): void;
  get(row: number, into: Float32Array): void;
  readonly bytes: number;
}

class ExactRows implements Kept {
  private readonly values: Float32Array;

  public constructor(
    rows: number,
    private readonly columns: number,
  ) {
    this.values = new Float32Array(rows * columns);
  }

  public get bytes(): number {
    return this.values.byteLength;
  }

  public put(row: number, values: Float32Array): void {
    this.values.set(values, row * this.columns);
  }

  public get(row: number, into: Float32Array): void {
    into.set(this.values.subarray(row * this.columns, row * this.columns + into.length));
  }
}

class ShortRows implements Kept {
  private readonly shares: Int16Array;
  private readonly scales: Float32Array;

  public constructor(
    rows: number,
    private readonly columns: number,
  ) {
    this.shares = new Int16Array(rows * columns);
    this.scales = new Float32Array(rows);
  }

  public get bytes(): number {
    return this.shares.byteLength + this.scales.byteLength;
  }

  public put(row: number, values: Float32Array): void {
    const { columns } = this;
    for (let at = 0; at < values.length; at += columns) {
      let most = 0;
      for (let i = at; i < at + columns; i++) most = Math.max(most, Math.abs(values[i]!));
      const scale = most === 0 ? 1 : most / largest;
      this.scales[row + at / columns] = scale;
      const target = row * columns + at;
      for (let i = 0; i < columns; i++) this.shares[target + i] = Math.round(values[at + i]! / scale);
    }
  }

  public get(row: number, into: Float32Array): void {
    const { columns } = this;
    for (let at = 0; at < into.length; at += columns) {
      const scale = this.scales[row + at / columns]!;
      const source = row * columns + at;
      for (let i = 0; i < columns; i++) into[at + i] = this.shares[source + i]! * scale;
    }
  }
}

/** Rows that a reading keeps for later; the shape is the graph's, with the text along the last axis but one. */
export class TextRows {
  private kept: Kept | undefined;
  private dims: readonly number[] = [];

  /** `length`: rows of the whole text; `together`: how many such arrays the text keeps. */
  public constructor(
    private readonly length: number,
    private readonly together: number,
  ) {}

  public get bytes(): number {
    return this.kept?.bytes ?? 0;
  }

  /** Takes the rows from `from` on. */
  public put(from: number, rows: Tensor): void {
    const columns = rows.size / rows.dims.at(-2)!;
    if (this.kept === undefined) {
      this.dims = rows.dims;
      const exact = 4 * this.length * columns * this.together <= exactBytes;
      this.kept = new (exact ? ExactRows : ShortRows)(this.length, columns);
    }
    this.kept.put(from, rows.data as Float32Array);
  }

  public slice(from: number, to: number): Tensor {
    const dims = this.dims.map((size, axis) => (axis === this.dims.length - 2 ? to - from : size));
    const values = new Float32Array(dims.reduce((product, size) => product * size, 1));
    this.kept?.get(from, values);
    return new Tensor('float32', values, dims);
  }
}
