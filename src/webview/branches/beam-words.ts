import type { BeamTrace } from '../../protocol';
import { formatVisible } from '../../protocol/format';
import { lineOf } from './beam-columns';

/** A length penalty, as it is set. */
export function formatPenalty(penalty: number): string {
  return String(Math.round(100 * penalty) / 100);
}

/** What a hypothesis writes, as it is shown. */
export function lineText(trace: BeamTrace, node: number): string {
  return lineOf(trace, node).map((at) => formatVisible(trace.nodes[at]!.piece)).join(''); // prettier-ignore
}
