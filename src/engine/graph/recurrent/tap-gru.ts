import type { NodeList } from '../node-list';
import type { RecurrentSteps } from './recurrent-steps';

/** ONNX's order of the GRU's gates: update, reset, candidate. */
const candidateGate = 2;

/** The series of a GRU (Cho et al. 2014, https://arxiv.org/abs/1406.1078), [s, b, h] each. */
export function tapGru(nodes: NodeList, steps: RecurrentSteps): Readonly<Record<string, string>> {
  const { resetAfter } = steps.recurrent;
  const before = steps.before();
  const given = steps.fromInput();
  const sums = nodes.add('Add', [steps.part(given, 0, 2), steps.fromState(before, 0, 2)]);
  const update = steps.activate(steps.part(sums, 0, 1), 0);
  const reset = steps.activate(steps.part(sums, 1, 2), 0);
  // PyTorch and cuDNN reset what the recurrent matrix gives; the paper resets what it gets.
  const remembered = resetAfter
    ? nodes.add('Mul', [reset, steps.fromState(before, candidateGate, candidateGate + 1)])
    : steps.fromState(nodes.add('Mul', [reset, before]), candidateGate, candidateGate + 1);
  const offered = steps.part(given, candidateGate, candidateGate + 1);
  const candidate = steps.activate(nodes.add('Add', [offered, remembered]), 1);
  return { update, reset, candidate, hidden: steps.hidden };
}
