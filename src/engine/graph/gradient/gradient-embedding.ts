import { fail } from '../../../protocol';
import { elementType } from '../element-type';
import { embeddingTensors } from '../layers/embedding-tensors';
import { readsOf, type GraphIndex } from '../graph-index';
import { dataTypes, type Node } from '../onnx-model';

/** What turns looked-up codes and scales into numbers. */
const dequantizing = new Set([
  ...['Cast', 'Sub', 'Mul', 'DequantizeLinear'],
  ...['Unsqueeze', 'Squeeze', 'Reshape', 'Identity'],
]);

/**
 * The tensor with the embedding vector of each token, as the model computes with it: what is looked up, or, where the
 * table is quantized, what the codes and scales are turned into. Refuses (`unsupported`) a graph with none or several.
 */
export function embeddingOf(index: GraphIndex, ids: string): string {
  const looked = embeddingTensors(index, ids);
  const made = new Set(looked);
  const moves = (node: Node): boolean => {
    const read = readsOf(node).filter((name) => !index.constants.has(name));
    return dequantizing.has(node.opType ?? '') && read.length > 0 && read.every((name) => made.has(name));
  };
  const float = [...looked].every((tensor) => elementType(index, tensor) === dataTypes.float) && looked.size === 1;
  const inside = new Set(
    float
      ? []
      : index.graph.node.filter((node) => {
          const part = moves(node);
          if (part) for (const name of node.output) made.add(name);
          return part;
        }),
  );
  const used = index.graph.node.filter((node) => !inside.has(node)).flatMap(readsOf);
  const found = [...made].filter((tensor) => used.includes(tensor));
  if (found.length === 1) return found[0]!;
  throw fail(
    'unsupported',
    `The graph looks up ${found.length === 0 ? 'no' : 'several'} embeddings of its tokens, so that there is no gradient ` +
      'to them. Measure by leaving out or replacing tokens instead.',
  );
}
