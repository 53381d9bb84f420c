import type { Tokenization } from '../../text/tokenizer';
import { answerBorders, sentenceStarts } from './answer-borders';

/** What the search for answers must know of a text's tokens. */
export interface TokenPlaces {
  /** [tokens] The stretch between two borders in which the token's first and last character stand; -1: it is only space. */
  readonly firstPart: Int32Array;
  readonly lastPart: Int32Array;
  /** Tokens that begin a sentence or line, rising. */
  readonly cuts: readonly number[];
}

/** Code units before or behind a token's edge that are space. */
function spaceBefore(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && /\s/.test(text[at]!)) at++;
  return at;
}

function spaceBehind(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1]!)) at--;
  return at;
}

export function tokenPlaces(text: string, { ids, spans }: Tokenization, markdown: boolean): TokenPlaces {
  const borders = answerBorders(text, markdown);
  const starts = sentenceStarts(text);
  const firstPart = new Int32Array(ids.length).fill(-1);
  const lastPart = new Int32Array(ids.length).fill(-1);
  const cuts: number[] = [];
  let [part, sentence] = [0, 0];
  for (let i = 0; i < ids.length; i++) {
    const [from, to] = [spans[2 * i]!, spans[2 * i + 1]!];
    const start = spaceBefore(text, from, to);
    if (start === to) continue;
    const last = spaceBehind(text, start, to) - 1;
    while (part < borders.length && borders[part]! <= start) part++;
    firstPart[i] = part;
    let behind = part;
    while (behind < borders.length && borders[behind]! <= last) behind++;
    lastPart[i] = behind;
    if (sentence < starts.length && starts[sentence]! <= start) {
      cuts.push(i);
      while (sentence < starts.length && starts[sentence]! <= start) sentence++;
    }
  }
  return { firstPart, lastPart, cuts };
}

/** Words, none of which begins or ends within what a person sees as one character. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
/** Code units around an edge within which the word that it stands in begins and ends, as a rule. */
const around = 64;

/**
 * The stretch of the text from one token to another, without the space at its ends, and made wider where an edge stands within a
 * word: tokens may be pieces of words, and of characters.
 */
export function answerSpan(
  text: string,
  spans: Int32Array,
  first: number,
  last: number,
): { start: number; end: number } {
  const [from, to] = [spans[2 * first]!, spans[2 * last + 1]!];
  const start = spaceBefore(text, from, to);
  const end = spaceBehind(text, start, to);
  return { start: edge(text, start, 'start'), end: edge(text, end, 'end') };
}

function edge(text: string, at: number, side: 'start' | 'end'): number {
  const base = Math.max(0, at - around);
  const found = segmenter.segment(text.slice(base, at + around)).containing(at - base);
  if (!found || found.index === at - base) return at;
  return base + found.index + (side === 'start' ? 0 : found.segment.length);
}
