import { fail, type ExtractiveMethod, type ExtractiveSummary, type SummaryDocument } from '../../../protocol';
import { sentencesOf, type Sentence } from '../text/sentences';
import { lexrank } from './lexrank';
import { cosine, sentenceVectors } from './sentence-vectors';
import { textrank } from './textrank';

/** Methods that need no model. */
export type RankedMethod = Exclude<ExtractiveMethod, 'selector'>;

/** A sentence this near to a chosen one says nothing new. */
const same = 0.7;

/** How each method ranks sentences, given in the order of the documents, [n]; larger is better. */
const rankings: Readonly<Record<RankedMethod, (found: readonly Found[]) => Float64Array>> = {
  lexrank: (found) => lexrank(found.map(({ text }) => text)),
  textrank: (found) => textrank(found.map(({ text }) => text)),
  // The first sentence of every document, then the second ones.
  lead: (found) => Float64Array.from(found, ({ order }) => 1 / (1 + order)),
};

interface Found extends Sentence {
  readonly document: number;
  /** Its place in its document. */
  readonly order: number;
}

/**
 * The sentences that stand for the documents, at most `count`, in the order of the documents; what repeats a better one
 * is passed over. Refuses documents without a sentence (`document-empty`).
 */
export function extract(documents: readonly SummaryDocument[], method: RankedMethod, count: number): ExtractiveSummary {
  const found = documents.flatMap(({ text, markdown }, document) =>
    sentencesOf(text, markdown).map((sentence, order): Found => ({ ...sentence, document, order })),
  );
  if (!Number.isSafeInteger(count) || count < 1) {
    throw fail('bad-request', `A summary of ${count} sentences cannot be made: ask for a whole number of at least 1.`);
  }
  if (found.length === 0) {
    throw fail(
      'document-empty',
      'There are no sentences here: only headings, code, tables or nothing. Write some prose.',
    );
  }
  const ranks = rankings[method](found);
  const order = [...found.keys()].sort((a, b) => ranks[b]! - ranks[a]! || a - b);
  const vectors = sentenceVectors(found.map(({ text }) => text));
  const chosen: number[] = [];
  for (const i of order) {
    if (chosen.length >= count) break;
    if (!chosen.some((other) => cosine(vectors, i, other) > same)) chosen.push(i);
  }
  const best = ranks[order[0]!]!;
  const sentences = chosen
    .sort((a, b) => a - b)
    .map((i) => {
      const { text, start, end, document } = found[i]!;
      return { text, sources: [{ start, end, document, weight: ranks[i]! / best }] };
    });
  return { sentences, among: found.length };
}
