import { statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { fail } from '../../protocol';
import { int, type Graph, type TensorProto } from './onnx-model';

/** Bytes of an element by TensorProto.DataType; half a byte for four-bit numbers. */
const elementBytes: Readonly<Record<number, number>> = {
  1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 14: 8, 15: 16, 16: 2,
  17: 1, 18: 1, 19: 1, 20: 1, 21: 0.5, 22: 0.5, 23: 0.5, 24: 1, 25: 0.25, 26: 0.25,
}; // prettier-ignore

function tensorBytes(tensor: TensorProto): number {
  const elements = (tensor.dims ?? []).reduce<number>((product, dim) => product * int(dim), 1);
  return Math.ceil(elements * (elementBytes[tensor.dataType ?? 0] ?? 0));
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/**
 * Checks that every tensor's data are where the file says, and long enough: onnxruntime's own messages for this name
 * neither the file nor the remedy. Returns the bytes of all weights.
 */
export function checkExternalData(folder: string, file: string, graph: Graph): number {
  const sizes = new Map<string, number>();
  let total = 0;
  for (const tensor of graph.initializer) {
    const needed = tensorBytes(tensor);
    total += needed;
    if (tensor.dataLocation !== 1) continue;
    const entries = new Map(tensor.externalData?.map(({ key, value }) => [key, value]));
    const location = normalize(entries.get('location') ?? '');
    if (location === '.' || isAbsolute(location) || location.startsWith('..')) {
      throw fail('onnx-broken', `${file} looks for weights outside its folder (${location}). Export the model again.`);
    }
    const size = sizes.get(location) ?? sizeOf(join(folder, location));
    if (size === undefined) {
      throw fail(
        'weights-missing',
        `${file} keeps its weights in ${location}, which is not there. Put that file beside it.`,
      );
    }
    sizes.set(location, size);
    const end = Number(entries.get('offset') ?? 0) + Math.max(needed, Number(entries.get('length') ?? 0));
    if (end > size) {
      throw fail(
        'weights-missing',
        `${location} is ${size} bytes long, but ${file} needs at least ${end}. Copy or download it again.`,
      );
    }
  }
  return total;
}
