import { attributeOf, producerOf, type GraphIndex } from './graph-index';
import { dataTypes, int } from './onnx-model';

/** Which input of an operator has the type of its output, where that is not the first. */
const typeInput: Readonly<Record<string, number>> = { DequantizeLinear: 1 };

/** The element type of a tensor that depends on weights alone; undefined where the graph does not tell. */
export function constantType(index: GraphIndex, tensor: string): number | undefined {
  const weight = index.initializers.get(tensor);
  if (weight) return weight.dataType;
  const node = producerOf(index, tensor);
  if (!node) return undefined;
  if (node.opType === 'Constant') return attributeOf(node, 'value')?.t?.dataType ?? dataTypes.float;
  const to = node.opType === 'Cast' ? attributeOf(node, 'to')?.i : undefined;
  if (to !== undefined) return int(to);
  const input = node.input[typeInput[node.opType ?? ''] ?? 0];
  return input === undefined ? undefined : constantType(index, input);
}
