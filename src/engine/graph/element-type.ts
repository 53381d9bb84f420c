import { attributeOf, producerOf, type GraphIndex } from './graph-index';
import { dataTypes, int, type Node } from './onnx-model';

/** Which input of an operator has the type of its output, where that is not the first. */
const typeInput: Readonly<Record<string, number>> = {
  DequantizeLinear: 1,
  Where: 1,
  GatherBlockQuantized: 2,
  MatMulIntegerToFloat: 2,
  EmbedLayerNormalization: 2,
};

/** The element type of a tensor by the tensors that it is made of; undefined where the graph does not tell. */
export function elementType(index: GraphIndex, tensor: string): number | undefined {
  let name: string | undefined = tensor;
  // A loop, since a tensor behind many layers has thousands of ancestors.
  while (name !== undefined) {
    const weight = index.initializers.get(name);
    if (weight) return weight.dataType;
    const node: Node | undefined = producerOf(index, name);
    if (!node) return index.graph.input.find((input) => input.name === name)?.type?.tensorType?.elemType;
    if (node.opType === 'Constant') return attributeOf(node, 'value')?.t?.dataType ?? dataTypes.float;
    const to = node.opType === 'Cast' ? attributeOf(node, 'to')?.i : undefined;
    if (to !== undefined) return int(to);
    name = node.input[typeInput[node.opType ?? ''] ?? 0];
  }
  return undefined;
}
