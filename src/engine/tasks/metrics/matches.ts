import type { Match } from '../../../protocol';
import type { Breath, Steps } from './breath';
import { rougeWords, type RougeWord } from './rouge-words';

/**
 * How far both texts say the same from these places on, up to a word that is taken. It ends there, as a text that says one
 * thing over and over would else be read to its end at every word.
 */
function runAt(
  own: readonly RougeWord[],
  other: readonly RougeWord[],
  taken: Uint8Array,
  i: number,
  j: number,
): number {
  let length = 0;
  while (taken[j + length] === 0 && own[i + length]?.word === other[j + length]!.word) length++;
  return length;
}

/** Free places of the reference looked at for one of the candidate; common words have many. */
const looked = 64;

/**
 * Runs of at least `shortest` words that both texts have, from the first word of the candidate on: at each place the
 * longest run whose words of the reference no earlier run has taken.
 */
export function* matchSteps(
  candidate: string,
  reference: string,
  shortest: number,
  breath: Breath,
): Steps<readonly Match[]> {
  const [own, other] = [rougeWords(candidate), rougeWords(reference)];
  const key = (words: readonly RougeWord[], at: number): string =>
    words
      .slice(at, at + shortest)
      .map(({ word }) => word)
      .join(' ');
  const places = new Map<string, number[]>();
  // From the last one on: the first one is taken from a list's end.
  for (let j = other.length - shortest; j >= 0; j--) {
    const name = key(other, j);
    const known = places.get(name);
    if (known) known.push(j);
    else places.set(name, [j]);
    if (j % 1024 === 1023 && breath.due()) yield;
  }
  const taken = new Uint8Array(other.length);
  const found: Match[] = [];
  for (let i = 0; i + shortest <= own.length;) {
    if (breath.due()) yield;
    let best = { at: -1, length: 0 };
    const there = places.get(key(own, i)) ?? [];
    const free: number[] = [];
    // What is taken stays so: it is dropped, so that what is said often is found to the end.
    while (there.length > 0 && free.length < looked) {
      const at = there.pop()!;
      if (!taken.subarray(at, at + shortest).includes(1)) free.push(at);
    }
    there.push(...free.toReversed());
    for (const at of free) {
      const length = runAt(own, other, taken, i, at);
      if (length >= shortest && length > best.length) best = { at, length };
    }
    if (best.length === 0) {
      i++;
      continue;
    }
    const { at, length } = best;
    taken.fill(1, at, at + length);
    found.push({
      candidate: { start: own[i]!.start, end: own[i + length - 1]!.end },
      reference: { start: other[at]!.start, end: other[at + length - 1]!.end },
      words: length,
    });
    i += length;
  }
  return found;
}
