import type { Span } from '../../../../protocol';
import type { Tokenizer } from '../../../text/tokenizer';

/**
 * Where each token stands in `text`, which is what they decode to without its first `offset` characters and perhaps
 * without its end. A token that only begins a character is an empty span; the one that ends it has all of it.
 */
export async function tokenSpans(
  tokenizer: Tokenizer,
  ids: readonly number[],
  text: string,
  offset: number,
): Promise<readonly Span[]> {
  const spans: Span[] = [];
  let start = 0;
  for (let count = 1; count <= ids.length; count++) {
    const decoded = await tokenizer.decode(Int32Array.from(ids.slice(0, count)));
    // Bytes of a character that is not whole decode to replacement characters.
    const { length } = decoded.replace(/\uFFFD+$/, '');
    const end = Math.max(start, Math.min(text.length, length - offset));
    spans.push({ start, end });
    start = end;
  }
  return spans;
}
