import { elementType } from './element-type';
import { readsOf, type GraphIndex } from './graph-index';
import { dataTypes, type Node } from './onnx-model';

/** Where a language model's graph ends and its vocabulary projection begins. */
export interface Projection {
  /** The tensor that the projection reads, [1, tokens, hidden]. */
  readonly hidden: string;
  /** TensorProto.DataType of `hidden`. */
  readonly type: number;
}

/**
 * Linear operators, and which of their inputs is a weight (or its scale) in the element type of the activations.
 * DynamicQuantizeLinear in front of the whole-number ones takes float32 only.
 */
const linear: Readonly<Record<string, { readonly typed: number } | 'float'>> = {
  MatMul: { typed: 1 },
  Gemm: { typed: 1 },
  FusedMatMul: { typed: 1 },
  FusedGemm: { typed: 1 },
  MatMulNBits: { typed: 2 },
  MatMulBnb4: 'float',
  MatMulInteger: 'float',
  MatMulIntegerToFloat: 'float',
  DynamicQuantizeMatMul: 'float',
  QLinearMatMul: 'float',
};

/** What may stand around the linear operator: scale, bias, soft cap, quantization and changes of shape. */
const around = new Set([
  ...['Cast', 'Add', 'Sub', 'Mul', 'Div', 'Tanh', 'Clip', 'Identity'],
  ...['Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten'],
  ...['QuantizeLinear', 'DequantizeLinear', 'DynamicQuantizeLinear'],
]);

/** What may compute the shape that a Reshape is given. Anywhere else these would pick or mix positions. */
const inShapes = new Set(['Shape', 'Slice', 'Gather', 'Concat', 'Cast', 'Unsqueeze', 'Squeeze', 'Mul', 'Add', 'Div']);

/** More steps than any projection takes; beyond it the search has left the projection. */
const longest = 40;

/** The element type that a linear operator takes, by its weight. */
export function linearType(index: GraphIndex, node: Node): number {
  const kind = linear[node.opType ?? ''];
  if (kind === undefined || kind === 'float') return dataTypes.float;
  return elementType(index, node.input[kind.typed] ?? '') ?? dataTypes.float;
}

function isLinear(index: GraphIndex, node: Node): boolean {
  return (node.opType ?? '') in linear && node.input.some((name) => index.constants.has(name));
}

/**
 * Walks back from the logits, always through the node that comes last, until a single tensor is left that everything
 * goes through, a linear operator lying behind. Undefined where the way leads through anything else.
 */
export function findProjection(index: GraphIndex, logits: string): Projection | undefined {
  const frontier = new Set([logits]);
  const shapes = new Set<string>();
  let passed: Node | undefined;
  for (let step = 0; step < longest; step++) {
    if (passed && frontier.size === 1) {
      const [hidden] = frontier;
      return { hidden: hidden!, type: linearType(index, passed) };
    }
    const at = Math.max(...[...frontier].map((name) => index.producer.get(name) ?? -1));
    const node = index.graph.node[at];
    if (!node) return undefined;
    const isShape = node.output.some((name) => shapes.has(name));
    const matrix = !isShape && isLinear(index, node);
    if (!matrix && !(isShape ? inShapes : around).has(node.opType ?? '')) return undefined;
    if (matrix) passed = node;
    for (const name of node.output) frontier.delete(name);
    for (const name of readsOf(node).filter((read) => !index.constants.has(read))) {
      frontier.add(name);
      if ((isShape && node.opType !== 'Shape') || (node.opType === 'Reshape' && name === node.input[1]))
        shapes.add(name);
    }
  }
  return undefined;
}
