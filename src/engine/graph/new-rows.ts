import { makeNode, tensorInfo, int64Tensor } from './make-node';
import { dataTypes, type Graph } from './onnx-model';

/** Inputs [1] int64 that say which rows of a cache are new, and the outputs that hold those alone. */
export const newRowNames = {
  from: 'langscope.new_from',
  to: 'langscope.new_to',
  rows: (output: string): string => `langscope.new.${output}`,
} as const;

/** A cache output and the axis along which it grows. */
export interface GrowingOutput {
  readonly output: string;
  readonly axis: number;
  readonly elementType: number;
}

/**
 * Adds for each cache output one that holds rows [from, to) of it alone: onnxruntime-node copies every output into a
 * fresh array, and with a long text nearly all of a cache is what was there before.
 */
export function withNewRows(graph: Graph, outputs: readonly GrowingOutput[]): Graph {
  const axes = [...new Set(outputs.map(({ axis }) => axis))];
  const axisName = (axis: number): string => `langscope/new_axis_${axis}`;
  const { from, to, rows } = newRowNames;
  return {
    ...graph,
    node: [
      ...graph.node,
      ...outputs.map(({ output, axis }) => makeNode('Slice', [output, from, to, axisName(axis)], [rows(output)])),
    ],
    initializer: [...graph.initializer, ...axes.map((axis) => int64Tensor(axisName(axis), [axis]))],
    input: [...graph.input, tensorInfo(from, dataTypes.int64, [1]), tensorInfo(to, dataTypes.int64, [1])],
    output: [...graph.output, ...outputs.map(({ output, elementType }) => tensorInfo(rows(output), elementType))],
  };
}
