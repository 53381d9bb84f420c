import type { AttentionPattern } from './attention-site';
import { withFourthOutput, withInteger } from './group-query-attention';

/** Attention of opset 23 and later gives the weights after softmax itself: qk_matmul_output_mode = 3, fourth output. */
export const standardAttention: AttentionPattern = {
  operators: ['Attention'],
  domain: '',
  match(node, { flow }, name) {
    const weights = `${name}/softmax`;
    const replacement = {
      ...withInteger(node, 'qk_matmul_output_mode', 3),
      output: withFourthOutput(node.output, weights),
    };
    const cross = !flow.own.has(node.input[1] ?? '');
    return { kind: 'tap', tap: { replacement, nodes: [], initializers: [], weights }, cross };
  },
};
