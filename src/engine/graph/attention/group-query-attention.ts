import type { AttentionPattern } from './attention-site';
import { attributeTypes, type Node } from '../onnx-model';

/** The node with an attribute set to a whole number. */
export function withInteger(node: Node, name: string, value: number): Node {
  const others = (node.attribute ?? []).filter((attribute) => attribute.name !== name);
  return { ...node, attribute: [...others, { name, type: attributeTypes.int, i: value }] };
}

/** The node's outputs with `name` as the fourth. */
export function withFourthOutput(output: readonly string[], name: string): readonly string[] {
  return [...Array.from({ length: 3 }, (_none, at) => output[at] ?? ''), name];
}

/**
 * GroupQueryAttention gives the weights after softmax itself: qk_output = 2, fourth output. They are asked of a node
 * beside the model's own, which otherwise would take another way (not flash attention), whose last digits differ.
 */
export const groupQueryAttention: AttentionPattern = {
  operators: ['GroupQueryAttention'],
  domain: 'com.microsoft',
  match(node, _context, name) {
    const weights = `${name}/softmax`;
    const unused = ['output', 'present_key', 'present_value'].map((part) => `${name}/${part}`);
    const output = withFourthOutput(unused, weights);
    const twin = { ...withInteger(node, 'qk_output', 2), name: `${name}/attention`, output };
    return { kind: 'tap', tap: { nodes: [twin], initializers: [], weights }, cross: false };
  },
};
