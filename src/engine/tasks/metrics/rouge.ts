import type { Overlap, RougeName } from '../../../protocol';
import { Breath, finished, type Steps } from './breath';
import { countsOf, ngramCounts, shared } from './counts';
import { LongestShared } from './longest-shared';
import { rougeWords } from './rouge-words';

type Words = readonly string[];

function overlap(hits: number, candidate: number, reference: number): Overlap {
  const precision = candidate > 0 ? hits / candidate : 0;
  const recall = reference > 0 ? hits / reference : 0;
  return { precision, recall, f1: precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0 };
}

/** The words of each line that is not empty; no word goes over the end of a line. */
function linesOf(text: string): readonly Words[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rougeWords(line).map(({ word }) => word));
}

/** ROUGE-N: runs of n words that both have. */
function* rougeN(n: number, candidate: Words, reference: Words, breath: Breath): Steps<Overlap> {
  const hits = shared(yield* ngramCounts(candidate, n, breath), yield* ngramCounts(reference, n, breath));
  return overlap(hits, Math.max(0, candidate.length - n + 1), Math.max(0, reference.length - n + 1));
}

/** ROUGE-L: the longest common subsequence of all words. */
function* rougeL(candidate: Words, reference: Words, breath: Breath): Steps<Overlap> {
  const length = yield* new LongestShared(reference).length(candidate, breath);
  return overlap(length, candidate.length, reference.length);
}

/** Lines, and for each word those that have it: equal lines once. */
function linesByWord(lines: readonly Words[]): {
  readonly lines: readonly Words[];
  of(word: string): readonly number[];
} {
  const different = [...new Map(lines.map((line) => [line.join(' '), line])).values()];
  const having = new Map<string, number[]>();
  different.forEach((line, at) => {
    for (const word of new Set(line)) {
      const known = having.get(word);
      if (known) known.push(at);
      else having.set(word, [at]);
    }
  });
  return { lines: different, of: (word) => having.get(word) ?? [] };
}

/**
 * ROUGE-L of a summary: each line of the reference is met by what any line of the candidate has in common with it (the
 * union of the longest common subsequences); no word counts more often than both texts have it.
 */
function* rougeLsum(candidate: readonly Words[], reference: readonly Words[], breath: Breath): Steps<Overlap> {
  const left = countsOf(candidate.flat());
  const needed = countsOf(reference.flat());
  const others = linesByWord(candidate);
  let hits = 0;
  for (const line of reference) {
    const near = new Set<number>();
    for (const word of new Set(line)) for (const at of others.of(word)) near.add(at);
    const longest = new LongestShared(line);
    const met = new Set<number>();
    for (const at of near) {
      for (const place of yield* longest.shared(others.lines[at]!, breath)) met.add(place);
      if (met.size === line.length) break;
      if (breath.due()) yield;
    }
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
export function* rougeSteps(
  candidate: string,
  reference: string,
  breath: Breath,
): Steps<Readonly<Record<RougeName, Overlap>>> {
  const [candidateLines, referenceLines] = [linesOf(candidate), linesOf(reference)];
  const [own, other] = [candidateLines.flat(), referenceLines.flat()];
  return {
    rouge1: yield* rougeN(1, own, other, breath),
    rouge2: yield* rougeN(2, own, other, breath),
    rougeL: yield* rougeL(own, other, breath),
    rougeLsum: yield* rougeLsum(candidateLines, referenceLines, breath),
  };
}

/** The same at once. */
export function rouge(candidate: string, reference: string): Readonly<Record<RougeName, Overlap>> {
  return finished(rougeSteps(candidate, reference, new Breath()));
}
