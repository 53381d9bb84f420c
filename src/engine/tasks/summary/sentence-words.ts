import { unspaced } from '../text/unspaced';

const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu;
const withoutSpaces = new RegExp(unspaced, 'u');

/** Each letter with the next one. */
function pairsOf(letters: string): readonly string[] {
  const all = Array.from(letters);
  return all.length < 2 ? all : all.slice(1).map((letter, at) => all[at]! + letter);
}

/**
 * The words of a sentence in lower case. Where a script has no spaces between them, pairs of letters stand for words, as
 * search engines have it: they are shared by texts that share words.
 */
export function sentenceWords(text: string): readonly string[] {
  const found = text.toLowerCase().match(word) ?? [];
  return found.some((one) => withoutSpaces.test(one))
    ? found.flatMap((one) => (withoutSpaces.test(one) ? pairsOf(one) : [one]))
    : found;
}
