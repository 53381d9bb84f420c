import { sentenceWords } from '../sentence-words';
import { isFunctionWord } from './function-words';

/** Of a sentence's content words, the share that its sources must have. */
const leastShare = 0.5;

/** The beginning of a word that its forms share: what is left without the commonest English endings. */
function stem(word: string): string {
  const short = word.replace(/['’]s$/, '').replace(/(?:ings?|ed|es|ers?|ies|ly|s|e|y)$/, '');
  return short.length >= 3 ? short : word;
}

/** Words that say something: neither function words nor single letters; numbers are. */
function contentWords(text: string): readonly string[] {
  return sentenceWords(text).filter((word) => (word.length > 1 || /\p{N}/u.test(word)) && !isFunctionWord(word));
}

/**
 * Whether a sentence is borne out by its sources, as far as words can tell: it has at least one source, at least half of
 * its different content words stand there in some form, and so do all of its numbers. What is said of them may be wrong
 * all the same; and a paraphrase in other words is not recognised.
 */
export function isSupported(sentence: string, sources: readonly string[]): boolean {
  if (sources.length === 0) return false;
  const there = new Set(sources.flatMap((source) => contentWords(source).map(stem)));
  const own = [...new Set(contentWords(sentence).map(stem))];
  const found = own.filter((word) => there.has(word));
  const numbers = own.filter((word) => /^\p{N}/u.test(word));
  return found.length >= leastShare * own.length && numbers.every((word) => there.has(word));
}
