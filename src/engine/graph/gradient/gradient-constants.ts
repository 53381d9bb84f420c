import { attributeOf, producerOf, type GraphIndex } from '../graph-index';
import { int, type TensorProto } from '../onnx-model';

/** Whole numbers of a small constant tensor (int64); undefined where it is none, or lies in another file. */
export function constantInts(index: GraphIndex, name: string): readonly number[] | undefined {
  const node = producerOf(index, name);
  const tensor: TensorProto | undefined =
    index.initializers.get(name) ?? (node?.opType === 'Constant' ? attributeOf(node, 'value')?.t : undefined);
  if (tensor === undefined || tensor.dataLocation === 1) return undefined;
  if (tensor.int64Data !== undefined && tensor.int64Data.length > 0) return tensor.int64Data.map(int);
  const bytes = tensor.rawData;
  if (bytes === undefined || bytes.length === 0 || bytes.length % 8 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 8 }, (_value, at) => Number(view.getBigInt64(8 * at, true)));
}
