import { indexGraph, readsOf } from './graph-index';
import type { Graph, ValueInfo } from './onnx-model';

/**
 * The part of a graph that makes `outputs` out of `inputs`: all other nodes and weights are left out. An input may
 * be a tensor from the middle of the graph; what makes it is then left out too.
 */
export function subgraph(graph: Graph, inputs: readonly ValueInfo[], outputs: readonly ValueInfo[]): Graph {
  const { producer, initializers } = indexGraph(graph);
  const given = new Set(inputs.map(({ name }) => name));
  const needed = new Set<string>();
  const nodes = new Set<number>();
  const open = outputs.map(({ name }) => name ?? '');
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name) || given.has(name)) continue;
    needed.add(name);
    const at = producer.get(name);
    if (at === undefined || nodes.has(at)) continue;
    nodes.add(at);
    open.push(...readsOf(graph.node[at]!));
  }
  return {
    ...graph,
    node: graph.node.filter((_node, at) => nodes.has(at)),
    initializer: [...initializers].filter(([name]) => needed.has(name)).map(([, tensor]) => tensor),
    input: inputs,
    output: outputs,
    // Shapes written down by the exporter may not hold for the part; onnxruntime infers them. Types alone do.
    valueInfo: (graph.valueInfo ?? []).filter(({ name, type }) => needed.has(name ?? '') && !type?.tensorType?.shape),
  };
}
