import type { Span } from '../../../../protocol';
import { sentencesOf } from '../../text/sentences';

/** The sentences of what a model wrote; a text without any is one, and an empty one has none. */
export function sentenceSpans(text: string): readonly Span[] {
  const found = sentencesOf(text, true).map(({ start, end }) => ({ start, end }));
  return found.length > 0 || text.trim() === '' ? found : [{ start: 0, end: text.length }];
}
