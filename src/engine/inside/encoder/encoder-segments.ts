import { bypassNanGuard } from '../../graph/bypass-nan-guard';
import { cutPoints } from '../../graph/cut-points';
import { elementType } from '../../graph/element-type';
import { embeddingTensors } from '../../graph/layers/embedding-tensors';
import { findAttention, tapAttention, type AttentionSite } from '../../graph/attention/find-attention';
import { findLayers } from '../../graph/layers/find-layers';
import { indexGraph, readsOf } from '../../graph/graph-index';
import { makeNode, tensorInfo } from '../../graph/make-node';
import { dataTypes, opsetOf, type Graph, type Node, type OnnxModel } from '../../graph/onnx-model';
import { unfuseSums } from '../../graph/layers/skip-sums';
import { subgraph } from '../../graph/subgraph';

/** More parts would each cost a session's threads; a large model has more in one. */
const mostSegments = 24;

/** A part of a graph: it takes the residual stream between two layers and gives the next one, and weights of attention. */
export interface Segment {
  readonly model: OnnxModel;
  /** Inputs of the whole graph that this part reads too. */
  readonly inputs: ReadonlySet<string>;
  /** float32 [1, tokens, width]; undefined: the first part reads the tokens. */
  readonly from: string | undefined;
  /** The same behind its layers; of the last part an output of the graph, where one is wanted. */
  readonly to: string | undefined;
  /** The sites in it. */
  readonly sites: readonly number[];
}

/** A graph cut between its layers, with the attention of all of them. */
export interface SegmentedGraph {
  readonly sites: readonly AttentionSite[];
  /** float32 [1, heads, query, key], by site; undefined where a site is missing. */
  readonly weights: readonly (string | undefined)[];
  readonly segments: readonly Segment[];
}

/** Every so many of the cuts, so that few enough parts come out. */
function thinned(cuts: readonly string[]): readonly string[] {
  const step = Math.ceil((cuts.length + 1) / mostSegments);
  return cuts.filter((_cut, at) => (at + 1) % step === 0);
}

/**
 * The places where the residual stream is all that goes on: behind each attention, and between the layers. In the order
 * of the graph; the first layer's beginning and the last one's end are not among them.
 */
function streamCuts(graph: Graph, sites: readonly AttentionSite[], ids: string, end: string): readonly string[] {
  const index = indexGraph(graph);
  const place = (tensor: string): number => index.producer.get(tensor) ?? -1;
  const sums = cutPoints(index, embeddingTensors(index, ids), end).filter(({ behind }) => {
    const last = behind.at(-1);
    return last?.node.opType === 'Add' && last.moving.size > 1;
  });
  const behindSites = sites.flatMap(({ at }) => sums.find(({ tensor }) => place(tensor) > at)?.tensor ?? []);
  const layers = findLayers(graph, ids, end);
  const between = layers.kind === 'found' ? layers.depths.slice(1, -1) : [];
  return [...new Set([...behindSites, ...between])].sort((a, b) => place(a) - place(b));
}

/** The graph with the stream's tensors at the cuts made of the parts' float32 inputs instead of the layers before. */
function rejoined(graph: Graph, cuts: readonly string[]): Graph {
  const index = indexGraph(graph);
  const made = new Set(cuts);
  const casts = cuts.map((cut) =>
    makeNode('Cast', [streamName(cut)], [cut], { to: elementType(index, cut) ?? dataTypes.float }),
  );
  const kept = graph.node.filter(({ output }) => !output.some((name) => made.has(name)));
  return { ...graph, node: [...casts, ...kept] };
}

/** Written down, since Attention of opset 23 behind a tensor of no known shape gives weights of a wrong one. */
const streamShape = ['batch', 'tokens', 'width'] as const;

const streamName = (cut: string): string => `langscope/stream/${cut}`;

/**
 * Finds and taps the attention of a graph and cuts the graph behind each attention and between its layers: the parts run one after another do what
 * the graph does, each short enough to let others go in between, and any layer's weights can be made again from the
 * stream before it. Where no such places are found there is one part. `ids`: the input of tokens; `end`: the
 * output that everything leads to; `wanted`: whether the last part gives it.
 */
export function segmentGraph(whole: OnnxModel, ids: string, end: string, wanted: boolean): SegmentedGraph {
  const plain = unfuseSums(bypassNanGuard(whole.graph));
  const sites = findAttention(plain, ids, opsetOf(whole));
  const { graph, weights } = tapAttention(plain, sites);
  const cuts = thinned(streamCuts(plain, sites, ids, end));
  const { producer } = indexGraph(graph);
  const places = cuts.map((cut) => producer.get(cut) ?? -1);
  const segmentOf = sites.map(({ at }) => places.filter((place) => place < at).length);
  const segments = Array.from({ length: cuts.length + 1 }, (_, segment): Segment => {
    const [before, after] = [cuts[segment - 1], cuts[segment]];
    const own = [...sites.keys()].filter((site) => segmentOf[site] === segment);
    const base = before === undefined ? graph : rejoined(graph, [before]);
    const cast: readonly Node[] =
      after === undefined ? [] : [makeNode('Cast', [after], [streamName(after)], { to: dataTypes.float })];
    const given = before === undefined ? [] : [tensorInfo(streamName(before), dataTypes.float, streamShape)];
    const outputs = [
      ...own.flatMap((site) => (weights[site] === undefined ? [] : [tensorInfo(weights[site], dataTypes.float)])),
      ...(after === undefined ? [] : [tensorInfo(streamName(after), dataTypes.float)]),
      ...(after === undefined && wanted ? graph.output.filter(({ name }) => name === end) : []),
    ];
    const part = subgraph({ ...base, node: [...base.node, ...cast] }, [...graph.input, ...given], outputs);
    const read = new Set(part.node.flatMap(readsOf));
    const input = part.input.filter(({ name }) => read.has(name ?? ''));
    const from = before === undefined ? undefined : streamName(before);
    return {
      model: { ...whole, graph: { ...part, input } },
      inputs: new Set(input.map(({ name }) => name ?? '').filter((name) => name !== from)),
      from,
      to: after !== undefined ? streamName(after) : wanted ? end : undefined,
      sites: own,
    };
  });
  // Behind the last attention there may be layers of which nothing is wanted.
  return { sites, weights, segments: segments.filter(({ model }) => model.graph.output.length > 0) };
}
