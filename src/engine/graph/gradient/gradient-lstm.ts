import type { Backward } from './gradient-backward';
import type { CellGradient, CellReturn } from './gradient-cell';
import { scanBackward, sideBySide, step } from './gradient-scan';
import { slopeOf } from './gradient-slopes';
import type { RecurrentSteps } from '../recurrent/recurrent-steps';
import { tapLstm } from '../recurrent/tap-lstm';

/**
 * With h = o * f(c) and c = forget * c' + i * g. What does not depend on the gradient is computed for all steps at once;
 * the loop is left with a few products of rows and one with the recurrent matrix.
 */
export function lstmGradient(back: Backward, steps: RecurrentSteps, from: CellReturn): CellGradient {
  const { nodes } = back;
  const { input, forget, output, candidate, cell } = tapLstm(nodes, steps) as Record<
    'input' | 'forget' | 'output' | 'candidate' | 'cell',
    string
  >;
  const times = (...factors: readonly string[]): string =>
    factors.reduce((all, factor) => nodes.add('Mul', [all, factor]));
  const [gates, candidates, outputs] = steps.direction.activations;
  const shown = steps.activate(cell, 2);
  const before = nodes.add('Concat', [steps.initial('cell'), nodes.slice(cell, 0, 0, -1)], { axis: 0 });
  // In ONNX's order: input, output, forget, candidate; that of the output gate follows dh, the others dc.
  const factors = nodes.add(
    'Concat',
    [
      times(candidate, slopeOf(back, gates!, input)),
      times(shown, slopeOf(back, gates!, output)),
      times(before, slopeOf(back, gates!, forget)),
      times(input, slopeOf(back, candidates!, candidate)),
    ],
    { axis: 2 },
  );
  const { states, collected } = scanBackward(nodes, {
    body: [
      step('Add', ['dy', 'dh'], 'dh_here'),
      step('Mul', ['dh_here', 'opens'], 'dc_shown'),
      step('Add', ['dc', 'dc_shown'], 'dc_here'),
      sideBySide(['dc_here', 'dh_here', 'dc_here', 'dc_here'], 'd_gates'),
      step('Mul', ['d_gates', 'factors'], 'd_sums'),
      step('MatMul', ['d_sums', from.recurrent], 'dh_before'),
      step('Mul', ['dc_here', 'forget'], 'dc_before'),
      step('Identity', ['d_sums'], 'collected'),
    ],
    states: [
      [from.hidden, 'dh', 'dh_before'],
      [from.cell, 'dc', 'dc_before'],
    ],
    series: [
      [from.steps, 'dy'],
      [times(output, slopeOf(back, outputs!, shown)), 'opens'],
      [factors, 'factors'],
      [forget, 'forget'],
    ],
    collected: 'collected',
  });
  return { sums: collected, hidden: states[0]!, cell: states[1]! };
}
