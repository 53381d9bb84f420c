import type { Span } from '../../../protocol';

/** A word as ROUGE sees it: lower-case ASCII letters and digits; everything else separates. */
export interface RougeWord extends Span {
  readonly word: string;
}

/** 'a' to 'z' and '0' to '9'. */
function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

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
    const code = character.charCodeAt(0);
    // Nearly all characters are lower-case ASCII letters or spaces, whose lower case need not be asked for.
    if (isWordCharacter(code)) {
      if (word === '') start = at;
      word += character;
      end = at + 1;
    } else if (code < 65) finish();
    else {
      for (const lower of character.toLowerCase()) {
        if (isWordCharacter(lower.charCodeAt(0))) {
          if (word === '') start = at;
          word += lower;
          end = at + character.length;
        } else finish();
      }
    }
    at += character.length;
  }
  finish();
  return words;
}
