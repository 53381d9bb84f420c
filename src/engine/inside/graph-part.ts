import { readsOf } from '../graph/graph-index';
import type { Graph, OnnxModel, ValueInfo } from '../graph/onnx-model';
import { subgraph } from '../graph/subgraph';

/** A part of a graph that is read piece by piece, and which arrays of the cache it takes. */
export interface GraphPart {
  readonly model: OnnxModel;
  /** Cache inputs whose numbers it needs, and carries; and those of which it needs the length alone. */
  readonly carried: readonly string[];
  readonly lengths: readonly string[];
}

/** Whether all that is done with a tensor is to look at its shape. */
function isLengthOnly(graph: Graph, name: string): boolean {
  return graph.node.every((node) => node.opType === 'Shape' || !readsOf(node).includes(name));
}

/**
 * The part of a model's graph that makes `outputs` out of the graph's inputs and `given`, with what it needs of the
 * cache. `cache`: cache inputs of the graph, and the outputs that belong to them.
 */
export function graphPart(
  model: OnnxModel,
  graph: Graph,
  given: readonly ValueInfo[],
  outputs: readonly ValueInfo[],
  cache: ReadonlyMap<string, string>,
): GraphPart {
  const isCache = ({ name = '' }: ValueInfo): boolean => cache.has(name);
  const inputs = [...model.graph.input, ...given];
  const cut = (carried: readonly string[]): Graph => {
    const kept = model.graph.output.filter(({ name }) => carried.some((input) => cache.get(input) === name));
    return subgraph(graph, inputs, [...outputs, ...kept]);
  };
  // What is carried must be given on, which may read more of the cache.
  for (let [part, carried]: readonly [Graph, readonly string[]] = [cut([]), []]; ;) {
    const used = new Set(part.node.flatMap(readsOf));
    const read = [...cache.keys()].filter((input) => used.has(input));
    const next = read.filter((input) => !isLengthOnly(part, input));
    if (next.length === carried.length) {
      const input = part.input.filter((info) => !isCache(info) || used.has(info.name ?? ''));
      const lengths = read.filter((name) => !carried.includes(name));
      return { model: { ...model, graph: { ...part, input } }, carried, lengths };
    }
    [part, carried] = [cut(next), next];
  }
}
