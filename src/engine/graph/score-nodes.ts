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
  logits: 'langscope.logits',
} as const;

/** The name of a tensor between the scoring nodes. */
export const inner = (name: string): string => `langscope/${name}`;

/** Sum over the last axis, whose axes became an input with opset 13. */
export function sum(opset: number, input: string, output: string): Node {
  return opset >= 13
    ? makeNode('ReduceSum', [input, inner('last')], [output], { keepdims: 0 })
    : makeNode('ReduceSum', [input], [output], { axes: [-1], keepdims: 0 });
}

/**
 * Nodes that score rows of logits ([..., vocabulary], any float type) against labels ([rows] int64): log-probability
 * of the label, how many tokens are more probable, entropy in nats, the `top` most probable tokens. All in float32.
 *
 * What this costs is how often the rows go through memory. Measured over 64 rows of 49,152 on one thread, ms:
 * log-softmax 1.5, top-k 1.5, exponential 0.9, product 1.3, two sums 0.9, comparison and cast 1.1; the projection of a
 * model of 576 columns takes 30. (The sum of p log p as a matrix product of rows and columns took 5.)
 */
export function scoreNodes(logits: string, opset: number): { readonly nodes: Node[]; readonly weights: TensorProto[] } {
  const n = headNames;
  const nodes = [
    makeNode('Cast', [logits], [inner('float')], { to: dataTypes.float }),
    makeNode('Flatten', [inner('float')], [n.logits], { axis: -1 }),
    makeNode('Shape', [n.logits], [inner('shape')]),
    makeNode('Gather', [inner('shape'), inner('one')], [n.width]),
    makeNode('LogSoftmax', [n.logits], [inner('logprobs')], { axis: -1 }),
    // Label: [rows] -> [rows, 1].
    makeNode('Reshape', [n.labels, inner('column')], [inner('label')]),
    makeNode('GatherElements', [inner('logprobs'), inner('label')], [inner('chosen')], { axis: 1 }),
    makeNode('Reshape', [inner('chosen'), inner('flat')], [n.logprob]),
    // Rank, by the logits themselves: rounding in the log-softmax would make ties.
    makeNode('GatherElements', [n.logits, inner('label')], [inner('label_logit')], { axis: 1 }),
    makeNode('Greater', [n.logits, inner('label_logit')], [inner('above')]),
    makeNode('Cast', [inner('above')], [inner('above_float')], { to: dataTypes.float }),
    sum(opset, inner('above_float'), inner('rank_float')),
    makeNode('Cast', [inner('rank_float')], [n.rank], { to: dataTypes.int32 }),
    // Entropy: -sum(p log p).
    makeNode('Exp', [inner('logprobs')], [inner('probabilities')]),
    makeNode('Mul', [inner('probabilities'), inner('logprobs')], [inner('p_log_p')]),
    sum(opset, inner('p_log_p'), inner('negative_entropy')),
    makeNode('Neg', [inner('negative_entropy')], [n.entropy]),
    // By the logits for the same reason.
    makeNode('TopK', [n.logits, n.top], [inner('top_logits'), inner('top_long')], { axis: -1 }),
    makeNode('GatherElements', [inner('logprobs'), inner('top_long')], [n.topLogprob], { axis: 1 }),
    makeNode('Cast', [inner('top_long')], [n.topIds], { to: dataTypes.int32 }),
  ];
  const weights = [
    int64Tensor(inner('last'), [-1]),
    int64Tensor(inner('one'), [1]),
    int64Tensor(inner('column'), [-1, 1]),
    int64Tensor(inner('flat'), [-1]),
  ];
  return { nodes, weights };
}
