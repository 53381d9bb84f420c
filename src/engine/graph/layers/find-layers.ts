import { cutPoints, type CutPoint, type Step } from '../cut-points';
import { embeddingTensors } from './embedding-tensors';
import { indexGraph } from '../graph-index';
import type { Graph } from '../onnx-model';
import { unfuseSums } from './skip-sums';

/** Where a transformer's residual stream can be read, in `unfuseSums(graph)` and, by the same names, in `nameSums(graph)`. */
export interface Layers {
  readonly kind: 'found';
  /** Tensors [batch, tokens, width]: what goes into the first layer, then what comes out of each layer. */
  readonly depths: readonly string[];
  /** Whether each layer ends with a normalisation of the stream itself (post-norm), as in BERT. */
  readonly normalised: boolean;
}

/** Why the layers cannot be told apart; a sentence for a person, with what to do. */
export interface NoLayers {
  readonly kind: 'none';
  readonly reason: string;
}

/** Operators that let a token see others by themselves. */
const mixing = /Attention$|^(Conv|LSTM|GRU|RNN|Scan|Loop|CumSum)$/;
const recurrent = new Set(['LSTM', 'GRU', 'RNN']);
const products = /MatMul|^Einsum$/;
const sums = new Set(['Add', 'Sum', 'Gemm']);
/** Steps that leave the numbers as they are. */
const silent = new Set(['Cast', 'Identity', 'Dropout', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten']);

/**
 * Tokens see others through an operator made for it, or through a product of two tensors of the text. Where the keys
 * come from the side (an encoder, in a file of its own) they see another text.
 */
function mixes({ node, moving }: Step, constants: ReadonlySet<string>): boolean {
  const [, second = ''] = node.input;
  if (mixing.test(node.opType ?? '')) return second === '' || moving.has(second) || constants.has(second);
  const factors = node.opType === 'QLinearMatMul' ? [0, 3] : [0, 1];
  return products.test(node.opType ?? '') && factors.every((at) => moving.has(node.input[at] ?? ''));
}

function isSilent({ behind }: CutPoint): boolean {
  return silent.has(behind.at(-1)?.node.opType ?? '');
}

/** Adds a layer's output to the stream. */
function joins({ behind }: CutPoint): boolean {
  const last = behind.at(-1);
  return last !== undefined && sums.has(last.node.opType ?? '') && last.moving.size > 1;
}

function attends({ node, moving }: Step): boolean {
  return node.opType === 'Softmax' ? moving.size > 0 : /Attention$/.test(node.opType ?? '');
}

/** The points after `at` and before the next sum, without those that change no number. */
function chainAfter(points: readonly CutPoint[], at: number): readonly number[] {
  const rest = points.slice(at + 1);
  const end = rest.findIndex(joins);
  return [...rest.slice(0, end < 0 ? rest.length : end).keys()]
    .map((step) => at + 1 + step)
    .filter((step) => !isSilent(points[step]!));
}

const none = (reason: string): NoLayers => ({ kind: 'none', reason });

function depthsOf(points: readonly CutPoint[], constants: ReadonlySet<string>): Layers | NoLayers {
  const layers = points.flatMap(({ behind }, at) =>
    at > 0 && behind.some((step) => mixes(step, constants)) ? [at] : [],
  );
  if (layers.length === 0) {
    return none('No layer that looks at other tokens was found in its graph. Export the model with its layers inside.');
  }
  const segments = layers.map((at) => points[at]!);
  if (segments.some(({ behind }) => behind.some(({ node }) => recurrent.has(node.opType ?? '')))) {
    return none(
      'It is recurrent: its layers hand their output on instead of adding it to a common stream, so that only the last ' +
        'one speaks the language of the vocabulary. Choose a transformer.',
    );
  }
  const joints = points.flatMap((point, at) => (at >= layers[0]! && joins(point) ? [at] : []));
  if (joints.length === 0 || segments.some(({ behind }) => behind.filter(attends).length > 1)) {
    return none(
      'Its layers are connected in a way that leaves no common stream to read between them. ' +
        'Choose a model whose layers add to one stream, such as GPT-2, LLaMA, Qwen, Gemma or Phi.',
    );
  }
  // What stands between a sum and the next layer's branches belongs to the stream (post-norm), also behind the last sum.
  const last = joints.at(-1)!;
  const between = joints.slice(0, -1).map((at) => chainAfter(points, at).length);
  const after = chainAfter(points, last);
  const tail = Math.min(between.length === 0 ? 0 : Math.min(...between), after.length);
  let final = tail === 0 ? last : after[tail - 1]!;
  while (final + 1 < points.length && isSilent(points[final + 1]!)) final++;
  return {
    kind: 'found',
    depths: [...layers.map((at) => at - 1), final].map((at) => points[at]!.tensor),
    normalised: tail > 0,
  };
}

/**
 * Finds the residual stream between the layers by structure alone: it is what everything goes through on the way from
 * the embeddings of `ids` to `end` (the logits, or an encoder's last hidden state). A layer begins where tokens next
 * see each other; its output is what the next one begins with.
 */
export function findLayers(graph: Graph, ids: string, end: string): Layers | NoLayers {
  const index = indexGraph(unfuseSums(graph));
  const points = cutPoints(index, embeddingTensors(index, ids), end);
  if (points.length === 0) {
    return none(
      'Its layers cannot be told apart: they lie inside a conditional, or the graph takes no token ids. ' +
        'Export the model again without merging the graphs for the first and for later tokens.',
    );
  }
  return depthsOf(points, index.constants);
}
