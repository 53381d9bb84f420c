import { attributeTypes, dataTypes, type Attribute, type Node, type TensorProto, type ValueInfo } from './onnx-model';

/** A node of the standard operators with whole-number attributes. */
export function makeNode(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): Node {
  const attribute = Object.entries(attributes).map(([name, value]): Attribute =>
    typeof value === 'number'
      ? { name, type: attributeTypes.int, i: value }
      : { name, type: attributeTypes.ints, ints: value },
  );
  return { opType, name: `langscope/${output[0] ?? opType}`, input, output, attribute };
}

export function int64Tensor(
  name: string,
  values: readonly number[],
  dims: readonly number[] = [values.length],
): TensorProto {
  return { name, dims, dataType: dataTypes.int64, int64Data: values };
}

/** A graph input or output; a string is the name of a dimension that is known at run time only. */
export function tensorInfo(name: string, elemType: number, shape?: readonly (number | string)[]): ValueInfo {
  const dim = shape?.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: dim ? { elemType, shape: { dim } } : { elemType } } };
}
