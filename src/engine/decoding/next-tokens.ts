import { fail } from '../../protocol';
import type { LanguageModel, ReadingState } from '../families/language-model';

/** What a model has read, and the logits of what comes next, [vocabulary]. */
export interface Reading {
  readonly state: ReadingState;
  readonly logits: Float32Array;
}

/** Tokens read in one step. */
const piece = 128;

/** The last row of `hidden`, which predicts the token after all. */
function lastRow(hidden: Float32Array, size: number): Float32Array {
  return hidden.slice(hidden.length - size);
}

/** Reads `ids` after `state` (at least one), a yield after each piece but the last. */
export async function* readOn(
  model: LanguageModel,
  state: ReadingState,
  ids: Int32Array,
): AsyncGenerator<void, Reading, void> {
  let now = state;
  for (let from = 0; from + piece < ids.length; from += piece) {
    now = (await model.read(now, ids.subarray(from, from + piece), true)).state;
    yield;
  }
  const rest = ids.subarray(Math.floor((ids.length - 1) / piece) * piece);
  const { hidden, state: after } = await model.read(now, rest, true);
  const logits = await model.logits(lastRow(hidden, model.hiddenSize));
  if (logits.some(Number.isNaN)) {
    throw fail('run-failed', 'The model gave logits that are no numbers. Choose another precision of it.');
  }
  return { state: after, logits };
}

/** Natural logarithms of the model's own distribution, before any sampler, [vocabulary]. */
export function logProbabilities(logits: ArrayLike<number>): Float64Array {
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) largest = Math.max(largest, logits[id]!);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp(logits[id]! - largest);
  const rest = largest + Math.log(sum);
  return Float64Array.from({ length: logits.length }, (_, id) => logits[id]! - rest);
}
