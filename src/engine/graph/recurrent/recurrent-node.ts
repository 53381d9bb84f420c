import type { RecurrentCell } from '../../../protocol';
import { attributeOf } from '../graph-index';
import { int, type Node } from '../onnx-model';
import { readActivations, type Activation } from './recurrent-activations';

/** One direction of a recurrent node; `index` is its place along the axis of directions. */
export interface RecurrentDirection {
  readonly index: number;
  readonly reverse: boolean;
  /** LSTM: gates, candidate, output; GRU: gates, candidate; RNN: the only one. */
  readonly activations: readonly Activation[];
}

/** An LSTM, GRU or RNN node of the standard operators, as its attributes say. */
export interface RecurrentNode {
  readonly node: Node;
  readonly cell: RecurrentCell;
  readonly name: string;
  /** Size of the hidden state. */
  readonly cells: number;
  readonly directions: readonly RecurrentDirection[];
  /** Input of an activation is cut to [-clip, clip]. */
  readonly clip: number | undefined;
  /** LSTM: the forget gate is 1 - the input gate. */
  readonly inputForget: boolean;
  /** GRU: the reset gate acts behind the recurrent matrix, as in PyTorch. */
  readonly resetAfter: boolean;
  /** The batch is the first axis (layout 1), rather than the steps; see `timeFirstRecurrent`. */
  readonly batchFirst: boolean;
}

/** A node that cannot be looked into, and why. */
export interface RefusedNode {
  readonly name: string;
  readonly reason: string;
}

const cellOf: Readonly<Record<string, RecurrentCell>> = { LSTM: 'lstm', GRU: 'gru', RNN: 'rnn' };

/** What each direction applies where the node does not say. */
const usualActivations: Readonly<Record<RecurrentCell, readonly string[]>> = {
  lstm: ['Sigmoid', 'Tanh', 'Tanh'],
  gru: ['Sigmoid', 'Tanh'],
  rnn: ['Tanh'],
};

/** Recurrent operators outside the standard, and why their gates cannot be had. */
const refusedOperators: Readonly<Record<string, string>> = {
  DynamicQuantizeLSTM:
    'its activations are quantized inside the node (DynamicQuantizeLSTM), so that gates computed beside it would differ from its own. Choose a precision whose weights alone are quantized, or fp32.',
  AttnLSTM: 'it mixes attention into its cells (AttnLSTM), which Langscope does not take apart.',
};

/** Index of the input with the peephole weights. */
const peepholes = 7;

const text = new TextDecoder();

function flag(node: Node, name: string): boolean {
  const value = attributeOf(node, name)?.i;
  return value !== undefined && int(value) !== 0;
}

/** The node's name, else that of its output, without what exporters add. */
function nameOf(node: Node): string {
  const name = node.name === undefined || node.name === '' ? node.output.find((output) => output !== '') : node.name;
  return (name ?? node.opType ?? '').replace(/^\//, '').replace(/\/output_\d+$/, '');
}

/**
 * Reads a node; undefined where it is no recurrent one, and a reason where its gates cannot be had (peepholes, an
 * unknown activation, an operator that computes otherwise).
 */
export function readRecurrentNode(node: Node): RecurrentNode | RefusedNode | undefined {
  const { opType = '', domain = '' } = node;
  const refused = refusedOperators[opType];
  if (refused !== undefined) return { name: nameOf(node), reason: refused };
  const cell = domain === '' || domain === 'ai.onnx' ? cellOf[opType] : undefined;
  if (cell === undefined) return undefined;
  const name = nameOf(node);
  if (cell === 'lstm' && (node.input[peepholes] ?? '') !== '') {
    return { name, reason: 'it has peephole connections (input P), which Langscope does not compute.' };
  }
  const cells = attributeOf(node, 'hidden_size')?.i;
  if (cells === undefined) return { name, reason: 'it does not say its hidden_size. Export the model again.' };
  const bytes = attributeOf(node, 'direction')?.s;
  const direction = bytes === undefined ? 'forward' : text.decode(bytes);
  const reverses = direction === 'bidirectional' ? [false, true] : [direction === 'reverse'];
  const usual = usualActivations[cell];
  const given = attributeOf(node, 'activations')?.strings?.map((activation) => text.decode(activation)) ?? [];
  const activations = readActivations(
    given.length > 0 ? given : reverses.flatMap(() => usual),
    attributeOf(node, 'activation_alpha')?.floats ?? [],
    attributeOf(node, 'activation_beta')?.floats ?? [],
  );
  if ('unknown' in activations) {
    return { name, reason: `it uses the activation "${activations.unknown}", which Langscope does not know.` };
  }
  return {
    node,
    cell,
    name,
    cells: int(cells),
    directions: reverses.map((reverse, index) => ({
      index,
      reverse,
      activations: activations.slice(index * usual.length, (index + 1) * usual.length),
    })),
    clip: attributeOf(node, 'clip')?.f,
    inputForget: flag(node, 'input_forget'),
    resetAfter: flag(node, 'linear_before_reset'),
    batchFirst: flag(node, 'layout'),
  };
}
