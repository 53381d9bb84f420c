import { readsOf } from './graph-index';
import type { Graph } from './onnx-model';

/**
 * The graph with every node behind those whose outputs it reads, as ONNX asks for and everything here relies on. Some
 * converters (float16) write files in which a few are not, which onnxruntime takes too. Otherwise the order stays.
 */
export function sortNodes(graph: Graph): Graph {
  const maker = new Map(graph.node.flatMap(({ output }, at) => output.map((name) => [name, at] as const)));
  const before = (at: number): readonly number[] =>
    readsOf(graph.node[at]!).flatMap((name) => {
      const made = maker.get(name);
      return made === undefined || made === at ? [] : [made];
    });
  if (graph.node.every((_node, at) => before(at).every((made) => made < at))) return graph;
  const order: number[] = [];
  const placed = new Set<number>();
  for (const start of graph.node.keys()) {
    // A stack of its own, since a chain of nodes is as long as the model is deep.
    const open = [start];
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      const missing = placed.has(at) ? [] : before(at).filter((made) => !placed.has(made));
      if (missing.length > 0 && open.length <= graph.node.length) {
        open.push(missing[0]!);
        continue;
      }
      open.pop();
      if (!placed.has(at)) order.push(at);
      placed.add(at);
    }
  }
  return { ...graph, node: order.map((at) => graph.node[at]!) };
}
