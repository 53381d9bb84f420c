import type { Span } from '../../../protocol';

/** A word as ROUGE sees it: lower-case ASCII letters and digits; everything else separates. */
export interface RougeWord extends Span {
  readonly word: string;
}

const isWordCharacter = /^[a-z0-9]$/;

/**
 * The words of a text with their UTF-16 places, as rouge-score's default tokenizer cuts them: letters beyond ASCII are
 * separators too. A character whose lower case is several (İ) counts with the ASCII ones among them.
 */
export function rougeWords(text: string): readonly RougeWord[] {
  const words: RougeWord[] = [];
  let word = '';
  let start = 0;
  let end = 0;
  const finish = (): void => {
    if (word !== '') words.push({ word, start, end });
    word = '';
  };
  let at = 0;
  for (const character of text) {
    for (const lower of character.toLowerCase()) {
      if (isWordCharacter.test(lower)) {
        if (word === '') start = at;
        word += lower;
        end = at + character.length;
      } else finish();
    }
    at += character.length;
  }
  finish();
  return words;
}
