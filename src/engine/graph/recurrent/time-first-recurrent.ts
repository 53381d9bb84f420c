import { attributeOf } from '../graph-index';
import { makeNode } from '../make-node';
import { int, type Graph, type Node } from '../onnx-model';

/** Orders of axes that turn the batch's axis into the second one, by input and output of the node, and back. */
const given: Readonly<Record<number, readonly number[]>> = { 0: [1, 0, 2], 5: [1, 0, 2], 6: [1, 0, 2] };
const made: Readonly<Record<number, readonly number[]>> = { 0: [2, 0, 1, 3], 1: [1, 0, 2], 2: [1, 0, 2] };

function isBatchFirst(node: Node): boolean {
  const layout = ['LSTM', 'GRU', 'RNN'].includes(node.opType ?? '') ? attributeOf(node, 'layout')?.i : undefined;
  return layout !== undefined && int(layout) === 1;
}

function timeFirst(node: Node, at: number): readonly Node[] {
  const moved = (side: string, index: number): string => `langscope/time_first/${at}/${side}/${index}`;
  const turns = (names: readonly string[], perms: typeof given): readonly number[] =>
    [...names.keys()].filter((index) => names[index] !== '' && perms[index] !== undefined);
  const before = turns(node.input, given);
  const after = turns(node.output, made);
  const name = (names: readonly string[], side: string, of: readonly number[]): readonly string[] =>
    names.map((old, index) => (of.includes(index) ? moved(side, index) : old));
  return [
    ...before.map((index) =>
      makeNode('Transpose', [node.input[index]!], [moved('input', index)], { perm: given[index]! }),
    ),
    {
      ...node,
      input: name(node.input, 'input', before),
      output: name(node.output, 'output', after),
      attribute: (node.attribute ?? []).filter((attribute) => attribute.name !== 'layout'),
    },
    ...after.map((index) =>
      makeNode('Transpose', [moved('output', index)], [node.output[index]!], { perm: made[index]! }),
    ),
  ];
}

/**
 * Recurrent nodes whose first axis is the batch (layout 1), which onnxruntime refuses to run, as nodes whose first axis
 * is the steps, between transpositions.
 */
export function timeFirstRecurrent(graph: Graph): Graph {
  if (!graph.node.some(isBatchFirst)) return graph;
  return { ...graph, node: graph.node.flatMap((node, at) => (isBatchFirst(node) ? timeFirst(node, at) : [node])) };
}
