import { attentionFlow } from './attention-flow';
import type { AttentionContext, AttentionMatch, AttentionPattern, AttentionTap } from './attention-site';
import { groupQueryAttention } from './group-query-attention';
import { indexGraph } from '../graph-index';
import { int64Tensor, makeNode } from '../make-node';
import { multiHeadAttention } from './multi-head-attention';
import { dataTypes, type Graph, type Node } from '../onnx-model';
import { packedAttention } from './packed-attention';
import { softmaxAttention } from './softmax-attention';
import { standardAttention } from './standard-attention';

/** Every way of writing attention that is known; one more is one more entry. */
const patterns: readonly AttentionPattern[] = [
  softmaxAttention,
  groupQueryAttention,
  multiHeadAttention,
  packedAttention,
  standardAttention,
];

/** One attention of a graph. */
export interface AttentionSite {
  /** Index of the node in the graph. */
  readonly at: number;
  /** Whether the keys are another text's (encoder-decoder models). */
  readonly cross: boolean;
  readonly found:
    | { readonly kind: 'tap'; readonly tap: AttentionTap }
    /** `reason` is a clause: why, and what to do. */
    | { readonly kind: 'missing'; readonly reason: string };
}

/** A graph that computes the weights of its attention, and what they are called. */
export interface TappedAttention {
  readonly graph: Graph;
  /** float32 [1, heads, query, key], by site; undefined where the site is missing. */
  readonly weights: readonly (string | undefined)[];
}

const domains = new Map([['ai.onnx', '']]);
const domainOf = ({ domain = '' }: Node): string => domains.get(domain) ?? domain;

/** An operator that nobody knows, but whose name says what it does. */
function unknownOperator({ opType = '' }: Node): AttentionMatch | undefined {
  if (!/Attention$/.test(opType)) return undefined;
  const reason = `its operator ${opType} does not show what it weighs; export the model with eager attention`;
  return { kind: 'missing', reason, cross: false };
}

/**
 * The attention of a graph, in the order of its nodes, which is that of the layers. `ids`: the graph's input of tokens.
 */
export function findAttention(graph: Graph, ids: string, opset: number): readonly AttentionSite[] {
  const index = indexGraph(graph);
  const readers = new Map<string, Node[]>();
  for (const node of graph.node) {
    for (const name of node.input) {
      const known = readers.get(name);
      if (known) known.push(node);
      else readers.set(name, [node]);
    }
  }
  const context: AttentionContext = { index, flow: attentionFlow(index, ids), readers, opset };
  const sites: AttentionSite[] = [];
  graph.node.forEach((node, at) => {
    const pattern = patterns.find(
      ({ operators, domain }) => domain === domainOf(node) && operators.includes(node.opType ?? ''),
    );
    const match = pattern ? pattern.match(node, context, `langscope/attention.${sites.length}`) : unknownOperator(node);
    if (!match) return;
    const { cross, ...found } = match;
    sites.push({ at, cross, found });
  });
  return sites;
}

/** Nodes that give any tap's weights as float32 [1, heads, query, key] (one text at a time). */
function shaped(weights: string, name: string): readonly Node[] {
  return [
    makeNode('Cast', [weights], [`${name}/float`], { to: dataTypes.float }),
    makeNode('Shape', [weights], [`${name}/shape`]),
    makeNode('Slice', [`${name}/shape`, shapeNames.last, shapeNames.end], [`${name}/matrix`]),
    makeNode('Concat', [shapeNames.heads, `${name}/matrix`], [`${name}/target`], { axis: 0 }),
    makeNode('Reshape', [`${name}/float`, `${name}/target`], [`${name}/weights`]),
  ];
}

const shapeNames = {
  heads: 'langscope/attention/heads',
  last: 'langscope/attention/last',
  end: 'langscope/attention/end',
} as const;

/** Adds to the graph what computes the weights of the sites; what the graph computed before stays as it is. */
export function tapAttention(graph: Graph, sites: readonly AttentionSite[]): TappedAttention {
  const nodes = [...graph.node];
  const added: Node[] = [];
  const types = [...(graph.valueInfo ?? [])];
  const initializer = [
    ...graph.initializer,
    int64Tensor(shapeNames.heads, [1, -1]),
    int64Tensor(shapeNames.last, [-2]),
    int64Tensor(shapeNames.end, [Number.MAX_SAFE_INTEGER]),
  ];
  const weights = sites.map(({ at, found }, site) => {
    if (found.kind === 'missing') return undefined;
    const name = `langscope/attention.${site}`;
    const { tap } = found;
    if (tap.replacement) nodes[at] = tap.replacement;
    added.push(...tap.nodes, ...shaped(tap.weights, name));
    initializer.push(...tap.initializers);
    types.push(...(tap.types ?? []));
    return `${name}/weights`;
  });
  return { graph: { ...graph, node: [...nodes, ...added], initializer, valueInfo: types }, weights };
}
