import { bypassNanGuard } from '../bypass-nan-guard';
import { elementType } from '../element-type';
import { findLayers, type NoLayers } from './find-layers';
import { indexGraph } from '../graph-index';
import { depthName, divergenceNodes, lensNames } from './lens-nodes';
import { makeNode, tensorInfo } from '../make-node';
import { dataTypes, opsetOf, type Graph, type OnnxModel } from '../onnx-model';
import { headNames, scoreNodes } from '../score-nodes';
import { nameSums, unfuseSums } from './skip-sums';
import { subgraph } from '../subgraph';

/** A transformer as the logit lens sees it. */
export interface LensModel {
  readonly kind: 'found';
  /** The embedding and one after each layer; see `depthName`. */
  readonly depths: number;
  /** The inputs of the model -> the residual stream at each depth, and the model's other outputs. */
  readonly body: OnnxModel;
  /**
   * Rows of the residual stream through the model's own final normalisation and vocabulary projection: the inputs and
   * outputs of the scoring head and `lensNames`. The model's own inputs stay, since some exports take the number of
   * tokens from them; they are fed as for a first reading of as many tokens as there are rows.
   */
  readonly head: OnnxModel;
}

function bodyOf(graph: Graph, depths: readonly string[], logits: string): Graph {
  const casts = depths.map((name, depth) => makeNode('Cast', [name], [depthName(depth)], { to: dataTypes.float }));
  const outputs = [
    ...depths.map((_name, depth) => tensorInfo(depthName(depth), dataTypes.float)),
    ...graph.output.filter(({ name }) => name !== logits),
  ];
  return subgraph({ ...graph, node: [...graph.node, ...casts] }, graph.input, outputs);
}

function headOf(graph: Graph, stream: string, logits: string, opset: number): Graph {
  const type = elementType(indexGraph(graph), stream) ?? dataTypes.float;
  const cast = makeNode('Cast', [headNames.hidden], [stream], { to: type });
  const scores = scoreNodes(logits, opset);
  const divergence = divergenceNodes(opset);
  const kept = graph.node.filter(({ output }) => !output.includes(stream));
  return subgraph(
    {
      ...graph,
      node: [cast, ...kept, ...scores.nodes, ...divergence.nodes],
      initializer: [...graph.initializer, ...scores.weights, ...divergence.weights],
    },
    [
      tensorInfo(headNames.hidden, dataTypes.float),
      tensorInfo(headNames.labels, dataTypes.int64, ['rows']),
      tensorInfo(headNames.top, dataTypes.int64, [1]),
      tensorInfo(lensNames.finals, dataTypes.int64, ['rows']),
      ...graph.input,
    ],
    [
      tensorInfo(headNames.logprob, dataTypes.float),
      tensorInfo(headNames.rank, dataTypes.int32),
      tensorInfo(headNames.entropy, dataTypes.float),
      tensorInfo(headNames.topIds, dataTypes.int32),
      tensorInfo(headNames.topLogprob, dataTypes.float),
      tensorInfo(headNames.width, dataTypes.int64),
      tensorInfo(lensNames.divergence, dataTypes.float),
    ],
  );
}

/**
 * Cuts a model for the logit lens: the residual stream at each depth, and what the model does with the last one, to be
 * done with each. Gives the reason where its layers cannot be told apart.
 */
export function lensModel(model: OnnxModel, ids: string, logits: string): LensModel | NoLayers {
  const graph = bypassNanGuard(model.graph);
  const found = findLayers(graph, ids, logits);
  if (found.kind === 'none') return found;
  const { depths } = found;
  return {
    kind: 'found',
    depths: depths.length,
    body: { ...model, graph: bodyOf(nameSums(graph), depths, logits) },
    head: { ...model, graph: headOf(unfuseSums(graph), depths.at(-1)!, logits, opsetOf(model)) },
  };
}
