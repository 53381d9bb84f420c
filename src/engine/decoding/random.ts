/** Numbers in [0, 1) that a seed gives again: mulberry32 (Tommy Ettinger, public domain). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The id at which the summed probabilities pass `at` in [0, 1); one without probability is never drawn. */
export function draw(probabilities: Float64Array, at: number): number {
  let sum = 0;
  let last = 0;
  for (let id = 0; id < probabilities.length; id++) {
    if (probabilities[id]! === 0) continue;
    sum += probabilities[id]!;
    last = id;
    if (at < sum) return id;
  }
  // Rounding may leave the sum just below one.
  return last;
}
