import type { ShownSummary } from '../../protocol';
import type { TakenText } from './taken-text';

/** The summary with its places counted from the start of each document, where only a part of one was taken. */
export function inDocuments(summary: ShownSummary, texts: readonly Pick<TakenText, 'start'>[]): ShownSummary {
  if (texts.every(({ start }) => start === 0)) return summary;
  const move = <S extends { readonly document: number; readonly start: number; readonly end: number }>(one: S): S => {
    const by = texts[one.document]?.start ?? 0;
    return { ...one, start: one.start + by, end: one.end + by };
  };
  return {
    ...summary,
    sentences: summary.sentences.map((one) => ({ ...one, sources: one.sources.map(move) })),
    words: summary.words.map((one) => ({ ...one, sources: one.sources.map(move) })),
    sections: summary.sections.map(move),
    leftOut: summary.leftOut.map(move),
  };
}
