/** How much a sequence of tokens repeats itself. Each is undefined for one that is too short. */
export interface Repetition {
  /** Different tokens, and different pairs, by all of them (Li et al. 2016, https://arxiv.org/abs/1510.03055). */
  readonly distinct1: number | undefined;
  readonly distinct2: number | undefined;
  /** Runs of four tokens that stood there before, by all of them (seq-rep-4, Welleck et al. 2020, https://arxiv.org/abs/1908.04319). */
  readonly repeated4: number | undefined;
}

/** Different runs of n ids by all runs of n; 1: none occurs twice. Undefined where there are fewer than n ids. */
export function distinctShare(ids: readonly number[], n: number): number | undefined {
  const runs = ids.length - n + 1;
  if (runs < 1) return undefined;
  const seen = new Set(Array.from({ length: runs }, (_, at) => ids.slice(at, at + n).join(' ')));
  return seen.size / runs;
}

export function repetitionOf(ids: readonly number[]): Repetition {
  const distinct4 = distinctShare(ids, 4);
  return {
    distinct1: distinctShare(ids, 1),
    distinct2: distinctShare(ids, 2),
    repeated4: distinct4 === undefined ? undefined : 1 - distinct4,
  };
}

/** exp of the mean surprisal, of log-probabilities in nats; undefined for none. */
export function perplexityOf(logprobs: readonly number[]): number | undefined {
  if (logprobs.length === 0) return undefined;
  return Math.exp(-logprobs.reduce((sum, logprob) => sum + logprob, 0) / logprobs.length);
}
