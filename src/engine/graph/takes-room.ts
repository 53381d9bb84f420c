import { readsOf } from './graph-index';
import type { Graph } from './onnx-model';

/**
 * Whether a graph can be given caches with more rows than count, and writes its new rows into that room:
 * com.microsoft GroupQueryAttention does, being told by the mask how many count. Attention written out in nodes appends
 * to all that it is given.
 */
export function takesRoom(graph: Graph, caches: ReadonlySet<string>): boolean {
  // A cache in half precision is cast at the border of the graph.
  const names = new Set(caches);
  for (const { opType, input, output } of graph.node) {
    if (opType === 'Cast' && names.has(input[0]!)) names.add(output[0]!);
  }
  const readers = graph.node.filter((node) => node.opType !== 'Cast' && readsOf(node).some((name) => names.has(name)));
  return readers.length > 0 && readers.every(({ opType }) => opType === 'GroupQueryAttention');
}
