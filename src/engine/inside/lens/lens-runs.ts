/** One run of the lens head: its rows, each a token and a depth. */
export interface LensRun {
  /** [rows] counted from the first token of those that get figures. */
  readonly tokens: Int32Array;
  readonly depths: Int32Array;
  /** [rows] the row that holds the last depth of the same token. */
  readonly finals: Int32Array;
}

function runOf(tokens: readonly number[], depths: readonly number[]): LensRun {
  const wide = depths.length;
  const rows = tokens.length * wide;
  return {
    tokens: Int32Array.from({ length: rows }, (_row, at) => tokens[Math.floor(at / wide)]!),
    depths: Int32Array.from({ length: rows }, (_row, at) => depths[at % wide]!),
    finals: Int32Array.from({ length: rows }, (_row, at) => at - (at % wide) + wide - 1),
  };
}

/**
 * Puts tokens [from, to) at every depth into runs of at most `most` rows (2 at least). Several tokens share a run where
 * they fit; where one token's depths do not, each of its runs has the last depth too, to be compared with.
 */
export function* lensRuns(from: number, to: number, depths: number, most: number): Generator<LensRun, void, void> {
  const last = depths - 1;
  const range = (start: number, end: number): number[] =>
    Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  if (depths > most) {
    for (let token = from; token < to; token++) {
      for (let depth = 0; depth < last; depth += most - 1) {
        yield runOf([token], [...range(depth, Math.min(last, depth + most - 1)), last]);
      }
    }
    return;
  }
  const together = Math.floor(most / depths);
  for (let token = from; token < to; token += together) {
    yield runOf(range(token, Math.min(to, token + together)), range(0, depths));
  }
}
