import {
  fail,
  type ExtractiveMethod,
  type ExtractiveSummary,
  type FailureError,
  type SummaryDocument,
} from '../../../protocol';
import { sentencesOf, type Sentence } from '../text/sentences';
import { lexrank } from './lexrank';
import { sameSentence, sentenceVectors } from './sentence-vectors';
import { textrank } from './textrank';

/** Methods that need no model. */
export type RankedMethod = Exclude<ExtractiveMethod, 'selector'>;

/** How each method ranks sentences, given in the order of the documents, [n]; larger is better. */
const rankings: Readonly<Record<RankedMethod, (found: readonly Found[]) => Float64Array>> = {
  lexrank: (found) => lexrank(found.map(({ text }) => text)),
  textrank: (found) => textrank(found.map(({ text }) => text)),
  // The first sentence of every document, then the second ones.
  lead: (found) => Float64Array.from(found, ({ order }) => 1 / (1 + order)),
};

/** A sentence of one of several documents. */
export interface Found extends Sentence {
  readonly document: number;
  /** Its place in its document. */
  readonly order: number;
}

/** Why documents cannot be summarised. */
export function noSentences(): FailureError {
  return fail(
    'document-empty',
    'There are no sentences here: only headings, code, tables or nothing. Write some prose.',
  );
}

/** The sentences of the documents, in order; refuses documents without any and a count below 1. */
export function foundSentences(documents: readonly SummaryDocument[], count: number): readonly Found[] {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw fail('bad-request', `A summary of ${count} sentences cannot be made: ask for a whole number of at least 1.`);
  }
  const found = documents.flatMap(({ text, markdown }, document) =>
    sentencesOf(text, markdown).map((sentence, order): Found => ({ ...sentence, document, order })),
  );
  if (found.length === 0) throw noSentences();
  return found;
}

/**
 * The sentences that stand for the documents, at most `count`, in the order of the documents; what repeats a better one
 * is passed over. Refuses documents without a sentence (`document-empty`).
 */
export function extract(documents: readonly SummaryDocument[], method: RankedMethod, count: number): ExtractiveSummary {
  const found = foundSentences(documents, count);
  return bestSentences(found, rankings[method](found), count);
}

/** The sentences of the highest ranks, [found], that do not repeat each other. */
export function bestSentences(found: readonly Found[], ranks: Float64Array, count: number): ExtractiveSummary {
  const order = [...found.keys()].sort((a, b) => ranks[b]! - ranks[a]! || a - b);
  const { words, weights } = sentenceVectors(found.map(({ text }) => text));
  const chosen: number[] = [];
  /** Of each word: the chosen sentences that have it, and its weight there. */
  const having = new Map<number, { readonly sentence: number; readonly weight: number }[]>();
  for (const i of order) {
    if (chosen.length >= count) break;
    const cosines = new Map<number, number>();
    words[i]!.forEach((word, k) => {
      for (const { sentence, weight } of having.get(word) ?? []) {
        cosines.set(sentence, (cosines.get(sentence) ?? 0) + weight * weights[i]![k]!);
      }
    });
    if ([...cosines.values()].some((cosine) => cosine > sameSentence)) continue;
    chosen.push(i);
    words[i]!.forEach((word, k) => {
      const entry = { sentence: i, weight: weights[i]![k]! };
      const known = having.get(word);
      if (known) known.push(entry);
      else having.set(word, [entry]);
    });
  }
  const best = ranks[order[0]!]!;
  const sentences = chosen
    .sort((a, b) => a - b)
    .map((i) => {
      const { text, start, end, document } = found[i]!;
      return { text, sources: [{ start, end, document, weight: best > 0 ? ranks[i]! / best : 0 }] };
    });
  return { sentences, among: found.length };
}
