import { attributeTypes, type Graph, type Node } from './onnx-model';

/** The name of graphs that Langscope built itself from a GGUF file; of others it changes no arithmetic. */
export const importedGraph = 'langscope-imported';

const attribute = 'accuracy_level';

/** The graph with all products of quantized weights (MatMulNBits) at an accuracy level. */
export function withAccuracyLevel(graph: Graph, level: number): Graph {
  const node = graph.node.map((each): Node => {
    if (each.opType !== 'MatMulNBits') return each;
    const others = (each.attribute ?? []).filter(({ name }) => name !== attribute);
    return { ...each, attribute: [...others, { name: attribute, type: attributeTypes.int, i: level }] };
  });
  return { ...graph, node };
}

/**
 * The graph for reading few tokens at a time, as in generating: products of quantized weights round their inputs to
 * eight bits, as llama.cpp does. Measured on SmolLM2 with four-bit weights, one thread: one row 17 ms for 23 in
 * floating-point numbers; 64 rows 162 ms for 137, so that windows are read with those. Undefined for graphs that would
 * be the same, and for those that somebody else exported, who chose how it counts.
 */
export function fewRowsGraph(graph: Graph): Graph | undefined {
  if (graph.name !== importedGraph) return undefined;
  const level = ({ attribute: all }: Node): unknown => all?.find(({ name }) => name === attribute)?.i;
  const exact = graph.node.some((node) => node.opType === 'MatMulNBits' && Number(level(node)) === 1);
  return exact ? withAccuracyLevel(graph, 4) : undefined;
}
