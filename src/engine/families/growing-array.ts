import { Tensor } from 'onnxruntime-node';

/** Rows for which memory is taken at once. */
const atOnce = 64;

/**
 * A float32 array that grows along one axis. It is fed to a graph with `room` rows: as many as it has, or more, where the
 * graph is told how many count; those are zero.
 */
export class GrowingArray {
  private constructor(
    private readonly dims: readonly number[],
    private readonly axis: number,
    /** [.., room, ..], and memory for more behind it. */
    private data: Float32Array,
    private rows: number,
    private room: number,
  ) {}

  /** Undefined where the array is not float32. */
  public static from(tensor: Tensor, axis: number): GrowingArray | undefined {
    if (!(tensor.data instanceof Float32Array)) return undefined;
    const rows = tensor.dims[axis]!;
    return new GrowingArray(tensor.dims, axis, tensor.data.slice(), rows, rows);
  }

  /** Makes room for `more` rows, and for some that will come. */
  public reserve(more: number): void {
    const needed = this.rows + more;
    if (needed > this.room) this.spread(Math.ceil(needed / atOnce) * atOnce);
  }

  /** Appends `count` rows, [.., count, ..] like the array itself, into its room or by making just as much. */
  public append(added: Float32Array, count: number): void {
    const { inner, outer, rows } = this;
    if (rows + count > this.room) this.spread(rows + count);
    for (let block = 0; block < outer; block++) {
      const from = block * count * inner;
      this.data.set(added.subarray(from, from + count * inner), (block * this.room + rows) * inner);
    }
    this.rows += count;
  }

  /** Keeps the first `rows`; `roomy`: the room of the others stays, as zeros, else the array gets smaller. */
  public keep(rows: number, roomy: boolean): void {
    const { inner, outer, room } = this;
    const left = roomy ? room : rows;
    // The first block first: none is written over before it has moved.
    for (let block = 0; block < outer; block++) {
      const from = block * room * inner;
      if (left < room) this.data.copyWithin(block * left * inner, from, from + rows * inner);
      this.data.fill(0, (block * left + rows) * inner, (block * left + Math.min(left, this.rows)) * inner);
    }
    this.rows = rows;
    this.room = left;
  }

  /** The array with its room; it must not be fed any more once it has grown. */
  public tensor(): Tensor {
    const dims = this.dims.map((size, axis) => (axis === this.axis ? this.room : size));
    return new Tensor('float32', this.data.subarray(0, this.outer * this.room * this.inner), dims);
  }

  public copy(): GrowingArray {
    return new GrowingArray(this.dims, this.axis, this.data.slice(), this.rows, this.room);
  }

  /** Numbers of one row. */
  public get rowSize(): number {
    return this.inner * this.outer;
  }

  private get outer(): number {
    return this.dims.slice(0, this.axis).reduce((product, size) => product * size, 1);
  }

  private get inner(): number {
    return this.dims.slice(this.axis + 1).reduce((product, size) => product * size, 1);
  }

  /** Moves the blocks apart so that each has `room` rows. */
  private spread(room: number): void {
    const { inner, outer, rows, room: before } = this;
    if (outer * room * inner > this.data.length) {
      const larger = new Float32Array(outer * (room + atOnce) * inner);
      larger.set(this.data.subarray(0, outer * before * inner));
      this.data = larger;
    }
    // The last block first: none is written over before it has moved.
    for (let block = outer - 1; block >= 0; block--) {
      const from = block * before * inner;
      this.data.copyWithin(block * room * inner, from, from + rows * inner);
      this.data.fill(0, (block * room + rows) * inner, (block + 1) * room * inner);
    }
    this.room = room;
  }
}
