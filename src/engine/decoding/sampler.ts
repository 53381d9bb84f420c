/**
 * Changes one vector of logits [vocabulary] in place: moves values, or removes tokens by -Infinity. `previous`: the
 * tokens so far, the oldest first.
 */
export type Sampler = (logits: Float64Array, previous: Int32Array) => void;

/** Makes a sampler of the value of its option. */
export type MakeSampler<T> = (value: T) => Sampler;
