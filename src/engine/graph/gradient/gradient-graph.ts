import { fail } from '../../../protocol';
import { Backward } from './gradient-backward';
import { embeddingOf } from './gradient-embedding';
import { goBack } from './gradient-rules';
import { findProjection } from '../find-projection';
import { indexGraph, readsOf, type GraphIndex } from '../graph-index';
import { tensorInfo } from '../make-node';
import { NodeList } from '../node-list';
import { dataTypes, type OnnxModel } from '../onnx-model';
import { headNames } from '../score-nodes';
import { subgraph } from '../subgraph';

/** What a gradient is taken through: a graph, and what its inputs and outputs are. */
export interface Differentiable {
  readonly model: OnnxModel;
  readonly inputs: {
    readonly ids: { readonly name: string };
    readonly logits: string;
    readonly carried: readonly { readonly input: string; readonly output: string }[];
  };
}

const prefix = 'langscope.gradient/';

/** Names of the gradient graphs' own inputs and outputs. Shapes: k targets, n tokens. */
export const gradientNames = {
  /** Gradient of the rows that the vocabulary projection reads, [k, n, hidden]; of one row each, [k, hidden]. */
  hidden: `${prefix}hidden`,
  /** Gradient of the embeddings, [k, n, embedding] in any order of axes of size one. */
  embedding: `${prefix}embedding`,
  logprob: `${prefix}logprob`,
  /** Gradient of a carried array, from behind the tokens that are read, or for before them: [k, ...its shape]. */
  carried: (name: string) => `${prefix}carried/${name}`,
} as const;

/** Tensors that depend on `sources`, and those themselves. */
function dependents({ graph }: GraphIndex, sources: readonly string[]): ReadonlySet<string> {
  const found = new Set(sources);
  for (const node of graph.node) {
    if (readsOf(node).some((name) => found.has(name))) for (const name of node.output) found.add(name);
  }
  return found;
}

function projectionOf(index: GraphIndex, logits: string): string {
  const found = findProjection(index, logits);
  if (found?.type === dataTypes.float) return found.hidden;
  throw fail(
    'unsupported',
    'The vocabulary projection of this graph cannot be told from the rest, or computes in half precision: there is no ' +
      'gradient. Measure by leaving out or replacing tokens instead.',
  );
}

/**
 * The gradient from the rows in front of the vocabulary projection (and from the state behind the tokens that are read)
 * to the embeddings of these tokens (and to the state before them), for several targets at once. A text is gone through
 * in pieces from its end to its beginning: what one piece gives for the state before it, the piece before that takes as
 * the gradient of the state behind it. So the gradient is exact, however long the text.
 * Refuses (`unsupported`) graphs with operators that have no rule.
 */
export function bodyGradient({ model, inputs }: Differentiable): OnnxModel {
  const { graph } = model;
  const index = indexGraph(graph);
  const hidden = projectionOf(index, inputs.logits);
  const embedding = embeddingOf(index, inputs.ids.name);
  const nodes = new NodeList(`${prefix}body/`);
  const targets = nodes.slice(nodes.add('Shape', [gradientNames.hidden]), 0, 0, 1);
  const wanted = dependents(index, [embedding, ...inputs.carried.map(({ input }) => input)]);
  const back = new Backward(nodes, index, targets, wanted);
  back.give(hidden, back.like(gradientNames.hidden, hidden));
  for (const { output } of inputs.carried) back.give(output, gradientNames.carried(output));
  for (const node of graph.node.toReversed()) {
    if (!node.output.includes(embedding)) goBack(back, node);
  }
  nodes.add('Identity', [back.ofOrZeros(embedding)], {}, gradientNames.embedding);
  for (const { input } of inputs.carried) {
    nodes.add('Identity', [back.ofOrZeros(input)], {}, gradientNames.carried(input));
  }
  const float = (name: string) => tensorInfo(name, dataTypes.float);
  const whole = {
    ...graph,
    node: [...graph.node, ...nodes.nodes],
    initializer: [...graph.initializer, ...nodes.initializers],
  };
  const given = [gradientNames.hidden, ...inputs.carried.map(({ output }) => gradientNames.carried(output))];
  const made = [gradientNames.embedding, ...inputs.carried.map(({ input }) => gradientNames.carried(input))];
  return { ...model, graph: subgraph(whole, [...graph.input, ...given.map(float)], made.map(float)) };
}

/**
 * The gradient of the log-probability of a label to the row that the vocabulary projection reads: rows [1, k, hidden]
 * and labels [k] -> log-probabilities [k] (nats) and gradients [k, hidden].
 */
export function headGradient({ model, inputs: { logits } }: Differentiable): OnnxModel {
  const { graph } = model;
  const index = indexGraph(graph);
  const hidden = projectionOf(index, logits);
  const nodes = new NodeList(`${prefix}head/`);
  const back = new Backward(nodes, index, nodes.ints([1]), dependents(index, [hidden]));
  const rows = nodes.add('Flatten', [back.float(logits)], { axis: -1 });
  const logprobs = nodes.add('LogSoftmax', [rows], { axis: -1 });
  const column = nodes.add('Reshape', [headNames.labels, nodes.ints([-1, 1])]);
  const chosen = nodes.add('GatherElements', [logprobs, column], { axis: 1 });
  nodes.add('Reshape', [chosen, nodes.ints([-1])], {}, gradientNames.logprob);
  // d log p / d logits: one at the label, less the probabilities.
  const width = nodes.slice(nodes.add('Shape', [rows]), 0, 1, 2);
  const one = nodes.add('Concat', [asList(nodes, 0), asList(nodes, 1)], { axis: 0 });
  const label = nodes.add('OneHot', [headNames.labels, width, one], { axis: -1 });
  back.give(logits, back.like(nodes.add('Sub', [label, nodes.add('Exp', [logprobs])]), logits));
  const made = indexGraph(graph).producer.get(hidden) ?? -1;
  for (const node of graph.node.slice(made + 1).toReversed()) goBack(back, node);
  const shape = nodes.slice(nodes.add('Shape', [headNames.hidden]), 0, 1, 3);
  nodes.add('Reshape', [back.ofOrZeros(hidden), shape], {}, gradientNames.hidden);
  const start = { opType: 'Identity', input: [headNames.hidden], output: [hidden] };
  const behind = graph.node.filter(({ output }) => !output.includes(hidden));
  const whole = {
    ...graph,
    node: [start, ...behind, ...nodes.nodes],
    initializer: [...graph.initializer, ...nodes.initializers],
  };
  const given = [
    tensorInfo(headNames.hidden, dataTypes.float, [1, 'rows', 'hidden']),
    tensorInfo(headNames.labels, dataTypes.int64, ['rows']),
  ];
  const results = [gradientNames.logprob, gradientNames.hidden].map((name) => tensorInfo(name, dataTypes.float));
  return { ...model, graph: subgraph(whole, given, results) };
}

/** A number as a list of one. */
function asList(nodes: NodeList, value: number): string {
  return nodes.add('Reshape', [nodes.float(value), nodes.ints([1])]);
}
