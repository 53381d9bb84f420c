import type { Tensor } from 'onnxruntime-node';
import { fail } from '../../protocol';
import type { Continuation } from './continuation';
import type { GrowingArray } from './growing-array';

/** What a body does for a continuation: reads `ids` behind `length` tokens whose cache lies in the arrays. */
export type ReadBehind = (
  arrays: ReadonlyMap<string, Tensor>,
  length: number,
  ids: Int32Array,
) => Promise<{ readonly hidden: Float32Array; readonly rows: ReadonlyMap<string, Float32Array> }>;

/** Goes on with a cache of its own, to which each step adds its rows: the graph hands out nothing else. */
export class CachedContinuation implements Continuation {
  public constructor(
    private readonly readBehind: ReadBehind,
    /** By graph input; all of the same length. */
    private readonly arrays: ReadonlyMap<string, GrowingArray>,
    private tokens: number,
    /** Whether the graph takes arrays with more room than rows, and is told how many count. */
    private readonly takesRoom: boolean,
  ) {}

  public get length(): number {
    return this.tokens;
  }

  public async read(ids: Int32Array): Promise<Float32Array> {
    const arrays = [...this.arrays];
    if (this.takesRoom) for (const [, array] of arrays) array.reserve(ids.length);
    const fed = new Map(arrays.map(([input, array]) => [input, array.tensor()]));
    const { hidden, rows } = await this.readBehind(fed, this.tokens, ids);
    // All of them before any grows: a cache of two lengths would be lost.
    for (const [input, array] of arrays) checkRows(input, rows.get(input), array, ids.length);
    for (const [input, array] of arrays) array.append(rows.get(input)!, ids.length);
    this.tokens += ids.length;
    return hidden;
  }

  public rewind(length: number): boolean {
    if (!Number.isSafeInteger(length) || length < 0 || length > this.tokens) return false;
    for (const array of this.arrays.values()) array.keep(length, this.takesRoom);
    this.tokens = length;
    return true;
  }

  public copy(): CachedContinuation {
    const arrays = new Map([...this.arrays].map(([input, array]) => [input, array.copy()]));
    return new CachedContinuation(this.readBehind, arrays, this.tokens, this.takesRoom);
  }
}

/** Refuses (`run-failed`) new rows that are not as large as the cache says. */
function checkRows(input: string, rows: Float32Array | undefined, array: GrowingArray, count: number): void {
  if (rows?.length === count * array.rowSize) return;
  const found = rows ? `${rows.length} numbers` : 'nothing';
  throw fail(
    'run-failed',
    `The graph gives ${found} for ${input} where ${count * array.rowSize} fit its cache. Export the model again with its cache.`,
  );
}
