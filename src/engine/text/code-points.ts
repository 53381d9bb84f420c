const surrogate = /[\ud800-\udfff]/;
const lone = /\p{Surrogate}/gu;

/**
 * The text as the library can take it: a surrogate without its partner, which no encoding can hold, is read as
 * U+FFFD. Both are one code unit, so offsets stay those of the text.
 */
export function wellFormed(text: string): string {
  return surrogate.test(text) ? text.replace(lone, '\ufffd') : text;
}

/**
 * Where each code point begins, [code points + 1] UTF-16 offsets with the end of the text last; undefined when every
 * code point is one code unit and nothing is to be converted.
 */
export function codePointStarts(text: string): Int32Array | undefined {
  if (!surrogate.test(text)) return undefined;
  const starts = new Int32Array(text.length + 1);
  let count = 0;
  for (let at = 0; at < text.length; count++) {
    starts[count] = at;
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  starts[count] = text.length;
  return starts.subarray(0, count + 1);
}
