import { attentionFlow } from '../graph/attention-flow';
import { findEntry, type AttentionEntry } from '../graph/attention-entry';
import { bypassNanGuard } from '../graph/bypass-nan-guard';
import { findAttention, tapAttention, type AttentionSite } from '../graph/find-attention';
import { indexGraph, readsOf } from '../graph/graph-index';
import { int64Tensor, makeNode, tensorInfo } from '../graph/make-node';
import { dataTypes, opsetOf, type Graph, type Node, type OnnxModel, type ValueInfo } from '../graph/onnx-model';
import { subgraph } from '../graph/subgraph';

/** The attention of one graph, and the parts of the graph that compute it. */
export interface AttentionGraph {
  /** Tapped: it computes the weights of every site that can be tapped. */
  readonly model: OnnxModel;
  readonly sites: readonly AttentionSite[];
  /** float32 [1, heads, query, key], by site. */
  readonly weights: readonly (string | undefined)[];
  /** Where the text enters each site. */
  readonly entries: readonly (AttentionEntry | undefined)[];
}

/** Names of what is fed to the parts, and of what they give. */
export const attentionNames = {
  /** int64 [cells, rows]: which rows of the piece each cell of a thumbnail is the largest of. */
  cells: 'langscope/attention/cells',
  /** int64 [heads]: the heads that a layer's part gives. */
  heads: 'langscope/attention/wanted',
  /** float32 [1, heads, cells, keys] */
  thumbnail: (site: number): string => `langscope/attention.${site}/thumbnail`,
  /** float32, rows of the text along the last axis but one. */
  entry: (site: number): string => `langscope/attention.${site}/entry`,
  /** float32 [1, wanted heads, query, key], or [1, 1, query, key] */
  wanted: 'langscope/attention/weights',
};

/** Finds and taps the attention of a graph; `ids`: its input of tokens. */
export function attentionGraph(whole: OnnxModel, ids: string): AttentionGraph {
  const guarded = bypassNanGuard(whole.graph);
  const sites = findAttention(guarded, ids, opsetOf(whole));
  const { graph, weights } = tapAttention(guarded, sites);
  const index = indexGraph(graph);
  const flow = attentionFlow(index, ids);
  const entries = sites.map((site, at) => {
    const name = weights[at];
    return name === undefined ? undefined : findEntry(index, flow, site, name);
  });
  return { model: { ...whole, graph }, sites, weights, entries };
}

/** A reduction over one axis, which it drops; since opset 18 axes are an input of ReduceMax and ReduceMean. */
function reduce(
  opset: number,
  operator: 'ReduceMax' | 'ReduceMean',
  axis: number,
  [input, output]: readonly [string, string],
  keepdims: 0 | 1,
): Pick<Graph, 'node' | 'initializer'> {
  if (opset < 18) return { node: [makeNode(operator, [input], [output], { axes: [axis], keepdims })], initializer: [] };
  const axes = `${output}/axes`;
  return {
    node: [makeNode(operator, [input, axes], [output], { keepdims })],
    initializer: [int64Tensor(axes, [axis])],
  };
}

function withNodes(model: OnnxModel, node: readonly Node[], initializer: Graph['initializer']): Graph {
  const { graph } = model;
  return { ...graph, node: [...graph.node, ...node], initializer: [...graph.initializer, ...initializer] };
}

/**
 * The part that reads a text: it gives a thumbnail of each site's rows and what enters each site, beside the outputs
 * named in `more` (the cache). Everything behind the last attention is left out.
 */
export function readingPart({ model, weights, entries }: AttentionGraph, more: readonly string[]): OnnxModel {
  const opset = opsetOf(model);
  const nodes: Node[] = [];
  const initializers: Graph['initializer'][number][] = [];
  const outputs: ValueInfo[] = [];
  weights.forEach((name, site) => {
    if (name === undefined) return;
    const [rows, thumbnail] = [`langscope/attention.${site}/rows`, attentionNames.thumbnail(site)];
    // [1, heads, query, key] -> [1, heads, cells, rows, key] -> [1, heads, cells, key]
    nodes.push(makeNode('Gather', [name, attentionNames.cells], [rows], { axis: 2 }));
    const largest = reduce(opset, 'ReduceMax', 3, [rows, thumbnail], 0);
    nodes.push(...largest.node);
    initializers.push(...largest.initializer);
    outputs.push(tensorInfo(thumbnail, dataTypes.float));
    const entry = entries[site];
    if (!entry) return;
    nodes.push(makeNode('Cast', [entry.tensor], [attentionNames.entry(site)], { to: dataTypes.float }));
    outputs.push(tensorInfo(attentionNames.entry(site), dataTypes.float));
  });
  const carried = model.graph.output.filter(({ name }) => more.includes(name ?? ''));
  const graph = withNodes(model, nodes, initializers);
  const inputs = [...graph.input, tensorInfo(attentionNames.cells, dataTypes.int64, ['cells', 'rows'])];
  return { ...model, graph: subgraph(graph, inputs, [...outputs, ...carried]) };
}

/** A layer's part of the graph, and which arrays it takes from piece to piece. */
export interface LayerPart {
  readonly model: OnnxModel;
  /** Cache inputs whose numbers it needs, and those of which it needs the length alone. */
  readonly carried: readonly string[];
  readonly lengths: readonly string[];
}

/** Whether all that is done with a tensor is to look at its shape. */
function isLengthOnly(graph: Graph, name: string): boolean {
  return graph.node.every((node) => node.opType === 'Shape' || !readsOf(node).includes(name));
}

/**
 * The part that makes the weights of one site: of the heads that `attentionNames.heads` lists, or their mean. Where the
 * text enters the site, it is an input (`attentionNames.entry`); otherwise the part reads the tokens from the beginning.
 * `cache`: cache inputs, and the outputs that belong to them.
 */
export function layerPart(
  { model, weights, entries }: AttentionGraph,
  site: number,
  of: 'heads' | 'mean',
  cache: ReadonlyMap<string, string>,
): LayerPart {
  const [name, entry] = [weights[site]!, entries[site]];
  const inputs = model.graph.input.filter((input) => !cache.has(input.name ?? ''));
  const typed = `langscope/attention.${site}/typed`;
  const rename = (node: Node): Node =>
    entry ? { ...node, input: node.input.map((read) => (read === entry.tensor ? typed : read)) } : node;
  const cast = entry ? [makeNode('Cast', [attentionNames.entry(site)], [typed], { to: entry.type })] : [];
  const mean = reduce(opsetOf(model), 'ReduceMean', 1, [name, attentionNames.wanted], 1);
  const last =
    of === 'mean'
      ? mean
      : {
          node: [makeNode('Gather', [name, attentionNames.heads], [attentionNames.wanted], { axis: 1 })],
          initializer: [],
        };
  const graph = {
    ...model.graph,
    node: [...cast, ...model.graph.node.map(rename), ...last.node],
    initializer: [...model.graph.initializer, ...last.initializer],
  };
  const given = [
    ...inputs,
    ...(entry ? [tensorInfo(attentionNames.entry(site), dataTypes.float)] : []),
    ...(of === 'heads' ? [tensorInfo(attentionNames.heads, dataTypes.int64, ['heads'])] : []),
  ];
  const cut = (carried: readonly string[]): Graph =>
    subgraph(
      graph,
      [...given, ...model.graph.input.filter((input) => cache.has(input.name ?? ''))],
      [
        tensorInfo(attentionNames.wanted, dataTypes.float),
        ...graph.output.filter((output) => carried.some((input) => cache.get(input) === output.name)),
      ],
    );
  const readBy = (part: Graph): readonly string[] =>
    [...cache.keys()].filter((input) => part.node.some((node) => readsOf(node).includes(input)));
  // What is carried must be given on, which may read more of the cache.
  let carried: readonly string[] = [];
  for (let part = cut([]); ; part = cut(carried)) {
    const read = readBy(part);
    const next = read.filter((input) => !isLengthOnly(part, input));
    if (next.length === carried.length) {
      const kept = part.input.filter((input) => !cache.has(input.name ?? '') || read.includes(input.name ?? ''));
      const lengths = read.filter((input) => !carried.includes(input));
      return { model: { ...model, graph: { ...part, input: kept } }, carried, lengths };
    }
    carried = next;
  }
}
