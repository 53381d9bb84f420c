import { Breath, finished, type Steps } from './breath';
import { ngramCounts, shared } from './counts';
import { space } from './python-space';

const orders = 6;
/** Recall weighs beta times as much as precision. */
const beta = 2;

/** By order: runs of characters in the candidate, in the reference, and in both. */
type ChrfCounts = readonly (readonly [candidate: number, reference: number, both: number])[];

function* chrfCounts(candidate: string, reference: string, breath: Breath): Steps<ChrfCounts> {
  const characters = (text: string): string[] => Array.from(text.replaceAll(space, ''));
  const [own, other] = [characters(candidate), characters(reference)];
  const counts: (readonly [number, number, number])[] = [];
  for (let n = 1; n <= orders; n++) {
    const [a, b] = [yield* ngramCounts(own, n, breath, ''), yield* ngramCounts(other, n, breath, '')];
    const size = (list: readonly string[]): number => Math.max(0, list.length - n + 1);
    counts.push([b.size > 0 ? size(own) : 0, size(other), shared(a, b)]);
  }
  return counts;
}

function chrfOf(counts: ChrfCounts): number {
  const used = counts.filter(([candidate, reference]) => candidate > 0 && reference > 0);
  if (used.length === 0) return 0;
  const mean = (of: (count: ChrfCounts[number]) => number): number =>
    used.reduce((sum, count) => sum + of(count), 0) / used.length;
  const precision = mean(([candidate, , both]) => both / candidate);
  const recall = mean(([, reference, both]) => both / reference);
  if (precision + recall === 0) return 0;
  return (100 * (1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}

/** chrF2 of one segment (Popović 2015), 0 to 100: runs of up to 6 characters without white space. */
export function* chrfSteps(candidate: string, reference: string, breath: Breath): Steps<number> {
  return chrfOf(yield* chrfCounts(candidate, reference, breath));
}

/** The same at once. */
export function sentenceChrf(candidate: string, reference: string): number {
  return finished(chrfSteps(candidate, reference, new Breath()));
}

/** chrF2 of a corpus: the counts are added up first. */
export function corpusChrf(pairs: readonly (readonly [candidate: string, reference: string])[]): number {
  const all = pairs.map(([candidate, reference]) => finished(chrfCounts(candidate, reference, new Breath())));
  const add = (order: number, what: 0 | 1 | 2): number => all.reduce((sum, counts) => sum + counts[order]![what], 0);
  return chrfOf(Array.from({ length: orders }, (_, n) => [add(n, 0), add(n, 1), add(n, 2)]));
}
