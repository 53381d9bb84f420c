import type { Overlap, RougeName } from '../../../protocol';
import { countsOf, ngrams, shared } from './counts';
import { longestCommonLength, longestCommonPlaces } from './longest-shared';
import { rougeWords } from './rouge-words';

type Words = readonly string[];

function overlap(hits: number, candidate: number, reference: number): Overlap {
  const precision = candidate > 0 ? hits / candidate : 0;
  const recall = reference > 0 ? hits / reference : 0;
  return { precision, recall, f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0 };
}

function wordsOf(text: string): Words {
  return rougeWords(text).map(({ word }) => word);
}

/** ROUGE-N: runs of n words that both have. */
export function rougeN(n: number, candidate: Words, reference: Words): Overlap {
  const hits = shared(countsOf(ngrams(candidate, n)), countsOf(ngrams(reference, n)));
  return overlap(hits, Math.max(0, candidate.length - n + 1), Math.max(0, reference.length - n + 1));
}

/** ROUGE-L: the longest common subsequence of all words. */
export function rougeL(candidate: Words, reference: Words): Overlap {
  return overlap(longestCommonLength(reference, candidate), candidate.length, reference.length);
}

/**
 * ROUGE-L of a summary: each line of the reference is met by what any line of the candidate has in common with it (the
 * union of the longest common subsequences); no word counts more often than both texts have it.
 */
export function rougeLsum(candidate: readonly Words[], reference: readonly Words[]): Overlap {
  const left = countsOf(candidate.flat());
  const needed = countsOf(reference.flat());
  let hits = 0;
  for (const line of reference) {
    const met = new Set(candidate.flatMap((other) => longestCommonPlaces(line, other)));
    for (const place of [...met].sort((a, b) => a - b)) {
      const word = line[place]!;
      const [inCandidate, inReference] = [left.get(word) ?? 0, needed.get(word) ?? 0];
      if (inCandidate === 0 || inReference === 0) continue;
      left.set(word, inCandidate - 1);
      needed.set(word, inReference - 1);
      hits++;
    }
  }
  return overlap(hits, candidate.flat().length, reference.flat().length);
}

/** ROUGE (Lin 2004) of a candidate against one reference, equal to rouge-score without stemming. */
export function rouge(candidate: string, reference: string): Readonly<Record<RougeName, Overlap>> {
  const [own, other] = [wordsOf(candidate), wordsOf(reference)];
  const lines = (text: string): readonly Words[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map(wordsOf);
  return {
    rouge1: rougeN(1, own, other),
    rouge2: rougeN(2, own, other),
    rougeL: rougeL(own, other),
    rougeLsum: rougeLsum(lines(candidate), lines(reference)),
  };
}
