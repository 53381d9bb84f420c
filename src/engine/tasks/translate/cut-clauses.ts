import type { Span } from '../../../protocol';

/** A clause ends with one of these. */
const clauseEnd = /[,;:…)\]–—]$/;

/**
 * Divides tokens into stretches of at most `most`, behind the last mark that ends a clause, else before the last word that
 * still fits. Marks in the first third are passed over, as short stretches say too little. `spans`: [tokens, 2] in `text`,
 * where a token may begin with its space.
 */
export function clausesOf(text: string, spans: Int32Array, most: number): readonly Span[] {
  const count = spans.length / 2;
  const token = (at: number): string => text.slice(spans[2 * at], spans[2 * at + 1]);
  const found: Span[] = [];
  for (let start = 0; start < count;) {
    if (count - start <= most) {
      found.push({ start, end: count });
      break;
    }
    const [least, last] = [start + Math.ceil(most / 3), start + most];
    const isWord = (at: number): boolean => /^\s/.test(token(at)) || spans[2 * at]! > spans[2 * at - 1]!;
    let end = last;
    while (end > least && !(clauseEnd.test(token(end - 1)) && isWord(end))) end--;
    if (end === least) for (end = last; end > least && !isWord(end); end--);
    if (end === least) end = last;
    found.push({ start, end });
    start = end;
  }
  return found;
}
