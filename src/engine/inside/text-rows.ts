import { Tensor } from 'onnxruntime-node';

/** Rows that a reading keeps for later, float32; the shape is the graph's, with the text along the last axis but one. */
export class TextRows {
  private values: Float32Array;
  private dims: readonly number[] = [];
  private columns = 0;

  /** `length`: rows of the whole text. */
  public constructor(private readonly length: number) {
    this.values = new Float32Array(0);
  }

  public get bytes(): number {
    return this.values.byteLength;
  }

  /** Takes the rows from `from` on. */
  public put(from: number, rows: Tensor): void {
    const data = rows.data as Float32Array;
    if (this.columns === 0) {
      this.dims = rows.dims;
      this.columns = data.length / rows.dims.at(-2)!;
      this.values = new Float32Array(this.length * this.columns);
    }
    this.values.set(data, from * this.columns);
  }

  public slice(from: number, to: number): Tensor {
    const dims = this.dims.map((size, axis) => (axis === this.dims.length - 2 ? to - from : size));
    return new Tensor('float32', this.values.subarray(from * this.columns, to * this.columns), dims);
  }
}
