import { bypassNanGuard } from './bypass-nan-guard';
import { findProjection } from './find-projection';
import { indexGraph } from './graph-index';
import { makeNode, tensorInfo } from './make-node';
import { dataTypes, opsetOf, type Graph, type OnnxModel } from './onnx-model';
import { headNames, scoreNodes } from './score-nodes';
import { subgraph } from './subgraph';

/** A language model cut in two at the input of its vocabulary projection. */
export interface SplitModel {
  /** The inputs of the model -> `headNames.hidden` (float32, [1, tokens, hidden]) and the model's other outputs. */
  readonly body: OnnxModel;
  /** hidden [1, rows, hidden], labels [rows], top [1] -> the scores, see `headNames`. */
  readonly head: OnnxModel;
  /** Whether the cut lies before the projection; otherwise `hidden` is the logits themselves. */
  readonly projected: boolean;
}

function bodyOf(graph: Graph, hidden: string, logits: string): Graph {
  const cast = makeNode('Cast', [hidden], [headNames.hidden], { to: dataTypes.float });
  const outputs = [
    tensorInfo(headNames.hidden, dataTypes.float),
    ...graph.output.filter(({ name }) => name !== logits),
  ];
  return subgraph({ ...graph, node: [...graph.node, cast] }, graph.input, outputs);
}

function headOf(graph: Graph, hidden: string, type: number, logits: string, opset: number): Graph {
  // The names of the head's own tensors begin with 'langscope'; the cast gives the cut tensor its old name and type.
  const cast = makeNode('Cast', [headNames.hidden], [hidden], { to: type });
  const { nodes, weights } = scoreNodes(logits, opset);
  const made = new Set([hidden]);
  const kept = graph.node.filter(({ output }) => !output.some((name) => made.has(name)));
  return subgraph(
    { ...graph, node: [cast, ...kept, ...nodes], initializer: [...graph.initializer, ...weights] },
    [
      tensorInfo(headNames.hidden, dataTypes.float, [1, 'rows', 'hidden']),
      tensorInfo(headNames.labels, dataTypes.int64, ['rows']),
      tensorInfo(headNames.top, dataTypes.int64, [1]),
    ],
    [
      tensorInfo(headNames.logprob, dataTypes.float),
      tensorInfo(headNames.rank, dataTypes.int32),
      tensorInfo(headNames.entropy, dataTypes.float),
      tensorInfo(headNames.topIds, dataTypes.int32),
      tensorInfo(headNames.topLogprob, dataTypes.float),
      tensorInfo(headNames.width, dataTypes.int64),
      tensorInfo(headNames.logits, dataTypes.float),
    ],
  );
}

/**
 * Cuts a model, so that positions which need no score need no projection, and the projection works through few rows
 * at a time. Where the projection cannot be told from the rest (logits made inside a subgraph, or by an operator that
 * looks at several positions), the body gives the logits as `hidden` and the head holds the scoring nodes alone: the
 * same numbers, at the cost of a [tokens, vocabulary] array in JavaScript for each piece that is read.
 */
export function splitModel(model: OnnxModel, logits: string): SplitModel {
  const graph = bypassNanGuard(model.graph);
  const found = findProjection(indexGraph(graph), logits);
  const { hidden, type } = found ?? { hidden: logits, type: dataTypes.float };
  return {
    body: { ...model, graph: bodyOf(graph, hidden, logits) },
    head: { ...model, graph: headOf(graph, hidden, type, logits, opsetOf(model)) },
    projected: found !== undefined,
  };
}
