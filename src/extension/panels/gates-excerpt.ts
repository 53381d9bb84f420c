import type { PlaceExcerpt, Span } from '../../protocol';

/** UTF-16 code units of text shown on each side of a place, and of the place itself. */
const aside = 40;
const most = 120;

/** Where places stand in a text and how it reads there, so that a list can show them without having the text. */
export function excerptsOf(text: string, places: readonly Span[]): readonly PlaceExcerpt[] {
  const starts = lineStarts(text);
  return places.map(({ start, end }) => ({
    line: lineOf(starts, start),
    before: text.slice(whole(text, Math.max(0, start - aside)), start),
    match: text.slice(start, whole(text, Math.min(end, start + most))),
    after: text.slice(end, whole(text, Math.min(text.length, end + aside))),
  }));
}

/** Not into the middle of a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** Offset of each line's beginning. */
function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
}

/** Counted from 0. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
