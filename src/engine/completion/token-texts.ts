import type { Tokenizer } from '../text/tokenizer';

/** Tokens looked up in one step, some milliseconds. */
const atOnce = 8192;

/** What each token of a vocabulary writes; undefined for special tokens and bytes that make no character. */
export type TokenTexts = readonly (string | undefined)[];

const known = new WeakMap<Tokenizer, TokenTexts>();

/** Looked up once for each tokenizer, a yield after each part. */
export function* tokenTexts(tokenizer: Tokenizer): Generator<void, TokenTexts, void> {
  const kept = known.get(tokenizer);
  if (kept) return kept;
  const texts: (string | undefined)[] = [];
  while (texts.length < tokenizer.vocabularySize) {
    const to = Math.min(texts.length + atOnce, tokenizer.vocabularySize);
    for (let id = texts.length; id < to; id++) texts.push(tokenizer.insertion(id));
    yield;
  }
  known.set(tokenizer, texts);
  return texts;
}
