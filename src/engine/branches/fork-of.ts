import { fail, type BranchChoice, type BranchPath, type Fork, type ForkOptions } from '../../protocol';
import { logProbabilities } from '../decoding/next-tokens';
import type { LanguageModel } from '../families/language-model';

export function samePath(a: BranchPath, b: BranchPath): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}

/** Ids of the `count` greatest values, greatest first; equals in the order of their ids. */
function best(values: Float64Array, count: number): readonly number[] {
  const found: number[] = [];
  for (let id = 0; id < values.length; id++) {
    const value = values[id]!;
    if (value === -Infinity || (found.length >= count && value <= values[found.at(-1)!]!)) continue;
    let at = found.length;
    while (at > 0 && values[found[at - 1]!]! < value) at--;
    found.splice(at, 0, id);
    if (found.length > count) found.pop();
  }
  return found;
}

/** Nats. */
function entropyOf(logprobs: Float64Array): number {
  let sum = 0;
  for (const logprob of logprobs) if (logprob > -Infinity) sum -= Math.exp(logprob) * logprob;
  return sum;
}

/**
 * What may come after the path, from the logits behind it, [vocabulary]. Refuses (`bad-request`) ids that the vocabulary
 * does not have, and where every token is forbidden.
 */
export function forkOf(
  { tokenizer, endTokens }: Pick<LanguageModel, 'tokenizer' | 'endTokens'>,
  logits: Float32Array,
  path: BranchPath,
  { top, forbidden, forced }: ForkOptions,
): Fork {
  const here = forbidden.filter((one) => one.path === undefined || samePath(one.path, path)).map(({ id }) => id);
  const shown = forced.filter((one) => samePath(one.path, path)).map(({ id }) => id);
  const beyond = [...here, ...shown].find((id) => !(id >= 0 && id < logits.length));
  if (beyond !== undefined) {
    throw fail('bad-request', `There is no token ${beyond}: the vocabulary has ${logits.length}.`);
  }
  const own = logProbabilities(logits);
  let after = own;
  if (here.length > 0) {
    const left = logits.slice();
    for (const id of here) left[id] = -Infinity;
    if (!left.some(Number.isFinite)) throw fail('bad-request', 'Every token is forbidden here: allow one again.');
    after = logProbabilities(left);
  }
  const ids = new Set([...best(own, top), ...best(after, top), ...shown]);
  const choices = [...ids].map((id): BranchChoice => ({
    id,
    piece: tokenizer.piece(id),
    logprob: own[id]!,
    rank: own.reduce(
      (better, value, other) => better + (value > own[id]! || (value === own[id] && other < id) ? 1 : 0),
      0,
    ),
    ...(after[id]! > -Infinity && { after: after[id]! }),
    ends: endTokens.includes(id),
  }));
  return {
    path,
    entropy: entropyOf(own),
    entropyAfter: entropyOf(after),
    choices: choices.sort((a, b) => a.rank - b.rank),
  };
}
