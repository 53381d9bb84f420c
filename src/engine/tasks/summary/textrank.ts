import { randomWalk } from './random-walk';
import { sentenceWords } from './sentence-words';

/** Sentences that are compared with each other; a longer text is ranked in sections. */
const section = 1500;

/** Similarities of all pairs, [n, n]: words in common over the logarithms of both lengths. */
function similarities(sentences: readonly string[]): Float64Array {
  const n = sentences.length;
  const bags = sentences.map((sentence) => new Set(sentenceWords(sentence)));
  const having = new Map<string, number[]>();
  bags.forEach((bag, i) => {
    for (const word of bag) {
      const known = having.get(word);
      if (known) known.push(i);
      else having.set(word, [i]);
    }
  });
  const weights = new Float64Array(n * n);
  for (const places of having.values()) for (const i of places) for (const j of places) weights[i * n + j]!++;
  const lengths = bags.map((bag) => Math.log(bag.size + 1));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) weights[i * n + j]! /= lengths[i]! + lengths[j]!;
    weights[i * n + i] = 0;
  }
  return weights;
}

function ranked(sentences: readonly string[]): Float64Array {
  const n = sentences.length;
  const weights = similarities(sentences);
  const degree = Float64Array.from({ length: n }, (_, i) =>
    weights.subarray(i * n, (i + 1) * n).reduce((sum, weight) => sum + weight, 0),
  );
  return randomWalk(n, degree, (from) => {
    const reached = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      const share = from[j]!;
      for (let i = 0; i < n; i++) reached[i]! += share * weights[j * n + i]!;
    }
    return reached;
  });
}

/**
 * TextRank (Mihalcea & Tarau 2004): a random walk between sentences by the words they share, [n]. Beyond 1,500 sentences
 * each section of a text is ranked by itself.
 */
export function textrank(sentences: readonly string[]): Float64Array {
  const ranks = new Float64Array(sentences.length);
  for (let from = 0; from < sentences.length; from += section) {
    const part = sentences.slice(from, from + section);
    ranks.set(
      ranked(part).map((share) => (share * part.length) / sentences.length),
      from,
    );
  }
  return ranks;
}
