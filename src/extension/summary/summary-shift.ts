import type { ShownSummary, Span } from '../../protocol';
import type { ContentChange } from '../document-edits';

/** The summary after changes of one event in one of its documents, by its uri: places move, and it is out of date. */
export function shiftSummary(summary: ShownSummary, uri: string, changes: readonly ContentChange[]): ShownSummary {
  const numbers = new Set(summary.texts.flatMap((text, number) => (text.uri === uri ? [number] : [])));
  if (numbers.size === 0 || changes.length === 0) return summary;
  // From the end of the text to its start: then none moves the place of a later one.
  const ordered = [...changes].sort((a, b) => b.rangeOffset - a.rangeOffset);
  const move = <S extends Span>(span: S): S => ordered.reduce(shifted, span);
  const moveSource = <S extends Span & { readonly document: number }>(source: S): S =>
    numbers.has(source.document) ? move(source) : source;
  const moveSources = <T extends { readonly sources: readonly (Span & { readonly document: number })[] }>(one: T): T => ({
    ...one,
    sources: one.sources.map(moveSource),
  }); // prettier-ignore
  return {
    ...summary,
    texts: summary.texts.map((text, number) => (numbers.has(number) ? move(text) : text)),
    sentences: summary.sentences.map(moveSources),
    words: summary.words.map(moveSources),
    sections: summary.sections.map(moveSource),
    leftOut: summary.leftOut.map(moveSource),
    stale: summary.stale || summary.texts.some((text) => text.uri === uri && ordered.some((one) => touches(text, one))),
  };
}

/** Whether a change is inside the part that was summarised, or at its edge. */
function touches({ start, end }: Span, { rangeOffset, rangeLength }: ContentChange): boolean {
  return rangeOffset <= end && rangeOffset + rangeLength >= start;
}

/** A stretch whose text was replaced shrinks to the place of the change. */
function shifted<S extends Span>(span: S, { rangeOffset, rangeLength, text }: ContentChange): S {
  const end = rangeOffset + rangeLength;
  const by = text.length - rangeLength;
  // What is written right before a stretch is not of it.
  const first = span.start >= end ? span.start + by : Math.min(span.start, rangeOffset);
  const last = span.end <= rangeOffset ? span.end : span.end >= end ? span.end + by : rangeOffset;
  return { ...span, start: first, end: Math.max(first, last) };
}
