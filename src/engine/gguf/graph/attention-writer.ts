import type { ModelShape, Rotation } from '../architecture/model-shape';
import type { LinearWriter } from './linear';
import type { ModelTensors } from './model-tensors';
import type { NodeWriter } from './node-writer';
import { angleTable } from './rotation-tables';
import { sameKind, type WeightPlan } from './weight-plan';

/** What the layers of a graph are written with. */
export interface LayerTools {
  readonly shape: ModelShape;
  readonly tensors: ModelTensors;
  readonly plan: WeightPlan;
  readonly writer: NodeWriter;
  readonly linear: LinearWriter;
  /** See `rope_freqs.weight`: by which each pair of numbers turns slower. */
  readonly slower: readonly number[] | undefined;
}

/** Inputs that all attention nodes share: how many tokens count (int32 [1], less one), and how many there are. */
export interface Lengths {
  readonly last: string;
  readonly total: string;
}

/** Names of the cache, as exports of Hugging Face have them. */
export const cacheNames = {
  past: (layer: number, part: 'key' | 'value'): string => `past_key_values.${layer}.${part}`,
  present: (layer: number, part: 'key' | 'value'): string => `present.${layer}.${part}`,
} as const;

/** The tables of a rotation, made once for all layers that have it: cosines and sines, [context, rotated / 2]. */
function tables({ shape, plan, slower }: LayerTools, rotation: Rotation): readonly [string, string] {
  const name = `rotation.${rotation.base}.${rotation.factor}`;
  const names = [`${name}.cos`, `${name}.sin`] as const;
  if (plan.initializers.some((tensor) => tensor.name === names[0])) return names;
  const dims = [shape.context, shape.rotated / 2];
  plan.compute(names[0], dims, angleTable(rotation, shape.rotated, slower, Math.cos));
  plan.compute(names[1], dims, angleTable(rotation, shape.rotated, slower, Math.sin));
  return names;
}

/** Normalises each head of [1, tokens, heads * size] by itself. */
function normaliseHeads(tools: LayerTools, input: string, heads: number, weight: string): string {
  const { shape, tensors, plan, writer } = tools;
  const { headSize, epsilon } = shape;
  const split = writer.add('Reshape', [input, writer.ints([0, 0, heads, headSize])], `${input}.heads`);
  const scale = plan.vector(tensors.take(weight, [headSize]));
  const normal = writer.add('SimplifiedLayerNormalization', [split, scale], `${input}.normal_heads`, {
    axis: -1,
    epsilon: { float: epsilon },
  });
  return writer.add('Reshape', [normal, writer.ints([0, 0, heads * headSize])], `${input}.normal`);
}

/** Queries, keys and values of a layer: as one product where their weights can lie in one matrix, which is faster. */
function project(tools: LayerTools, block: string, input: string): readonly [string, string, string] {
  const { shape, tensors, plan, linear } = tools;
  const { width, headSize, heads, keyHeads, architecture } = shape;
  const parts = [
    { part: 'q', rows: heads * headSize },
    { part: 'k', rows: keyHeads * headSize },
    { part: 'v', rows: keyHeads * headSize },
  ].map(({ part, rows }) => ({
    name: `${block}.attn_${part}`,
    rows,
    matrix: tensors.take(`${block}.attn_${part}.weight`, [rows, width]),
    bias: tensors.takeIfThere(`${block}.attn_${part}.bias`, [rows]),
  }));
  const biases = parts.flatMap(({ bias }) => (bias ? [bias] : []));
  const together =
    !architecture.normalisesHeads &&
    parts.every(({ matrix }) => sameKind(parts[0]!.matrix, matrix)) &&
    (biases.length === 0 || biases.length === parts.length);
  if (together) {
    const name = `${block}.attn_qkv`;
    const matrix = plan.matrix(
      name,
      parts.map((part) => part.matrix),
    );
    const bias = biases.length > 0 ? plan.vectors(`${name}.bias`, biases) : undefined;
    return [linear.apply(input, matrix, `${name}.out`, bias), '', ''];
  }
  const [query, key, value] = parts.map(({ name, matrix, bias }) =>
    linear.apply(input, plan.matrix(name, [matrix]), `${name}.out`, bias && plan.vector(bias)),
  );
  if (!architecture.normalisesHeads) return [query!, key!, value!];
  return [
    normaliseHeads(tools, query!, heads, `${block}.attn_q_norm.weight`),
    normaliseHeads(tools, key!, keyHeads, `${block}.attn_k_norm.weight`),
    value!,
  ];
}

/** The attention of a layer: [1, tokens, width], normalised -> [1, tokens, width]. */
export function writeAttention(tools: LayerTools, layer: number, input: string, { last, total }: Lengths): string {
  const { shape, tensors, plan, writer, linear } = tools;
  const block = `blk.${layer}`;
  const window = shape.window(layer);
  const [query, key, value] = project(tools, block, input);
  const [cos, sin] = tables(tools, window === undefined ? shape.rotation : shape.windowRotation);
  const pasts = [cacheNames.past(layer, 'key'), cacheNames.past(layer, 'value')];
  const presents = [cacheNames.present(layer, 'key'), cacheNames.present(layer, 'value')];
  const seen = `${block}.attn.out`;
  writer.addMany('GroupQueryAttention', [query, key, value, ...pasts, last, total, cos, sin], [seen, ...presents], {
    num_heads: shape.heads,
    kv_num_heads: shape.keyHeads,
    do_rotary: 1,
    rotary_interleaved: shape.architecture.rotates === 'neighbours' ? 1 : 0,
    local_window_size: window ?? -1,
    scale: { float: shape.scoreScale },
    softcap: { float: shape.scoreCap },
  });
  const weight = tensors.take(`${block}.attn_output.weight`, [shape.width, shape.heads * shape.headSize]);
  const bias = tensors.takeIfThere(`${block}.attn_output.bias`, [shape.width]);
  return linear.apply(
    seen,
    plan.matrix(`${block}.attn_output`, [weight]),
    `${block}.attn_output.out`,
    bias && plan.vector(bias),
  );
}
