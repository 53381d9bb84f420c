import { randomWalk } from './random-walk';
import { sentenceVectors } from './sentence-vectors';

/**
 * Continuous LexRank (Erkan & Radev 2004): a random walk between sentences by the cosine of their tf-idf vectors, [n].
 * The cosines are never laid out: a step goes through the words, so that time and memory grow with the text and not with
 * its square.
 */
export function lexrank(sentences: readonly string[]): Float64Array {
  const { words, weights, vocabulary } = sentenceVectors(sentences);
  /** out[i] = sum over j of cosine(i, j) * from[j], without j = i. */
  const follow = (from: Float64Array): Float64Array => {
    const byWord = new Float64Array(vocabulary);
    words.forEach((row, j) => row.forEach((word, k) => (byWord[word]! += from[j]! * weights[j]![k]!)));
    return Float64Array.from(words, (row, i) => {
      const all = row.reduce((sum, word, k) => sum + byWord[word]! * weights[i]![k]!, 0);
      return row.length === 0 ? 0 : Math.max(0, all - from[i]!);
    });
  };
  const degree = follow(new Float64Array(sentences.length).fill(1)).map((sum) => (sum > 1e-12 ? sum : 0));
  return randomWalk(sentences.length, degree, follow);
}
