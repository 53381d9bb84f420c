import type { Span } from '../../../protocol';

interface Word extends Span {
  /** In lower case, by which two words are the same. */
  readonly key: string;
}

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

function wordsOf(text: string): readonly Word[] {
  return [...segmenter.segment(text.replaceAll('\u2019', "'"))].flatMap(({ segment, index, isWordLike }) =>
    isWordLike === true
      ? [{ start: index, end: index + segment.length, key: segment.normalize('NFC').toLowerCase() }]
      : [],
  );
}

/** How far a word that moved may have gone, as a share of the text; beyond, it is another one. */
const reach = 0.1;
/** Words within which one may move in any text. */
const near = 20;

/**
 * The words of either text that the other lacks, each counted as often as it stands there. A word that stands more often in
 * one text meets the occurrences of the other in their order, so that of a repeated word those without a partner close by are
 * told.
 */
export function lossesOf(
  text: string,
  back: string,
): { readonly lost: readonly Span[]; readonly added: readonly Span[]; readonly words: number } {
  const [own, other] = [wordsOf(text), wordsOf(back)];
  const places = new Map<string, number[]>();
  other.forEach(({ key }, at) => {
    const known = places.get(key);
    if (known) known.push(at);
    else places.set(key, [at]);
  });
  const scale = other.length / Math.max(1, own.length);
  const far = Math.max(near, reach * other.length);
  const met = new Uint8Array(other.length);
  const lost: Span[] = [];
  own.forEach(({ key, start, end }, at) => {
    const left = places.get(key);
    while (left?.[0] !== undefined && left[0] < at * scale - far) left.shift();
    const first = left?.[0];
    if (first === undefined || first > at * scale + far) lost.push({ start, end });
    else {
      met[first] = 1;
      left!.shift();
    }
  });
  const added = other.flatMap(({ start, end }, at) => (met[at] === 1 ? [] : [{ start, end }]));
  return { lost, added, words: own.length };
}
