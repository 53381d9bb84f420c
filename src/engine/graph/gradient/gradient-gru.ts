import type { Backward } from './gradient-backward';
import type { CellGradient, CellReturn } from './gradient-cell';
import { scanBackward, sideBySide, step } from './gradient-scan';
import { slopeOf } from './gradient-slopes';
import type { RecurrentSteps } from '../recurrent/recurrent-steps';
import { tapGru } from '../recurrent/tap-gru';

/** With h = (1 - z) * n + z * h', where n sees r * (R h'), or R (r * h') as in the paper. */
export function gruGradient(back: Backward, steps: RecurrentSteps, from: CellReturn): CellGradient {
  const { nodes } = back;
  const { update, reset, candidate } = tapGru(nodes, steps) as Record<'update' | 'reset' | 'candidate', string>;
  const times = (...factors: readonly string[]): string =>
    factors.reduce((all, factor) => nodes.add('Mul', [all, factor]));
  const [gates, candidates] = steps.direction.activations;
  const { cells, resetAfter } = steps.recurrent;
  const before = steps.before();
  // What each sum of the candidate and of the update gate takes of dh.
  const toCandidate = times(nodes.add('Sub', [nodes.float(1), update]), slopeOf(back, candidates!, candidate));
  const toUpdate = times(nodes.add('Sub', [before, candidate]), slopeOf(back, gates!, update));
  const joined = (...parts: readonly string[]): string => nodes.add('Concat', parts, { axis: 2 });
  const carried = {
    states: [[from.hidden, 'dh', 'dh_before']] as const,
    series: [
      [from.steps, 'dy'],
      [update, 'update'],
    ] as const,
  };
  if (resetAfter) {
    const remembered = steps.fromState(before, 2, 3);
    const toReset = times(toCandidate, remembered, slopeOf(back, gates!, reset));
    const { states, collected } = scanBackward(nodes, {
      body: [
        step('Add', ['dy', 'dh'], 'dh_here'),
        sideBySide(['dh_here', 'dh_here', 'dh_here'], 'd_gates'),
        step('Mul', ['d_gates', 'factors'], 'd_sums'),
        step('MatMul', ['d_sums', from.recurrent], 'dh_sums'),
        step('Mul', ['dh_here', 'update'], 'dh_kept'),
        step('Add', ['dh_sums', 'dh_kept'], 'dh_before'),
        step('Identity', ['dh_here'], 'collected'),
      ],
      states: carried.states,
      series: [...carried.series, [joined(toUpdate, toReset, times(toCandidate, reset)), 'factors']],
      collected: 'collected',
    });
    // What the input sees differs from what the state sees in the candidate, which is behind the reset gate there.
    const sums = times(joined(collected, collected, collected), joined(toUpdate, toReset, toCandidate));
    return { sums, hidden: states[0]! };
  }
  const toReset = times(before, slopeOf(back, gates!, reset));
  const { states, collected } = scanBackward(nodes, {
    body: [
      step('Add', ['dy', 'dh'], 'dh_here'),
      step('Mul', ['dh_here', 'to_candidate'], 'd_candidate'),
      step('MatMul', ['d_candidate', nodes.slice(from.recurrent, 0, 2 * cells, 3 * cells)], 'd_seen'),
      step('Mul', ['dh_here', 'to_update'], 'd_update'),
      step('Mul', ['d_seen', 'to_reset'], 'd_reset'),
      sideBySide(['d_update', 'd_reset'], 'd_two'),
      step('MatMul', ['d_two', nodes.slice(from.recurrent, 0, 0, 2 * cells)], 'dh_two'),
      step('Mul', ['d_seen', 'reset'], 'dh_seen'),
      step('Mul', ['dh_here', 'update'], 'dh_kept'),
      step('Sum', ['dh_two', 'dh_seen', 'dh_kept'], 'dh_before'),
      sideBySide(['d_two', 'd_candidate'], 'collected'),
    ],
    states: carried.states,
    series: [
      ...carried.series,
      [toCandidate, 'to_candidate'],
      [toUpdate, 'to_update'],
      [toReset, 'to_reset'],
      [reset, 'reset'],
    ],
    collected: 'collected',
  });
  return { sums: collected, hidden: states[0]! };
}
