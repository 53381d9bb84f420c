import { readsOf } from '../../graph/graph-index';
import { int64Tensor, makeNode, tensorInfo } from '../../graph/make-node';
import { dataTypes, opsetOf, type Graph, type Node, type ValueInfo } from '../../graph/onnx-model';
import { tappedSites, type AttentionGraph } from './attention-graph';
import { graphPart, type GraphPart } from '../graph-part';

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

/** Some layers of the graph, which read all of the text before the next ones do. */
export interface ReadingPart extends GraphPart {
  readonly sites: readonly number[];
  /** Tensors, float32 with the text along the last axis but one, that the part before gives. */
  readonly takes: readonly string[];
  readonly gives: readonly string[];
}

type Additions = Pick<Graph, 'node' | 'initializer'>;

/** A reduction over one axis; since opset 18 axes are an input of ReduceMax and ReduceMean. */
function reduce(
  opset: number,
  operator: 'ReduceMax' | 'ReduceMean',
  axis: number,
  [input, output]: readonly [string, string],
  keepdims: 0 | 1,
): Additions {
  if (opset < 18) return { node: [makeNode(operator, [input], [output], { axes: [axis], keepdims })], initializer: [] };
  const axes = `${output}/axes`;
  return {
    node: [makeNode(operator, [input, axes], [output], { keepdims })],
    initializer: [int64Tensor(axes, [axis])],
  };
}

function withAdditions(graph: Graph, additions: readonly Additions[]): Graph {
  return {
    ...graph,
    node: [...graph.node, ...additions.flatMap(({ node }) => node)],
    initializer: [...graph.initializer, ...additions.flatMap(({ initializer }) => initializer)],
  };
}

/** Gives a thumbnail of a site's rows, and what enters the site. */
function readingNodes({ model, weights, entries }: AttentionGraph, site: number): Additions {
  const [rows, thumbnail] = [`langscope/attention.${site}/rows`, attentionNames.thumbnail(site)];
  // [1, heads, query, key] -> [1, heads, cells, rows, key] -> [1, heads, cells, key]
  const largest = reduce(opsetOf(model), 'ReduceMax', 3, [rows, thumbnail], 0);
  const entry = entries[site];
  const node: Node[] = [
    makeNode('Gather', [weights[site]!, attentionNames.cells], [rows], { axis: 2 }),
    ...largest.node,
    ...(entry ? [makeNode('Cast', [entry.tensor], [attentionNames.entry(site)], { to: dataTypes.float })] : []),
  ];
  return { node, initializer: largest.initializer };
}

function readingOutputs({ entries }: AttentionGraph, sites: readonly number[]): readonly ValueInfo[] {
  return sites.flatMap((site) => [
    tensorInfo(attentionNames.thumbnail(site), dataTypes.float),
    ...(entries[site] ? [tensorInfo(attentionNames.entry(site), dataTypes.float)] : []),
  ]);
}

/** More tensors than a residual connection and what is made of it. */
const mostCrossing = 3;

/** The tensors of the text, made up to the node `border`, that the outputs are made of. */
function crossing(
  { index, flow }: AttentionGraph,
  graph: Graph,
  outputs: readonly ValueInfo[],
  border: number,
): readonly string[] {
  const producer = new Map(graph.node.flatMap((node, at) => node.output.map((name) => [name, at] as const)));
  const seen = new Set<string>();
  const found: string[] = [];
  const open = outputs.map(({ name }) => name ?? '');
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const at = producer.get(name);
    if (at === undefined || seen.has(name) || index.constants.has(name)) continue;
    seen.add(name);
    if (at <= border && flow.own.has(name)) found.push(name);
    else open.push(...readsOf(graph.node[at]!));
  }
  return found;
}

/**
 * The parts that read a text one after the other, of at most `most` sites each: a short cache goes from piece to piece,
 * and a piece of many tokens takes little time. They give a thumbnail of each site's rows and what enters it; all behind
 * the last attention is left out. One part where the graph cannot be cut between layers.
 */
export function readingParts(
  found: AttentionGraph,
  cache: ReadonlyMap<string, string>,
  most: number,
): readonly ReadingPart[] {
  const sites = tappedSites(found);
  const { model, index, entries } = found;
  const graph = withAdditions(
    model.graph,
    sites.map((site) => readingNodes(found, site)),
  );
  const count = Math.ceil(sites.length / most);
  const firsts = Array.from({ length: count }, (_part, at) => Math.ceil((at * sites.length) / count));
  const borders = firsts.map((first) => entries[sites[first]!]);
  const takes = firsts.map((first, part) => {
    const border = borders[part];
    if (part === 0 || !border) return [];
    return crossing(found, graph, readingOutputs(found, sites.slice(first)), index.producer.get(border.tensor)!);
  });
  const whole = borders
    .slice(1)
    .some((border, at) => border?.type !== dataTypes.float || takes[at + 1]!.length > mostCrossing);
  const starts = whole ? [0] : firsts;
  const cells = tensorInfo(attentionNames.cells, dataTypes.int64, ['cells', 'rows']);
  const floats = (names: readonly string[]): readonly ValueInfo[] =>
    names.map((name) => tensorInfo(name, dataTypes.float));
  return starts.map((first, at) => {
    const own = sites.slice(first, starts[at + 1]);
    const [taken, given] = [whole ? [] : takes[at]!, whole ? [] : (takes[at + 1] ?? [])];
    const outputs = [...readingOutputs(found, own), ...floats(given)];
    const part = graphPart(model, graph, [cells, ...floats(taken)], outputs, cache);
    return { ...part, sites: own, takes: taken, gives: given };
  });
}

/**
 * The part that makes the weights of one site: of the heads that `attentionNames.heads` lists, or their mean. Where the
 * text enters the site, it is an input (`attentionNames.entry`); otherwise the part reads the tokens from the beginning.
 */
export function layerPart(
  { model, weights, entries }: AttentionGraph,
  site: number,
  of: 'heads' | 'mean',
  cache: ReadonlyMap<string, string>,
): GraphPart {
  const [name, entry] = [weights[site]!, entries[site]];
  const typed = `langscope/attention.${site}/typed`;
  const rename = (node: Node): Node =>
    entry ? { ...node, input: node.input.map((read) => (read === entry.tensor ? typed : read)) } : node;
  const cast = entry ? [makeNode('Cast', [attentionNames.entry(site)], [typed], { to: entry.type })] : [];
  const wanted: Additions =
    of === 'mean'
      ? reduce(opsetOf(model), 'ReduceMean', 1, [name, attentionNames.wanted], 1)
      : {
          node: [makeNode('Gather', [name, attentionNames.heads], [attentionNames.wanted], { axis: 1 })],
          initializer: [],
        };
  const graph = withAdditions({ ...model.graph, node: [...cast, ...model.graph.node.map(rename)] }, [wanted]);
  const given = [
    ...(entry ? [tensorInfo(attentionNames.entry(site), dataTypes.float)] : []),
    ...(of === 'heads' ? [tensorInfo(attentionNames.heads, dataTypes.int64, ['heads'])] : []),
  ];
  return graphPart(model, graph, given, [tensorInfo(attentionNames.wanted, dataTypes.float)], cache);
}
