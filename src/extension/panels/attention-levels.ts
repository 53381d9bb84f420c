import type { AttentionMarks } from '../../protocol';

/** A stretch of the document and how strongly it is marked, 1 to 7. */
export interface AttentionMark {
  readonly start: number;
  readonly end: number;
  readonly level: number;
  /** 0 to 1 */
  readonly weight: number;
}

/** The strongest level; the surprise colours have as many steps above none. */
const strongest = 7;

/**
 * The square root of a weight's share of the largest: most weights are small, and the colours of the panel are spread
 * so at first. What would be less than half a step is not marked. Stretches that touch the same text are merged into
 * the stronger one (tokens may share a character).
 */
export function attentionMarks({ spans, weights }: AttentionMarks): readonly AttentionMark[] {
  const largest = weights.reduce((found, weight) => Math.max(found, weight), 0);
  if (!(largest > 0)) return [];
  const marks: AttentionMark[] = [];
  weights.forEach((weight, at) => {
    const [start, end] = [spans[2 * at]!, spans[2 * at + 1]!];
    const level = Math.round(strongest * Math.sqrt(Math.max(0, weight) / largest));
    if (level > 0 && end > start) marks.push({ start, end, level, weight });
  });
  return marks
    .sort((a, b) => a.start - b.start || b.level - a.level)
    .filter((mark, at, all) => {
      const before = all[at - 1];
      return before === undefined || mark.start !== before.start || mark.end !== before.end;
    });
}
