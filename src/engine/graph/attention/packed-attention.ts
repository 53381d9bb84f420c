import type { AttentionPattern } from './attention-site';
import { attributeOf } from '../graph-index';
import { int64Tensor, makeNode } from '../make-node';
import { multiHeadTap } from './multi-head-attention';
import { int, type Node } from '../onnx-model';

/** Attributes that MultiHeadAttention shares. */
const shared = new Set(['num_heads', 'scale', 'mask_filter_value', 'unidirectional']);

/** Widths of query, key and value in the joined projection; undefined where the weight's shape is not known. */
function widths(node: Node, dims: readonly number[] | undefined): readonly number[] | undefined {
  const own = attributeOf(node, 'qkv_hidden_sizes')?.ints?.map(int);
  if (own && own.length === 3) return own;
  const all = dims?.at(-1);
  return all === undefined ? undefined : [all / 3, all / 3, all / 3];
}

/**
 * com.microsoft Attention projects, splits and attends in one node and shows nothing of it. What it does is done again
 * beside it: the projection, the split, and a MultiHeadAttention whose scores can be seen.
 */
export const packedAttention: AttentionPattern = {
  operators: ['Attention'],
  domain: 'com.microsoft',
  match(node, { index }, name) {
    const [input = '', weight = '', bias = '', mask = '', past = '', added = ''] = node.input;
    const missing = (reason: string) => ({ kind: 'missing', reason, cross: false }) as const;
    const rotary = attributeOf(node, 'do_rotary')?.i;
    if (rotary !== undefined && int(rotary) !== 0) {
      return missing(
        'the operator turns queries and keys by their positions inside; export the model with GroupQueryAttention',
      );
    }
    const sizes = widths(node, index.initializers.get(weight)?.dims?.map(int));
    if (!sizes)
      return missing('the shape of the projection is not known; export the model with its weights as initializers');
    const part = (suffix: string): string => `${name}/${suffix}`;
    const projected = part(bias === '' ? 'qkv' : 'projected');
    const qkv = ['query', 'key', 'value'].map(part);
    const nodes = [
      makeNode('MatMul', [input, weight], [projected]),
      ...(bias === '' ? [] : [makeNode('Add', [projected, bias], [part('qkv')])]),
      makeNode('Split', [part('qkv'), part('sizes')], qkv, { axis: -1 }),
    ];
    const initializers = [int64Tensor(part('sizes'), sizes)];
    const pasts = past === '' ? ['', ''] : [part('past_key'), part('past_value')];
    if (past !== '') {
      // [2, 1, heads, past, width]: keys, then values.
      [0, 1].forEach((at) => {
        initializers.push(int64Tensor(part(`at_${at}`), [at], []));
        nodes.push(makeNode('Gather', [past, part(`at_${at}`)], [pasts[at]!], { axis: 0 }));
      });
    }
    const attributes = (node.attribute ?? []).filter((attribute) => shared.has(attribute.name ?? ''));
    const tap = multiHeadTap([...qkv, '', mask, added, ...pasts], attributes, name);
    return {
      kind: 'tap',
      tap: { ...tap, nodes: [...nodes, ...tap.nodes], initializers },
      cross: false,
    };
  },
};
