import type { BeamTrace, GenerationEnd } from '../../protocol';
import { scoreOf } from './beam-columns';

/** A hypothesis that ended, where it stands with another length penalty. */
export interface RankedEnd {
  readonly node: number;
  readonly end: GenerationEnd;
  readonly score: number;
  /** Its place in the search's own result, from 0; undefined: it was pushed out. */
  readonly was: number | undefined;
}

/** What ended, best first by total / tokens ** lengthPenalty; nothing is searched again. Equals stay as they were. */
export function rankEnded(trace: BeamTrace, lengthPenalty: number): readonly RankedEnd[] {
  const result = trace.steps.at(-1)?.finished ?? [];
  const place = (node: number): number => {
    const at = result.indexOf(node);
    return at < 0 ? Infinity : at;
  };
  return trace.ended
    .map(({ node, end }) => {
      const was = place(node);
      return { node, end, score: scoreOf(trace, node, lengthPenalty), was: Number.isFinite(was) ? was : undefined };
    })
    .sort((a, b) => b.score - a.score || place(a.node) - place(b.node));
}
