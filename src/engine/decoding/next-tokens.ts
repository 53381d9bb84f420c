import { fail } from '../../protocol';
import type { Continuation } from '../families/continuation';
import type { LanguageModel } from '../families/language-model';

/** Where a model stands in a text, and the logits of what comes next, [vocabulary]. */
export interface Reading {
  readonly place: Continuation;
  readonly logits: Float32Array;
}

/** Tokens read in one step. */
export const promptPiece = 128;

/** The logits behind the last row of `hidden`. Refuses (`run-failed`) those that are no numbers. */
async function lastLogits(model: LanguageModel, hidden: Float32Array): Promise<Float32Array> {
  const logits = await model.logits(hidden.slice(hidden.length - model.hiddenSize));
  if (logits.some(Number.isNaN)) {
    throw fail('run-failed', 'The model gave logits that are no numbers. Choose another precision of it.');
  }
  return logits;
}

/** Reads a prompt of at least one token, a yield after each piece but the last. */
export async function* readFrom(model: LanguageModel, ids: Int32Array): AsyncGenerator<void, Reading, void> {
  let state = model.begin();
  let from = 0;
  for (; from + promptPiece < ids.length; from += promptPiece) {
    state = (await model.read(state, ids.subarray(from, from + promptPiece), true)).state;
    yield;
  }
  const { hidden, state: after } = await model.read(state, ids.subarray(from), true);
  return { place: model.continueFrom(after), logits: await lastLogits(model, hidden) };
}

/** Reads one token more; the place moves on. */
export async function readNext(model: LanguageModel, place: Continuation, id: number): Promise<Reading> {
  return { place, logits: await lastLogits(model, await place.read(Int32Array.of(id))) };
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
