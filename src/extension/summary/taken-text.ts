import { createHash } from 'node:crypto';
import { formatCount, mostLeftOut, type ShownSummary, type SummarizedText, type SummaryScope } from '../../protocol';

/** A text as it is taken to be summarised: a document, or a part of it. */
export interface TakenText {
  readonly uri: string;
  readonly name: string;
  readonly markdown: boolean;
  readonly text: string;
  /** Where `text` begins in its document: characters and lines, both from 0. */
  readonly start: number;
  readonly line: number;
}

export interface Taken {
  readonly scope: SummaryScope;
  readonly texts: readonly TakenText[];
}

export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

export function summarizedText({ uri, name, text, start }: TakenText): SummarizedText {
  return { uri, name, start, end: start + text.length, hash: hashOf(text) };
}

/** Finds the line, from 0, of an offset of a document; undefined where that cannot be told any more. */
export type FindLine = (document: number, offset: number) => number | undefined;

/** Lines in the texts as they were taken. */
export function linesOf(texts: readonly TakenText[]): FindLine {
  const starts = texts.map(({ text }) => {
    const found = [0];
    for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) found.push(index + end.length);
    return found;
  });
  return (document, offset) => {
    const [taken, own] = [texts[document], starts[document]];
    if (!taken || !own) return undefined;
    let [low, high] = [0, own.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (own[middle]! <= offset - taken.start) low = middle;
      else high = middle;
    }
    return taken.line + low;
  };
}

/** Where the sources and the left out stretches stand, in words; a label is kept where the line cannot be told. */
export function labelsOf(summary: ShownSummary, lineOf: FindLine): ShownSummary['labels'] {
  const several = summary.texts.length > 1;
  const label = (place: { document: number; start: number; end: number } | undefined, before?: string): string => {
    if (!place) return '';
    const from = lineOf(place.document, place.start);
    const to = lineOf(place.document, Math.max(place.start, place.end - 1));
    if (from === undefined || to === undefined) return before ?? '';
    const lines = from === to ? `line ${formatCount(from + 1)}` : `lines ${formatCount(from + 1)} to ${formatCount(to + 1)}`; // prettier-ignore
    return several ? `${summary.texts[place.document]?.name ?? ''}, ${lines}` : lines;
  };
  return {
    sentences: summary.sentences.map(({ sources }, at) => label(sources[0], summary.labels.sentences[at])),
    leftOut: summary.leftOut.slice(0, mostLeftOut).map((one, at) => label(one, summary.labels.leftOut[at])),
  };
}
