import type { Match } from '../../../protocol';
import type { Breath, Steps } from './breath';
import { rougeWords, type RougeWord } from './rouge-words';

/** How far both texts say the same from these places on, words. */
function runAt(own: readonly RougeWord[], other: readonly RougeWord[], i: number, j: number): number {
  let length = 0;
  while (own[i + length] !== undefined && own[i + length]!.word === other[j + length]?.word) length++;
  return length;
}

/** Places of the reference looked at for one of the candidate; common words have many. */
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
  for (let j = 0; j + shortest <= other.length; j++) {
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
    for (const at of (places.get(key(own, i)) ?? []).slice(0, looked)) {
      const whole = runAt(own, other, i, at);
      const used = taken.subarray(at, at + whole).indexOf(1);
      const length = used === -1 ? whole : used;
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
