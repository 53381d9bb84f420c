import { int64Tensor, makeNode } from './make-node';
import { dataTypes, type Node, type TensorProto } from './onnx-model';

/** Names of the scoring head's inputs and outputs. */
export const headNames = {
  hidden: 'langscope.hidden',
  labels: 'langscope.labels',
  top: 'langscope.top',
  logprob: 'langscope.logprob',
  rank: 'langscope.rank',
  entropy: 'langscope.entropy',
  topIds: 'langscope.top_ids',
  topLogprob: 'langscope.top_logprob',
  width: 'langscope.width',
} as const;

const inner = (name: string): string => `langscope/${name}`;

/** Sum over the last axis, whose axes became an input with opset 13. */
function sum(opset: number, input: string, output: string): Node {
  return opset >= 13
    ? makeNode('ReduceSum', [input, inner('last')], [output], { keepdims: 0 })
    : makeNode('ReduceSum', [input], [output], { axes: [-1], keepdims: 0 });
}

/**
 * Nodes that score rows of logits ([..., vocabulary], any float type) against labels ([rows] int64): log-probability
 * of the label, how many tokens are more probable, entropy in nats, the `top` most probable tokens. All in float32.
 *
 * The rows go through memory few times, which is what this costs: once for the log-softmax, once for its exponential,
 * and the sum of p log p is a matrix product [rows, 1, v] x [rows, v, 1], which writes nothing back.
 */
export function scoreNodes(logits: string, opset: number): { readonly nodes: Node[]; readonly weights: TensorProto[] } {
  const n = headNames;
  const nodes = [
    makeNode('Cast', [logits], [inner('float')], { to: dataTypes.float }),
    makeNode('Flatten', [inner('float')], [inner('rows')], { axis: -1 }),
    makeNode('Shape', [inner('rows')], [inner('shape')]),
    makeNode('Gather', [inner('shape'), inner('one')], [n.width]),
    makeNode('LogSoftmax', [inner('rows')], [inner('logprobs')], { axis: -1 }),
    // Label: [rows] -> [rows, 1].
    makeNode('Reshape', [n.labels, inner('column')], [inner('label')]),
    makeNode('GatherElements', [inner('logprobs'), inner('label')], [inner('chosen')], { axis: 1 }),
    makeNode('Reshape', [inner('chosen'), inner('flat')], [n.logprob]),
    // Rank, by the logits themselves: rounding in the log-softmax would make ties.
    makeNode('GatherElements', [inner('rows'), inner('label')], [inner('label_logit')], { axis: 1 }),
    makeNode('Greater', [inner('rows'), inner('label_logit')], [inner('above')]),
    makeNode('Cast', [inner('above')], [inner('above_float')], { to: dataTypes.float }),
    sum(opset, inner('above_float'), inner('rank_float')),
    makeNode('Cast', [inner('rank_float')], [n.rank], { to: dataTypes.int32 }),
    // Entropy: -sum(p log p).
    makeNode('Exp', [inner('logprobs')], [inner('probabilities')]),
    makeNode('Reshape', [inner('logprobs'), inner('as_row')], [inner('p_row')]),
    makeNode('Reshape', [inner('probabilities'), inner('as_column')], [inner('p_column')]),
    makeNode('MatMul', [inner('p_row'), inner('p_column')], [inner('negative_entropy')]),
    makeNode('Neg', [inner('negative_entropy')], [inner('entropy_cube')]),
    makeNode('Reshape', [inner('entropy_cube'), inner('flat')], [n.entropy]),
    makeNode('TopK', [inner('logprobs'), n.top], [n.topLogprob, inner('top_long')], { axis: -1 }),
    makeNode('Cast', [inner('top_long')], [n.topIds], { to: dataTypes.int32 }),
  ];
  const weights = [
    int64Tensor(inner('last'), [-1]),
    int64Tensor(inner('one'), [1]),
    int64Tensor(inner('column'), [-1, 1]),
    int64Tensor(inner('flat'), [-1]),
    // 0 keeps the dimension: [rows, v] -> [rows, 1, v] and [rows, v, 1].
    int64Tensor(inner('as_row'), [0, 1, -1]),
    int64Tensor(inner('as_column'), [0, -1, 1]),
  ];
  return { nodes, weights };
}
