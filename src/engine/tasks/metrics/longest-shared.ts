import { fail } from '../../../protocol';

/**
 * The length of the longest common subsequence of two lists, 32 cells at a time (Crochemore et al. 2001, in Hyyrö's
 * form): time a * b / 32, memory of `a`.
 */
export function longestCommonLength(a: readonly string[], b: readonly string[]): number {
  const size = Math.ceil(a.length / 32);
  const places = new Map<string, Uint32Array>();
  a.forEach((item, i) => {
    let bits = places.get(item);
    if (!bits) places.set(item, (bits = new Uint32Array(size)));
    bits[i >>> 5]! |= 1 << (i & 31);
  });
  // A cleared bit i: the longest common subsequence with a[0..i] is one longer than with a[0..i).
  const open = new Uint32Array(size).fill(0xffffffff);
  for (const item of b) {
    const bits = places.get(item);
    if (!bits) continue;
    let carry = 0;
    for (let word = 0; word < size; word++) {
      const value = open[word]!;
      const met = value & bits[word]!;
      const sum = value + (met >>> 0) + carry;
      carry = sum > 0xffffffff ? 1 : 0;
      open[word] = (sum >>> 0) | (value & ~met);
    }
  }
  let length = 0;
  for (let i = 0; i < a.length; i++) if ((open[i >>> 5]! & (1 << (i & 31))) === 0) length++;
  return length;
}

/** Cells of the largest table that is made: 128 MB. */
const mostCells = 2 ** 25;

/**
 * The places in `a` of one longest common subsequence, ascending: of several the one that rouge-score finds (its way
 * back through the table prefers to leave out an item of `b` only where that is strictly longer). Refuses
 * (`bad-request`) lists whose table does not fit.
 */
export function longestCommonPlaces(a: readonly string[], b: readonly string[]): readonly number[] {
  const columns = b.length + 1;
  if ((a.length + 1) * columns > mostCells) {
    throw fail('bad-request', 'Two lines are too long to be aligned word by word. Put each sentence on its own line.');
  }
  const table = new Uint32Array((a.length + 1) * columns);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const at = i * columns + j;
      table[at] = a[i - 1] === b[j - 1] ? table[at - columns - 1]! + 1 : Math.max(table[at - columns]!, table[at - 1]!);
    }
  }
  const places: number[] = [];
  for (let i = a.length, j = b.length; i > 0 && j > 0;) {
    const at = i * columns + j;
    if (a[i - 1] === b[j - 1]) {
      places.push(i - 1);
      i--;
      j--;
    } else if (table[at - 1]! > table[at - columns]!) j--;
    else i--;
  }
  return places.reverse();
}
