import type { AttentionFlow } from './attention-flow';
import type { AttentionSite } from './find-attention';
import { linearType } from '../find-projection';
import { readsOf, type GraphIndex } from '../graph-index';
import type { Node } from '../onnx-model';

/** Where the text enters an attention. */
export interface AttentionEntry {
  readonly tensor: string;
  /** TensorProto.DataType of the tensor. */
  readonly type: number;
}

/** Operators that hold a weight matrix; Attention of com.microsoft is one. */
const linear = new Set([
  ...['MatMul', 'Gemm', 'FusedMatMul', 'FusedGemm', 'MatMulNBits', 'MatMulBnb4', 'Attention', 'Conv'],
  ...['MatMulInteger', 'MatMulIntegerToFloat', 'DynamicQuantizeMatMul', 'QLinearMatMul'],
]);

/** Places that are compared; the first lie nearest to the attention. */
const mostPlaces = 4;
/** More weight matrices than a layer takes for its queries and keys: then the layers before it are computed too. */
const mostMatrices = 6;

function isLinear(node: Node, { constants }: GraphIndex): boolean {
  return linear.has(node.opType ?? '') && node.input.some((name) => constants.has(name));
}

/** How many weight matrices are multiplied with to make `tensor`, where `given` is there already. */
function matricesFor(index: GraphIndex, tensor: string, given: string): number {
  const seen = new Set([given]);
  const open = [tensor];
  let matrices = 0;
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || index.constants.has(name)) continue;
    seen.add(name);
    const node = index.graph.node[index.producer.get(name) ?? -1];
    if (!node) continue;
    if (isLinear(node, index)) matrices++;
    open.push(...readsOf(node));
  }
  return matrices;
}

/**
 * The tensor through which all of the text reaches an attention: the rows that its queries and keys (and values) are
 * projected from, [1, tokens, width] or [tokens, width]; of cross-attention those of its queries. Given it, and the
 * cache, the weights are made by a few nodes.
 * `index`: of the tapped graph; `weights`: the tensor that the site gives. Undefined where there is no such place.
 */
export function findEntry(
  index: GraphIndex,
  flow: AttentionFlow,
  site: AttentionSite,
  weights: string,
): AttentionEntry | undefined {
  const { graph, producer } = index;
  const made = (name: string): boolean => flow.own.has(name) && producer.has(name);
  const start = graph.node[site.at]!;
  const frontier = new Set(start.input.slice(0, 2).filter(made));
  const places: string[] = [];
  let passed = isLinear(start, index) ? start : undefined;
  while (frontier.size > 0 && places.length < mostPlaces) {
    if (passed && frontier.size === 1) places.push(...frontier);
    const at = Math.max(...[...frontier].map((name) => producer.get(name)!));
    const node = graph.node[at]!;
    for (const name of node.output) frontier.delete(name);
    for (const name of readsOf(node).filter(made)) frontier.add(name);
    if (isLinear(node, index)) passed ??= node;
  }
  const costs = places.map((place) => matricesFor(index, weights, place));
  const least = Math.min(...costs);
  const tensor = least <= mostMatrices ? places[costs.indexOf(least)] : undefined;
  return tensor !== undefined && passed ? { tensor, type: linearType(index, passed) } : undefined;
}
