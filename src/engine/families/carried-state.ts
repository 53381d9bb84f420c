import type { Tensor } from 'onnxruntime-node';
import type { ReadingState } from './language-model';
import { bytesOf } from './tensors';

/** How far two recurrent states may differ, relative to the size of their numbers, and still lead to the same future. */
const tolerance = 1e-3;

function sizeOf(values: Float32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares / Math.max(1, values.length));
}

/** Whether every number is within the tolerance, relative to itself or to the root mean square of its array. */
function alike(a: Tensor, b: Tensor): boolean {
  const [x, y] = [a.data, b.data];
  if (!(x instanceof Float32Array && y instanceof Float32Array) || x.length !== y.length) return false;
  const size = sizeOf(x);
  return x.every((value, at) => Math.abs(value - y[at]!) <= tolerance * Math.max(size, Math.abs(value)));
}

/** The arrays that one piece leaves for the next: cache, recurrent state, or the ids where a graph carries nothing. */
export class CarriedState implements ReadingState {
  public readonly bytes: number;

  public constructor(
    public readonly length: number,
    /** By graph input. */
    public readonly arrays: ReadonlyMap<string, Tensor>,
    /** All tokens so far, only where the graph has no cache and must read them again. */
    public readonly ids: Int32Array | undefined,
    /** Recurrent: the state forgets how it came about. A cache never does. */
    private readonly forgets: boolean,
  ) {
    this.bytes = [...arrays.values()].reduce((sum, tensor) => sum + bytesOf(tensor), ids?.byteLength ?? 0);
  }

  public meets(other: ReadingState): boolean {
    if (!this.forgets || !(other instanceof CarriedState)) return false;
    return [...this.arrays].every(([name, tensor]) => {
      const same = other.arrays.get(name);
      return same !== undefined && alike(tensor, same);
    });
  }
}
