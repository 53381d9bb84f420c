import { fail } from '../../../protocol';
import type { Breath, Steps } from './breath';

/** Bits of one row of the table, 32 a number. */
const rowOf = (length: number): number => Math.ceil(length / 32);

/** Numbers of the largest table that is kept: 128 MB. */
const mostNumbers = 2 ** 25;

/**
 * What lists have in common with one list, in its order (longest common subsequences), 32 cells at a time (Crochemore et al.
 * 2001, in Hyyrö's form): time a * b / 32.
 */
export class LongestShared {
  private readonly size: number;
  /** Where each item stands in the list. */
  private readonly places = new Map<string, Uint32Array>();
  /** [b + 1, size]: a cleared bit i says that what a[0..i] shares is one longer than what a[0..i) does. */
  private table = new Uint32Array(0);

  public constructor(private readonly list: readonly string[]) {
    this.size = rowOf(list.length);
    list.forEach((item, i) => {
      let bits = this.places.get(item);
      if (!bits) this.places.set(item, (bits = new Uint32Array(this.size)));
      bits[i >>> 5]! |= 1 << (i & 31);
    });
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
   * the table prefers to leave out an item of the other list only where that is strictly longer). Refuses (`bad-request`)
   * lists whose table does not fit.
   */
  public *shared(other: readonly string[], breath: Breath): Steps<readonly number[]> {
    const { list, size } = this;
    const needed = (other.length + 1) * size;
    if (needed > mostNumbers) {
      throw fail(
        'bad-request',
        'Two lines are too long to be aligned word by word. Put each sentence on its own line.',
      );
    }
    if (this.table.length < needed) this.table = new Uint32Array(needed);
    const { table } = this;
    table.fill(0xffffffff, 0, size);
    for (let j = 1; j <= other.length; j++) {
      this.step(table, (j - 1) * size, other[j - 1]!, table, j * size);
      if (j % 16 === 0 && breath.due()) yield;
    }
    const places: number[] = [];
    for (let i = list.length, j = other.length; i > 0 && j > 0;) {
      if (list[i - 1] === other[j - 1]) {
        places.push(i - 1);
        i--;
        j--;
        // Where the last items differ and the list's one makes it longer, the other's last one does not.
      } else if ((table[j * size + ((i - 1) >>> 5)]! & (1 << ((i - 1) & 31))) === 0) j--;
      else i--;
    }
    return places.reverse();
  }

  /** One row of the table from the one before. */
  private step(from: Uint32Array, at: number, item: string, to: Uint32Array, into: number): void {
    const bits = this.places.get(item);
    if (!bits) {
      if (from !== to || at !== into) to.copyWithin(into, at, at + this.size);
      return;
    }
    let carry = 0;
    for (let word = 0; word < this.size; word++) {
      const value = from[at + word]!;
      const met = value & bits[word]!;
      const sum = value + (met >>> 0) + carry;
      carry = sum > 0xffffffff ? 1 : 0;
      to[into + word] = (sum >>> 0) | (value & ~met);
    }
  }
}
