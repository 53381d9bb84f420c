import { gateSeries, type GateSeries, type RecurrentCell } from '../../../protocol';
import { tensorInfo } from '../make-node';
import { NodeList } from '../node-list';
import { dataTypes, type Graph, type Node, type OnnxModel } from '../onnx-model';
import { readRecurrentNode, type RecurrentNode, type RefusedNode } from './recurrent-node';
import { lengthsOf, RecurrentSteps } from './recurrent-steps';
import { tapGru } from './tap-gru';
import { tapLstm } from './tap-lstm';
import { tapRnn } from './tap-rnn';
import { timeFirstRecurrent } from './time-first-recurrent';

/** One direction of a recurrent node whose series are outputs of the tapped graph. */
export interface TappedLayer {
  /** With the direction where the node has two. */
  readonly name: string;
  readonly cell: RecurrentCell;
  readonly reverse: boolean;
  readonly cells: number;
  /** Graph output of each series of the cell, float32 [steps, texts, cells]. */
  readonly outputs: ReadonlyMap<GateSeries, string>;
  /** Graph output with the number of steps of each text, float32, where the node gets one: all must be the full number. */
  readonly lengths: string | undefined;
}

export interface TappedRecurrent {
  /** The graph with all its own outputs and those of the layers. */
  readonly model: OnnxModel;
  /** In the order of the graph, forward before reverse. */
  readonly layers: readonly TappedLayer[];
  readonly missing: readonly RefusedNode[];
}

const taps: Readonly<
  Record<RecurrentCell, (nodes: NodeList, steps: RecurrentSteps) => Readonly<Record<string, string>>>
> = { lstm: tapLstm, gru: tapGru, rnn: tapRnn };

/** Tensors of the tap; no exporter's begin like this. */
const prefix = 'langscope.recurrent/';

/** Recurrent nodes in the branches and bodies of a graph, which cannot give outputs step by step. */
function inSubgraphs(graph: Graph): readonly RefusedNode[] {
  const inner = graph.node.flatMap(({ attribute }) =>
    (attribute ?? []).flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])]),
  );
  return inner.flatMap((part) => [
    ...part.node.flatMap((node) => {
      const found = readRecurrentNode(node);
      const reason = 'it lies inside a branch or a loop of the graph. Export the model without control flow.';
      return found ? [{ name: found.name, reason }] : [];
    }),
    ...inSubgraphs(part),
  ]);
}

/** A node whose output of all steps is named: it may have been left out. */
function withAllSteps(node: Node, name: string): Node {
  return (node.output[0] ?? '') === '' ? { ...node, output: [name, ...node.output.slice(1)] } : node;
}

/**
 * Adds to a graph the gates, candidates, cell and hidden states of its LSTM, GRU and RNN nodes at every step, computed
 * from the nodes' own inputs, weights and outputs. What the graph computed before it computes as before. Nodes that
 * cannot be looked into are told with the reason.
 */
export function tapRecurrent(model: OnnxModel): TappedRecurrent {
  const graph = timeFirstRecurrent(model.graph);
  const nodes = new NodeList(prefix);
  const layers: TappedLayer[] = [];
  const missing: RefusedNode[] = [];
  const outputs: string[] = [];
  const publish = (tensor: string): string => {
    const name = `${prefix}output/${outputs.length}`;
    outputs.push(nodes.add('Identity', [tensor], {}, name));
    return name;
  };
  const tap = (recurrent: RecurrentNode, output: string): void => {
    const lengths = lengthsOf(recurrent);
    const given = lengths === undefined ? undefined : publish(nodes.add('Cast', [lengths], { to: dataTypes.float }));
    for (const direction of recurrent.directions) {
      const series = taps[recurrent.cell](nodes, new RecurrentSteps(nodes, recurrent, direction, output));
      const side = recurrent.directions.length === 1 ? '' : direction.reverse ? ' (reverse)' : ' (forward)';
      layers.push({
        name: `${recurrent.name}${side}`,
        cell: recurrent.cell,
        reverse: direction.reverse,
        cells: recurrent.cells,
        outputs: new Map(gateSeries[recurrent.cell].map((name) => [name, publish(series[name]!)])),
        lengths: given,
      });
    }
  };
  const kept = graph.node.map((node, at) => {
    const found = readRecurrentNode(node);
    if (!found) return node;
    if ('reason' in found) {
      missing.push(found);
      return node;
    }
    const whole = withAllSteps(node, `${prefix}steps/${at}`);
    tap(found, whole.output[0]!);
    return whole;
  });
  const tapped: Graph = {
    ...graph,
    node: [...kept, ...nodes.nodes],
    initializer: [...graph.initializer, ...nodes.initializers],
    output: [...graph.output, ...outputs.map((name) => tensorInfo(name, dataTypes.float))],
  };
  return { model: { ...model, graph: tapped }, layers, missing: [...missing, ...inSubgraphs(graph)] };
}
