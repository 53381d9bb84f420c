/** Tokens of the end that must have stood before, the most first. */
const matches = [3, 2, 1];

/**
 * What followed the last tokens of `ids` where they stood before, at most `most` tokens: the draft of prompt-lookup
 * decoding (Saxena 2023, https://github.com/apoorvumang/prompt-lookup-decoding). The longest match of three tokens or
 * fewer counts, the latest of several; none: nothing is copied. `least`: matches of fewer tokens do not count.
 */
export function copiedDraft(ids: Int32Array, most: number, least: number): Int32Array {
  for (const size of matches) {
    if (size < least || ids.length <= size) continue;
    const tail = ids.length - size;
    for (let at = tail - 1; at >= 0; at--) {
      let same = 0;
      while (same < size && ids[at + same] === ids[tail + same]) same++;
      if (same === size) return ids.slice(at + size, Math.min(ids.length, at + size + most));
    }
  }
  return new Int32Array(0);
}
