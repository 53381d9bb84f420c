import type { Backward } from './gradient-backward';
import type { CellGradient, CellReturn } from './gradient-cell';
import { scanBackward, step } from './gradient-scan';
import { slopeOf } from './gradient-slopes';
import type { RecurrentSteps } from '../recurrent/recurrent-steps';

/** With h = f(W x + R h'). */
export function rnnGradient(back: Backward, steps: RecurrentSteps, from: CellReturn): CellGradient {
  const { states, collected } = scanBackward(back.nodes, {
    body: [
      step('Add', ['dy', 'dh'], 'dh_here'),
      step('Mul', ['dh_here', 'slope'], 'd_sums'),
      step('MatMul', ['d_sums', from.recurrent], 'dh_before'),
      step('Identity', ['d_sums'], 'collected'),
    ],
    states: [[from.hidden, 'dh', 'dh_before']],
    series: [
      [from.steps, 'dy'],
      [slopeOf(back, steps.direction.activations[0]!, steps.hidden), 'slope'],
    ],
    collected: 'collected',
  });
  return { sums: collected, hidden: states[0]! };
}
