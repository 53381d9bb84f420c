import type { Tokenization } from '../text/tokenizer';

/**
 * What a person may be in the middle of at the end of a text: a word with the space before it, white space within a line,
 * or punctuation. A line end is none: the line above is written.
 */
const unit = /(?:[ \t]?[\p{L}\p{M}\p{N}_]+|[ \t]+|[ \t]?[^\s\p{L}\p{M}\p{N}_]+)$/u;
/** Code units; what is longer is no word. */
const longest = 40;

/** The last tokens of a text, which the model may cut in another way when it knows what follows. */
export interface HalfWord {
  /** Index of the first of them. */
  readonly from: number;
  /** What they write: to be written again. */
  readonly text: string;
}

/**
 * Token healing: where the text ends in the middle of a word, its last tokens are not those that the whole word would
 * have, and what follows them is hardly ever the rest of it. So the model goes on from before the unit, and only tokens
 * are allowed that write again what is typed. Undefined where there is nothing to go on from before it.
 */
export function halfWord(text: string, { ids, spans }: Tokenization, least: number): HalfWord | undefined {
  const found = unit.exec(text.slice(-longest));
  if (!found || (found.index === 0 && text.length > longest)) return undefined;
  const start = text.length - found[0].length;
  let from = ids.length;
  // Byte tokens may share a character: none is torn from the others.
  while (from > 0 && (spans[2 * from - 1]! > start || (from < ids.length && spans[2 * from - 1]! > spans[2 * from]!))) {
    from--;
  }
  if (from < least || from === ids.length) return undefined;
  return { from, text: text.slice(spans[2 * from]) };
}
