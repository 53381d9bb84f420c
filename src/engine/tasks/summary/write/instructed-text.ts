import { sentenceSpans } from './sentence-spans';

/** A first line that only says what follows: "Here is a summary of the text in two sentences:". */
const announcement = /^[^\n]{1,200}:[*_]*[ \t]*\n\s*/;
/** The same, where nothing followed. */
const onlyAnnounced = /^[^\n]{1,200}:[*_]*$/;
/** Words of the shortest text that says something. */
const leastWords = 3;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
/** The beginning of what may become one. */
const announcing = /^(?:here(?:'s|\u2019s| is| are)|sure|certainly|of course|below (?:is|are))\b[^\n]*$/i;
/** A piece of at least four characters three times in a row: small models run in circles. */
const circle = /(.{4,}?)\1\1/su;
/** So many characters that were said before, letter by letter, are no chance, wherever they stood. */
const longPiece = 40;
/** What leads on to a piece that is cut off. */
const dangling = /[\s,;:]+(?:(?:and|or|but)[\s,;:]*)?$/i;

/** What counts of the text that an instruct model has written so far. */
export interface InstructedText {
  /** Where it begins and ends in what was written. */
  readonly start: number;
  readonly end: number;
  /** The model says again what it has said: nothing new comes. */
  readonly circles: boolean;
}

/** Where a text begins to say again what it has said; undefined: nowhere. */
function againAt(text: string): number | undefined {
  const found = circle.exec(text);
  const said = new Set<string>();
  const round = found ? found.index + found[1]!.length : Infinity;
  // The last word that was said once is whole.
  const piece = Math.min(round + (/^[\p{L}\p{M}\p{N}]+/u.exec(text.slice(round))?.[0].length ?? 0), longAgainAt(text));
  let last = 0;
  for (const { start, end } of sentenceSpans(text)) {
    const key = text.slice(start, end).toLowerCase();
    if (said.has(key)) return Math.min(piece, last);
    said.add(key);
    last = end;
  }
  return piece < Infinity ? piece : undefined;
}

/** Where what the text ends with begins, if a long piece of it was said before; Infinity: it was not. */
function longAgainAt(text: string): number {
  let at = text.length - longPiece;
  const before = at < longPiece ? -1 : text.lastIndexOf(text.slice(at), at - longPiece);
  if (before < 0) return Infinity;
  for (let back = before; back > 0 && text[back - 1] === text[at - 1]; back--) at--;
  // A word of which only the end was said before does not stay as a torn one.
  return text.slice(0, at).search(/[\p{L}\p{M}\p{N}]*$/u);
}

/** What counts of a text that is ended; see below. Empty where it says nothing. */
export function endedText(text: string): InstructedText {
  const found = instructedText(text);
  const { start, end } = found;
  const own = text.slice(start, end);
  const words = [...segmenter.segment(own)].filter(({ isWordLike }) => isWordLike).length;
  return words < leastWords || onlyAnnounced.test(own) ? { ...found, end: start } : found;
}

/**
 * What counts of `text`: without white space at its ends, without a line that announces what follows, and without what it
 * says again. Empty while it may still be an announcement.
 */
export function instructedText(text: string): InstructedText {
  const lead = /^\s*/.exec(text)![0].length;
  const told = announcement.exec(text.slice(lead));
  const start = lead + (told?.[0].length ?? 0);
  if (!told && announcing.test(text.slice(lead))) return { start, end: start, circles: false };
  const own = text.slice(start);
  const again = againAt(own);
  const kept = own.slice(0, again).replace(again === undefined ? /\s+$/ : dangling, '');
  return { start, end: start + kept.length, circles: again !== undefined };
}
