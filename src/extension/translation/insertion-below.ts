import type { Edit, Span } from '../../protocol';

/**
 * The edit that writes a translation as a paragraph of its own below a stretch of a text: behind the line in which the last
 * word of the stretch stands, so that a line end that was selected too does not push it one line further down. Blank lines
 * around it part it from what stands before and behind.
 */
export function insertionBelow(text: string, { start, end }: Span, translation: string, eol: string): Edit {
  const last = start + text.slice(start, end).trimEnd().length;
  const lineEnd = /[\r\n]/.exec(text.slice(last));
  const at = lineEnd ? last + lineEnd.index : text.length;
  // The line behind, where there is one with words.
  const followed = /^(?:\r\n|\r|\n)[^\S\r\n]*[^\s]/.test(text.slice(at));
  const own = translation.replace(/^(?:[^\S\r\n]*(?:\r\n|\r|\n))+/, '').trimEnd();
  return { start: at, end: at, text: `${eol}${eol}${own}${followed ? eol : ''}` };
}
