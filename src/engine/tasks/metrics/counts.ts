import type { Breath, Steps } from './breath';

/** How often each item occurs. */
export function countsOf(items: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** How many items both have, each as often as the one that has it less often. */
export function shared(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [item, count] of a) sum += Math.min(count, b.get(item) ?? 0);
  return sum;
}

/** How often each run of n items occurs; its items are joined by a character that no item has: words have no space. */
export function* ngramCounts(
  items: readonly string[],
  n: number,
  breath: Breath,
  join = ' ',
): Steps<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= items.length; i++) {
    const run = n === 1 ? items[i]! : items.slice(i, i + n).join(join);
    counts.set(run, (counts.get(run) ?? 0) + 1);
    if (i % 1024 === 1023 && breath.due()) yield;
  }
  return counts;
}
