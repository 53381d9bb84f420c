import { fail, type RecurrentCell } from '../../../protocol';
import type { Backward } from './gradient-backward';
import type { CellGradient, CellReturn } from './gradient-cell';
import { gruGradient } from './gradient-gru';
import { lstmGradient } from './gradient-lstm';
import { rnnGradient } from './gradient-rnn';
import { slopes } from './gradient-slopes';
import type { Node } from '../onnx-model';
import { readRecurrentNode, type RecurrentNode } from '../recurrent/recurrent-node';
import { RecurrentSteps } from '../recurrent/recurrent-steps';

const cells: Readonly<
  Record<RecurrentCell, (back: Backward, steps: RecurrentSteps, from: CellReturn) => CellGradient>
> = { lstm: lstmGradient, gru: gruGradient, rnn: rnnGradient };

/** Why no gradient can be taken through a node, where none can. */
function refusal({
  directions,
  activations,
  clip,
  inputForget,
  lengths,
}: {
  readonly directions: number;
  readonly activations: readonly string[];
  readonly clip: boolean;
  readonly inputForget: boolean;
  readonly lengths: boolean;
}): string | undefined {
  if (directions !== 1) return 'it also reads backwards, which a model that predicts the next token cannot';
  const strange = activations.find((name) => !(name in slopes));
  if (strange !== undefined) return `the slope of its activation "${strange}" is not known`;
  if (clip) return 'it cuts what its activations get (clip)';
  if (inputForget) return 'its input and forget gates are one (input_forget)';
  return lengths ? 'it is given the lengths of its texts (sequence_lens)' : undefined;
}

function refuse(node: RecurrentNode): void {
  const reason = refusal({
    directions: node.directions.length === 1 && !node.directions[0]!.reverse ? 1 : 2,
    activations: node.directions.flatMap(({ activations }) => activations.map(({ name }) => name)),
    clip: node.clip !== undefined && node.clip > 0,
    inputForget: node.inputForget,
    lengths: (node.node.input[4] ?? '') !== '',
  });
  if (reason === undefined) return;
  throw fail(
    'unsupported',
    `No gradient can be taken through ${node.name}: ${reason}. Measure by leaving out or replacing tokens instead.`,
  );
}

/**
 * Takes the gradient back through an LSTM, GRU or RNN node: backpropagation through time (Werbos 1990), as a Scan from
 * the last step to the first over the node's own weights and gates. False where the node is no recurrent one.
 */
export function recurrentGradient(back: Backward, node: Node): boolean {
  const found = readRecurrentNode(node);
  if (found === undefined) return false;
  if ('reason' in found) {
    throw fail('unsupported', `No gradient can be taken through ${found.name}: ${found.reason}`);
  }
  refuse(found);
  const { nodes } = back;
  const [all = '', last, lastCell] = node.output;
  const { cells: size } = found;
  // [k, s, 1, 1, h] -> [s, k, h]
  const returned = nodes.add('Transpose', [back.ofOrZeros(all)], { perm: [1, 0, 2, 3, 4] });
  const [x = '', w = '', r = '', , , hidden = '', cell = ''] = node.input;
  const steps = new RecurrentSteps(nodes, found, found.directions[0]!, all);
  // [k, 1, 1, h] -> [k, h]; where the state after the end goes nowhere, zeros from the first step's gradient.
  const rows = (name: string | undefined): string =>
    name !== undefined && name !== '' && back.of(name) !== undefined
      ? nodes.add('Reshape', [back.of(name)!, nodes.ints([-1, size])])
      : nodes.add('Mul', [nodes.pick(flat, 0, 0), nodes.float(0)]);
  const flat = nodes.add('Reshape', [returned, nodes.ints([0, -1, size])]);
  const result = cells[found.cell](back, steps, {
    steps: flat,
    hidden: rows(last),
    cell: rows(lastCell),
    recurrent: back.float(nodes.pick(r, 0, 0)),
  });
  const weights = back.float(nodes.pick(w, 0, 0));
  // [s, k, inputs] -> [k, s, 1, inputs]
  const toInput = nodes.add('Transpose', [nodes.add('MatMul', [result.sums, weights])], { perm: [1, 0, 2] });
  if (back.wants(x)) back.give(x, back.like(toInput, x));
  if (back.wants(hidden)) back.give(hidden, back.like(result.hidden, hidden));
  if (result.cell !== undefined && back.wants(cell)) back.give(cell, back.like(result.cell, cell));
  return true;
}
