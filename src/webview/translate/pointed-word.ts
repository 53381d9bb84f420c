import type { Span, TranslateState, TranslateWay, Translation } from '../../protocol';
import { alignedSource, alignedTarget } from './translate-words';
import { keyOf } from './word-text';

type Translations = TranslateState['translations'];

/** A word of the source or of a translation that is pointed at. */
export interface PointedWord {
  readonly side: 'source' | TranslateWay;
  readonly sentence: number;
  readonly token: number;
}

/** The translation whose words of the source are shown. */
export function leadingOf({ beam, greedy }: Translations): Translation | undefined {
  return beam ?? greedy;
}

export function sameWord(a: PointedWord | undefined, b: PointedWord | undefined): boolean {
  return a?.side === b?.side && a?.sentence === b?.sentence && a?.token === b?.token;
}

/** The words of one text that are marked while something is pointed at, by their keys, with their weights. */
export function markedWords(
  side: PointedWord['side'],
  pointed: PointedWord | undefined,
  translations: Translations,
): ReadonlyMap<string, number> {
  if (!pointed) return new Map();
  const { sentence } = pointed;
  if (pointed.side === side) return new Map([[keyOf(pointed), 1]]);
  const of =
    pointed.side === 'source' ? (side === 'source' ? undefined : translations[side]) : translations[pointed.side];
  const found = of?.sentences[sentence];
  if (!found || (pointed.side !== 'source' && side !== 'source')) return new Map();
  const aligned = pointed.side === 'source' ? alignedTarget(found, pointed.token) : alignedSource(found, pointed.token);
  return new Map(aligned.map(({ token, weight }) => [keyOf({ sentence, token }), weight]));
}

/** Stretches of the source that what is pointed at comes from. */
export function sourceSpans(pointed: PointedWord | undefined, translations: Translations): readonly Span[] {
  const of = pointed?.side === 'source' || !pointed ? leadingOf(translations) : translations[pointed.side];
  const sentence = pointed && of?.sentences[pointed.sentence];
  if (!sentence) return [];
  const tokens = pointed.side === 'source' ? [pointed] : alignedSource(sentence, pointed.token);
  return tokens.flatMap(({ token }) => {
    const found = sentence.sourceTokens[token];
    return found ? [{ start: found.start, end: found.end }] : [];
  });
}
