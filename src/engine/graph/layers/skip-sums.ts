import { attributeOf } from '../graph-index';
import type { Graph, Node } from '../onnx-model';

/**
 * The fused operators that add the residual stream and a layer's output and normalise the sum, and the operator that
 * only normalises. Inputs: stream, layer's output, weight, then bias of the normalisation (LayerNormalization alone)
 * and a bias that belongs to the sum. Fourth output: the sum.
 */
const fused: Readonly<Record<string, { readonly norm: string; readonly weights: number }>> = {
  SkipLayerNormalization: { norm: 'LayerNormalization', weights: 2 },
  SkipSimplifiedLayerNormalization: { norm: 'SimplifiedLayerNormalization', weights: 1 },
};

/** Index of the fused operators' optional output. */
const sumOutput = 3;

function sumName(node: Node): string {
  const own = node.output[sumOutput] ?? '';
  return own === '' ? `langscope/${node.output[0] ?? ''}/sum` : own;
}

function isFused({ opType }: Node): boolean {
  return (opType ?? '') in fused;
}

/** Gives every fused operator its optional output, the sum before the normalisation. */
export function nameSums(graph: Graph): Graph {
  const node = graph.node.map((each) => {
    if (!isFused(each)) return each;
    const [normal = '', mean = '', deviation = ''] = each.output;
    return { ...each, output: [normal, mean, deviation, sumName(each)] };
  });
  return { ...graph, node };
}

function parts(node: Node): readonly Node[] {
  const { norm, weights } = fused[node.opType ?? '']!;
  const [stream = '', output = '', ...more] = node.input;
  const bias = more[weights] ?? '';
  const sum = sumName(node);
  const whole = bias === '' ? output : `${sum}/biased`;
  const epsilon = attributeOf(node, 'epsilon');
  return [
    ...(bias === '' ? [] : [{ opType: 'Add', name: whole, input: [output, bias], output: [whole] }]),
    { opType: 'Add', name: sum, input: [stream, whole], output: [sum] },
    {
      opType: norm,
      name: `${sum}/norm`,
      input: [sum, ...more.slice(0, weights).filter((name) => name !== '')],
      output: [node.output[0] ?? ''],
      attribute: epsilon ? [epsilon] : [],
    },
  ];
}

/** The same graph with every fused operator as an addition and a normalisation; sums are named as in `nameSums`. */
export function unfuseSums(graph: Graph): Graph {
  return { ...graph, node: graph.node.flatMap((node) => (isFused(node) ? parts(node) : [node])) };
}
