import { Tensor } from 'onnxruntime-node';
import { fail } from '../../protocol';
import { dataTypes } from '../graph/onnx-model';

/** Makes a tensor of the given numbers in a graph's element type. */
type Make = (values: ArrayLike<number>, dims: readonly number[]) => Tensor;

const makers: ReadonlyMap<number, Make> = new Map<number, Make>([
  [dataTypes.float, (values, dims) => new Tensor('float32', Float32Array.from(values), dims)],
  [dataTypes.double, (values, dims) => new Tensor('float64', Float64Array.from(values), dims)],
  [dataTypes.int32, (values, dims) => new Tensor('int32', Int32Array.from(values), dims)],
  [dataTypes.int64, (values, dims) => new Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), dims)],
  [dataTypes.bool, (values, dims) => new Tensor('bool', Uint8Array.from(values), dims)],
]);

export function makeTensor(elementType: number, values: ArrayLike<number>, dims: readonly number[]): Tensor {
  const make = makers.get(elementType);
  if (!make)
    throw fail('inputs-unknown', `A graph input has element type ${elementType}, which Langscope cannot feed.`);
  return make(values, dims);
}

export function zeros(elementType: number, dims: readonly number[]): Tensor {
  const size = dims.reduce((product, dim) => product * dim, 1);
  return makeTensor(elementType, new Float32Array(size), dims);
}

export function bytesOf(tensor: Tensor): number {
  return ArrayBuffer.isView(tensor.data) ? tensor.data.byteLength : 0;
}
