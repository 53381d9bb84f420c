import { makeNode } from '../make-node';
import { dataTypes, type Node, type TensorProto } from '../onnx-model';
import { inner, sum } from '../score-nodes';

/** Inputs and outputs that the lens head has besides those of the scoring head. */
export const lensNames = {
  /** [rows] int64: which row holds the last depth of the same token. */
  finals: 'langscope.finals',
  /** [rows] nats, KL(final || row). */
  divergence: 'langscope.divergence',
} as const;

/** The tensor that gives the residual stream at a depth, float32 [1, tokens, width]. */
export function depthName(depth: number): string {
  return `langscope.depth.${depth}`;
}

/**
 * Nodes behind `scoreNodes` that compare each row's distribution with that of its final row: KL(final || row), in
 * nats, never negative. A token of probability 0 in the final distribution counts nothing, also where a model masks it
 * with minus infinity.
 */
export function divergenceNodes(opset: number): { readonly nodes: Node[]; readonly weights: TensorProto[] } {
  const nodes = [
    makeNode('Gather', [inner('logprobs'), lensNames.finals], [inner('final_logprobs')], { axis: 0 }),
    makeNode('Gather', [inner('probabilities'), lensNames.finals], [inner('final_probabilities')], { axis: 0 }),
    makeNode('Sub', [inner('final_logprobs'), inner('logprobs')], [inner('gap')]),
    makeNode('Mul', [inner('final_probabilities'), inner('gap')], [inner('raw_share')]),
    makeNode('Greater', [inner('final_probabilities'), inner('nothing')], [inner('possible')]),
    makeNode('Where', [inner('possible'), inner('raw_share'), inner('nothing')], [inner('share')]),
    sum(opset, inner('share'), inner('raw_divergence')),
    makeNode('Relu', [inner('raw_divergence')], [lensNames.divergence]),
  ];
  return { nodes, weights: [{ name: inner('nothing'), dims: [], dataType: dataTypes.float, floatData: [0] }] };
}
