import type { PassageScores } from '../../reader/read-passage';
import type { ReadingWindow } from './reading-windows';
import type { TokenPlaces } from './token-places';

/** A stretch of tokens, first and last one included, and what it is better by than `no answer`: nats. */
export interface CandidateSpan {
  readonly first: number;
  readonly last: number;
  readonly gap: number;
}

/** The best `count` of the spans, the best first, of which none shares a token with a better one. */
export function apart<S extends CandidateSpan>(spans: readonly S[], count: number): readonly S[] {
  const kept: S[] = [];
  for (const span of [...spans].sort((a, b) => b.gap - a.gap || a.first - b.first)) {
    if (kept.length === count) break;
    if (kept.every(({ first, last }) => span.last < first || span.first > last)) kept.push(span);
  }
  return kept;
}

/**
 * The best spans of a window, places counted in the whole text. Both edges are scored here; a span belongs to the window in whose own
 * stretch it begins. Windows share at least a third, so that `longest` tokens behind it are read here too.
 */
export function bestSpans(
  { start, end, none }: PassageScores,
  { from, to, first, last }: ReadingWindow,
  { firstPart, lastPart }: TokenPlaces,
  longest: number,
  count: number,
): readonly CandidateSpan[] {
  const nothing = none.start + none.end;
  const kept: CandidateSpan[] = [];
  const isFree = (place: number): boolean => kept.every((span) => place < span.first || place > span.last);
  while (kept.length < count) {
    let best: CandidateSpan | undefined;
    for (let i = first; i < last; i++) {
      const part = firstPart[i]!;
      if (part < 0) continue;
      // Up to where the stretch between two borders, or what a better span has not taken, ends; space alone ends no answer.
      for (let j = i; j < Math.min(to, i + longest) && isFree(j); j++) {
        if (lastPart[j]! < 0) continue;
        if (lastPart[j]! !== part) break;
        const gap = start[i - from]! + end[j - from]! - nothing;
        if (best === undefined || gap > best.gap) best = { first: i, last: j, gap };
      }
    }
    if (best === undefined) break;
    kept.push(best);
  }
  return kept;
}

/** Probabilities of each place and, behind them, of `no answer`: a softmax of their logits. [places + 1] */
export function placeProbabilities(logits: Float32Array, none: number): Float32Array {
  let most = none;
  for (const value of logits) most = Math.max(most, value);
  const result = new Float32Array(logits.length + 1);
  let sum = 0;
  for (let i = 0; i <= logits.length; i++) {
    const value = Math.exp((i < logits.length ? logits[i]! : none) - most);
    result[i] = value;
    sum += value;
  }
  for (let i = 0; i < result.length; i++) result[i]! /= sum;
  return result;
}
