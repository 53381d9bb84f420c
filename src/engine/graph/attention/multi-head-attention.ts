import type { AttentionPattern, AttentionTap } from './attention-site';
import { withFourthOutput } from './group-query-attention';
import { makeNode, tensorInfo } from '../make-node';
import { dataTypes, type Attribute, type Node } from '../onnx-model';

/**
 * The weights of a MultiHeadAttention with these inputs. Its fourth output is the scores before softmax, with mask and
 * bias. They are asked of a node of its own: the model's own may take another way through the memory (flash attention),
 * whose last digits differ.
 */
export function multiHeadTap(input: readonly string[], attribute: readonly Attribute[], name: string): AttentionTap {
  const [scores, weights] = [`${name}/scores`, `${name}/softmax`];
  // With a past, onnxruntime joins it with the keys only where the present is asked for.
  const unused = ['output', 'present_key', 'present_value'].map((part) => `${name}/${part}`);
  const twin: Node = {
    opType: 'MultiHeadAttention',
    domain: 'com.microsoft',
    name: `${name}/attention`,
    input,
    output: withFourthOutput(unused, scores),
    attribute,
  };
  return {
    nodes: [twin, makeNode('Softmax', [scores], [weights], { axis: -1 })],
    initializers: [],
    // The scores have a type of their own; on the CPU it is this one.
    types: [tensorInfo(scores, dataTypes.float)],
    weights,
  };
}

export const multiHeadAttention: AttentionPattern = {
  operators: ['MultiHeadAttention'],
  domain: 'com.microsoft',
  match(node, { flow }, name) {
    const [query = '', key = ''] = node.input;
    const tap = multiHeadTap(node.input, node.attribute ?? [], name);
    // Without a key, the query holds all three.
    return { kind: 'tap', tap, cross: !flow.own.has(key === '' ? query : key) };
  },
};
