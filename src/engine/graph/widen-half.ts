import { makeNode } from './make-node';
import { dataTypes, type Graph, type ValueInfo } from './onnx-model';

/** The name under which JavaScript sees a half-precision array as float32. */
export function widened(name: string): string {
  return `langscope.${name}`;
}

function asFloat(info: ValueInfo): ValueInfo {
  const tensorType = { ...info.type?.tensorType, elemType: dataTypes.float };
  return { name: widened(info.name ?? ''), type: { tensorType } };
}

/**
 * Casts the named half-precision inputs and outputs at the border of the graph, so that JavaScript gets and gives
 * float32 under `widened` names. Where the runtime knows Float16Array (Node 24), onnxruntime-node cannot take its
 * own half-precision outputs as inputs again.
 */
export function widenHalf(graph: Graph, inputs: ReadonlySet<string>, outputs: ReadonlySet<string>): Graph {
  if (inputs.size + outputs.size === 0) return graph;
  const { float, float16 } = dataTypes;
  return {
    ...graph,
    node: [
      ...[...inputs].map((name) => makeNode('Cast', [widened(name)], [name], { to: float16 })),
      ...graph.node,
      ...[...outputs].map((name) => makeNode('Cast', [name], [widened(name)], { to: float })),
    ],
    input: graph.input.map((info) => (inputs.has(info.name ?? '') ? asFloat(info) : info)),
    output: graph.output.map((info) => (outputs.has(info.name ?? '') ? asFloat(info) : info)),
  };
}
