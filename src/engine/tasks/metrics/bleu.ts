import { Breath, finished, type Steps } from './breath';
import { ngramCounts, shared } from './counts';
import { space, withoutSpaceBehind } from './python-space';

/** Longest runs of words that are compared. */
const orders = 4;

const replacements: readonly (readonly [RegExp, string])[] = [
  // Entities that stand in translation corpora.
  [/&quot;/g, '"'],
  [/&amp;/g, '&'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  // ASCII punctuation but . , - and the apostrophe stands alone.
  [/([{-~[-` -&(-+:-@/])/g, ' $1 '],
  // A point or comma stands alone unless digits surround it, a dash where it follows a digit.
  [/([^0-9])([.,])/g, '$1 $2 '],
  [/([.,])([^0-9])/g, ' $1 $2'],
  [/([0-9])(-)/g, '$1 $2 '],
];

/** The words of a segment as mteval-v13a cuts them (sacrebleu's default '13a'). */
export function words13a(segment: string): readonly string[] {
  let line = withoutSpaceBehind(segment).replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  line = ` ${line} `;
  for (const [pattern, replacement] of replacements) line = line.replace(pattern, replacement);
  return line.split(space).filter((word) => word !== '');
}

/** What BLEU is made of; sums over segments. */
export interface BleuCounts {
  /** By order: runs that the reference has too, and all runs. */
  readonly correct: readonly number[];
  readonly total: readonly number[];
  readonly candidate: number;
  readonly reference: number;
}

function* bleuCounts(candidate: string, reference: string, breath: Breath): Steps<BleuCounts> {
  const [own, other] = [words13a(candidate), words13a(reference)];
  const correct: number[] = [];
  for (let n = 1; n <= orders; n++) {
    correct.push(shared(yield* ngramCounts(own, n, breath), yield* ngramCounts(other, n, breath)));
  }
  return {
    correct,
    total: correct.map((_, i) => Math.max(0, own.length - i)),
    candidate: own.length,
    reference: other.length,
  };
}

/**
 * BLEU, 0 to 100, with exponential smoothing: each further order without a match counts half as much as the last.
 * `effective`: only orders that the candidate is long enough for, as it must be for single sentences.
 */
export function bleuOf({ correct, total, candidate, reference }: BleuCounts, effective: boolean): number {
  if (!correct.some((count) => count > 0)) return 0;
  const counted = total.findIndex((count) => count === 0);
  const reached = counted === -1 ? orders : counted;
  // Without the effective order, a missing one makes the whole figure nothing.
  if (!effective && reached < orders) return 0;
  let smooth = 1;
  let sum = 0;
  for (let n = 0; n < reached; n++) {
    if (correct[n] === 0) smooth *= 2;
    sum += Math.log((correct[n] === 0 ? 100 / smooth : 100 * correct[n]!) / total[n]!);
  }
  const brevity = candidate < reference ? Math.exp(1 - reference / candidate) : 1;
  return brevity * Math.exp(sum / reached);
}

/** BLEU of one segment. */
export function* bleuSteps(candidate: string, reference: string, breath: Breath): Steps<number> {
  return bleuOf(yield* bleuCounts(candidate, reference, breath), true);
}

/** The same at once. */
export function sentenceBleu(candidate: string, reference: string): number {
  return finished(bleuSteps(candidate, reference, new Breath()));
}

/** BLEU of a corpus of segments: the counts are added up first. */
export function corpusBleu(pairs: readonly (readonly [candidate: string, reference: string])[]): number {
  const all = pairs.map(([candidate, reference]) => finished(bleuCounts(candidate, reference, new Breath())));
  const add = (pick: (counts: BleuCounts) => number): number => all.reduce((sum, counts) => sum + pick(counts), 0);
  const byOrder = (of: 'correct' | 'total'): number[] =>
    Array.from({ length: orders }, (_, n) => add((c) => c[of][n]!));
  return bleuOf(
    {
      correct: byOrder('correct'),
      total: byOrder('total'),
      candidate: add((c) => c.candidate),
      reference: add((c) => c.reference),
    },
    false,
  );
}
