/**
 * Which word each token belongs to, counted from 0: a token that begins with white space, or behind some that belongs to
 * no token (BERT's tokenizers drop it), or that stands alone (special), begins a word. spans: [n, 2] in `text`;
 * special: [n]. Returns [n].
 */
export function wordIndex(text: string, spans: Int32Array, special: Uint8Array): Int32Array {
  let word = -1;
  return Int32Array.from(special, (alone, i) => {
    const begins =
      i === 0 ||
      alone === 1 ||
      special[i - 1] === 1 ||
      spans[2 * i]! > spans[2 * i - 1]! ||
      /\s/.test(text.charAt(spans[2 * i]!));
    if (begins) word++;
    return word;
  });
}
