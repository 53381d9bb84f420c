/** The logarithm of the sum of the exponentials: what logits are above the log-probabilities that they stand for. */
export function logSumExp(logits: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > largest) largest = logits[id]!;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp(logits[id]! - largest);
  return largest + Math.log(sum);
}

/** Probabilities of logits, [vocabulary]; a logit of -Infinity has none. At least one must be finite. */
export function softmax(logits: Float64Array): Float64Array {
  let largest = -Infinity;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  const probabilities = logits.map((logit) => {
    const share = Math.exp(logit - largest);
    sum += share;
    return share;
  });
  for (let id = 0; id < probabilities.length; id++) probabilities[id]! /= sum;
  return probabilities;
}

/** Ids from the greatest value to the smallest; equals in the order of their ids. */
export function byValue(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
}
