import { sentenceWords } from './sentence-words';

/** The cosine from which on a sentence says nothing new beside another. */
export const sameSentence = 0.7;

/** One row per sentence: its words, by number, with weights of unit length together. */
export interface SentenceVectors {
  readonly words: readonly Uint32Array[];
  readonly weights: readonly Float64Array[];
  /** How many different words there are. */
  readonly vocabulary: number;
}

/** Sentence vectors: words weighted by how often they occur in the sentence and how rare they are in the texts (tf-idf). */
export function sentenceVectors(sentences: readonly string[]): SentenceVectors {
  const numbers = new Map<string, number>();
  const rows = sentences.map((sentence) => {
    const counts = new Map<number, number>();
    for (const word of sentenceWords(sentence)) {
      let number = numbers.get(word);
      if (number === undefined) numbers.set(word, (number = numbers.size));
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    return counts;
  });
  const within = new Uint32Array(numbers.size);
  for (const row of rows) for (const word of row.keys()) within[word]!++;
  const weights = rows.map((row) => {
    const raw = Float64Array.from(row, ([word, count]) => count * Math.log(1 + sentences.length / within[word]!));
    // Not Math.hypot(...raw): a text without full stops is one sentence of more words than a call has arguments.
    const length = Math.sqrt(raw.reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    return raw.map((weight) => weight / length);
  });
  return { words: rows.map((row) => Uint32Array.from(row.keys())), weights, vocabulary: numbers.size };
}

/** The cosine of two sentences. */
export function cosine({ words, weights }: SentenceVectors, a: number, b: number): number {
  const other = new Map(Array.from(words[b]!, (word, k) => [word, weights[b]![k]!]));
  return words[a]!.reduce((sum, word, k) => sum + weights[a]![k]! * (other.get(word) ?? 0), 0);
}
