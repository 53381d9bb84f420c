import type { AttentionContext, AttentionMatch, AttentionPattern } from './attention-site';
import { attributeOf, producerOf } from '../graph-index';
import { int, type Node } from '../onnx-model';

/** Operators that multiply matrices; of two activations each, they are the products of attention. */
const products = new Set([
  ...['MatMul', 'FusedMatMul', 'TransposeMatMul', 'Einsum', 'Gemm'],
  ...['MatMulInteger', 'MatMulIntegerToFloat', 'DynamicQuantizeMatMul', 'QLinearMatMul'],
]);

/** What may stand between the first product and the softmax: scale, mask, bias, soft cap, changes of type and shape. */
const beforeSoftmax = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Where', 'Cast', 'Identity', 'Reshape', 'Unsqueeze', 'Squeeze', 'Expand'],
  ...['Max', 'Min', 'Clip', 'Tanh', 'Dropout', 'DequantizeLinear', 'QuantizeLinear'],
]);

/** What may stand between the softmax and the second product: guard, dropout, mask, changes of type and shape. */
const behindSoftmax = new Set([
  ...['Where', 'IsNaN', 'Mul', 'Cast', 'Identity', 'Reshape', 'Unsqueeze', 'Squeeze', 'Dropout', 'Transpose', 'Slice'],
  ...['DynamicQuantizeLinear', 'QuantizeLinear', 'DequantizeLinear'],
]);

/** More steps than any export puts between the softmax and a product. */
const longest = 12;

const isProduct = (node: Node): boolean => products.has(node.opType ?? '');

/** The product of queries and keys behind a softmax's input: the nearest of two activations, through what may be between. */
function scoresOf(softmax: Node, { index, flow }: AttentionContext): Node | undefined {
  const moving = (name: string): boolean => flow.own.has(name) || flow.given.has(name);
  let front = [softmax.input[0] ?? ''];
  for (let step = 0; step < longest && front.length > 0; step++) {
    const next: string[] = [];
    for (const name of front) {
      const node = producerOf(index, name);
      if (!node) continue;
      const moved = node.input.filter(moving);
      if (isProduct(node) && moved.length >= 2) return node;
      if (beforeSoftmax.has(node.opType ?? '')) next.push(...moved);
    }
    front = next;
  }
  return undefined;
}

/** Whether the softmax's output is multiplied with another activation, the values. */
function weighsValues(softmax: Node, { flow, readers }: AttentionContext): boolean {
  let front = [softmax.output[0] ?? ''];
  for (let step = 0; step < longest && front.length > 0; step++) {
    const next: string[] = [];
    for (const name of front) {
      for (const node of readers.get(name) ?? []) {
        const others = node.input.filter((other) => other !== name && (flow.own.has(other) || flow.given.has(other)));
        if (isProduct(node) && others.length > 0) return true;
        if (behindSoftmax.has(node.opType ?? '')) next.push(...node.output);
      }
    }
    front = next;
  }
  return false;
}

/** Softmax over the last axis; before opset 13 the default was another one. */
function isOverKeys(node: Node, opset: number): boolean {
  const axis = attributeOf(node, 'axis')?.i;
  return axis === undefined ? opset >= 13 : [-1, 2, 3, 4].includes(int(axis));
}

/**
 * Softmax between two products of activations, as PyTorch's eager attention is exported. A softmax over the vocabulary
 * or over experts has a product with a weight on at least one side.
 */
export const softmaxAttention: AttentionPattern = {
  operators: ['Softmax'],
  domain: '',
  match(node, context): AttentionMatch | undefined {
    if (!isOverKeys(node, context.opset)) return undefined;
    const scores = scoresOf(node, context);
    if (!scores || !weighsValues(node, context)) return undefined;
    const keys = scores.input[1] ?? '';
    return {
      kind: 'tap',
      tap: { nodes: [], initializers: [], weights: node.output[0] ?? '' },
      cross: !context.flow.own.has(keys),
    };
  },
};
