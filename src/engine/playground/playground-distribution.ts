import type { BannedWord, PlaygroundBar, PlaygroundDistribution, SamplerOptions } from '../../protocol';
import { walkSamplers } from './sampler-walk';

/** Ids of the `count` greatest values, the greatest first; equals in the order of their ids. */
export function greatest(values: Float64Array, count: number): readonly number[] {
  const best: number[] = [];
  for (let id = 0; id < values.length; id++) {
    if (best.length === count && values[best.at(-1)!]! >= values[id]!) continue;
    let at = best.length;
    while (at > 0 && values[best[at - 1]!]! < values[id]!) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}

/** nats; what has no probability adds nothing. */
function entropyOf(probabilities: Float64Array): number {
  let sum = 0;
  for (const p of probabilities) if (p > 0) sum -= p * Math.log(p);
  return sum;
}

/** The distribution as it is told; `piece`: how a token is shown. */
export function playgroundDistribution(
  logits: Float32Array,
  previous: Int32Array,
  options: SamplerOptions,
  top: number,
  piece: (id: number) => string,
  banned: readonly BannedWord[],
): PlaygroundDistribution {
  const { raw, filtered, removedBy, movedBy, steps } = walkSamplers(logits, previous, options);
  const shown = greatest(raw, top);
  const bars = shown.map((id): PlaygroundBar => {
    const by = removedBy.get(id);
    return {
      id,
      piece: piece(id),
      raw: raw[id]!,
      filtered: filtered[id]!,
      ...(by !== undefined && { removedBy: by }),
      movedBy: movedBy.get(id) ?? [],
    };
  });
  const sum = (of: (bar: PlaygroundBar) => number): number => bars.reduce((total, bar) => total + of(bar), 0);
  const shownLeft = bars.filter(({ removedBy: by }) => by === undefined).length;
  const left = raw.length - removedBy.size;
  return {
    bars,
    rest: {
      tokens: raw.length - bars.length,
      left: left - shownLeft,
      // Rounding may leave a sum just above one.
      raw: Math.max(0, 1 - sum((bar) => bar.raw)),
      filtered: left === shownLeft ? 0 : Math.max(0, 1 - sum((bar) => bar.filtered)),
    },
    steps,
    entropy: entropyOf(raw),
    entropyAfter: entropyOf(filtered),
    left,
    removedMass: steps.reduce((total, { mass }) => total + mass, 0),
    banned,
  };
}
