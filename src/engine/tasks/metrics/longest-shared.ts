import type { Breath, Steps } from './breath';

/** Bits of one row of the table, 32 a number. */
const rowOf = (length: number): number => Math.ceil(length / 32);

const nowhere = new Uint32Array(0);

/** Numbers of the largest table that is kept as a whole: 128 MB. */
const wholeTable = 2 ** 25;

/**
 * What lists have in common with one list, in its order (longest common subsequences), 32 cells at a time (Crochemore et al.
 * 2001, in Hyyrö's form): time a * b / 32.
 */
export class LongestShared {
  private readonly size: number;
  /** Where each item stands in the list: [words, 2], the number of a word of bits and the bits in it, rising. */
  private readonly places = new Map<string, Uint32Array>();
  /** [rows, size], some rows of b + 1: a cleared bit i says that what a[0..i] shares is one longer than what a[0..i) does. */
  private table = new Uint32Array(0);

  /** `most`: numbers of a table that is kept as a whole. */
  public constructor(
    private readonly list: readonly string[],
    private readonly most = wholeTable,
  ) {
    this.size = rowOf(list.length);
    const found = new Map<string, number[]>();
    list.forEach((item, i) => {
      let bits = found.get(item);
      if (!bits) found.set(item, (bits = []));
      if (bits.at(-2) !== i >>> 5) bits.push(i >>> 5, 0);
      bits[bits.length - 1]! |= 1 << (i & 31);
    });
    for (const [item, bits] of found) this.places.set(item, Uint32Array.from(bits));
  }

  /** How many items of the list are shared with another one; memory of the list. */
  public *length(other: readonly string[], breath: Breath): Steps<number> {
    const row = new Uint32Array(this.size).fill(0xffffffff);
    for (const item of other) {
      this.step(row, 0, item, row, 0);
      if (breath.due()) yield;
    }
    let length = 0;
    for (let i = 0; i < this.list.length; i++) if ((row[i >>> 5]! & (1 << (i & 31))) === 0) length++;
    return length;
  }

  /**
   * The places in the list of what is shared, ascending: of several the ones that rouge-score finds (its way back through
   * the table prefers to leave out an item of the other list only where that is strictly longer). Of a table that does not
   * fit only some rows are kept, and those between are made again when the way back comes to them: memory grows with the
   * square root of the other list.
   */
  public *shared(other: readonly string[], breath: Breath): Steps<readonly number[]> {
    const { list, size } = this;
    const fits = (other.length + 1) * size <= this.most;
    const every = Math.max(1, fits ? other.length : Math.ceil(Math.sqrt(other.length)));
    const kept = fits ? undefined : yield* this.everyFew(other, every, breath);
    if (this.table.length < (every + 1) * size) this.table = new Uint32Array((every + 1) * size);
    const { table } = this;
    const places: number[] = [];
    /** The row of the whole table that the first of `table` is. */
    let first = Infinity;
    for (let i = list.length, j = other.length; i > 0 && j > 0;) {
      if (j <= first) {
        first = Math.floor((j - 1) / every) * every;
        if (kept) table.set(kept.subarray((first / every) * size, (first / every + 1) * size));
        else table.fill(0xffffffff, 0, size);
        for (let row = 1; first + row <= j; row++) {
          this.step(table, (row - 1) * size, other[first + row - 1]!, table, row * size);
          if (row % 16 === 0 && breath.due()) yield;
        }
      }
      if (list[i - 1] === other[j - 1]) {
        places.push(i - 1);
        i--;
        j--;
        // Where the last items differ and the list's one makes it longer, the other's last one does not.
      } else if ((table[(j - first) * size + ((i - 1) >>> 5)]! & (1 << ((i - 1) & 31))) === 0) j--;
      else i--;
    }
    return places.reverse();
  }

  /** Every so many-th row of the table, [rows, size]. */
  private *everyFew(other: readonly string[], every: number, breath: Breath): Steps<Uint32Array> {
    const { size } = this;
    const kept = new Uint32Array((Math.floor(other.length / every) + 1) * size).fill(0xffffffff, 0, size);
    const row = new Uint32Array(size).fill(0xffffffff);
    for (let j = 1; j <= other.length; j++) {
      this.step(row, 0, other[j - 1]!, row, 0);
      if (j % every === 0) kept.set(row, (j / every) * size);
      if (j % 16 === 0 && breath.due()) yield;
    }
    return kept;
  }

  /** One row of the table from the one before: only words of bits change in which the item stands, or to which a carry comes. */
  private step(from: Uint32Array, at: number, item: string, to: Uint32Array, into: number): void {
    if (from !== to || at !== into) to.copyWithin(into, at, at + this.size);
    const bits = this.places.get(item) ?? nowhere;
    let carry = 0;
    for (let next = 0, word = 0; next < bits.length || carry > 0; word++) {
      if (carry === 0) word = bits[next]!;
      if (word >= this.size) break;
      const value = to[into + word]!;
      let met = 0;
      if (bits[next] === word) {
        met = value & bits[next + 1]!;
        next += 2;
      }
      const sum = value + (met >>> 0) + carry;
      carry = sum > 0xffffffff ? 1 : 0;
      to[into + word] = (sum >>> 0) | (value & ~met);
    }
  }
}
