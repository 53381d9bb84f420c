import { fail, type FailureError } from '../../protocol';
import type { Continuation } from '../families/continuation';
import type { LanguageModel } from '../families/language-model';
import { logSumExp } from './softmax';

/** Where a model stands in a text, and the logits of what comes next, [vocabulary]. */
export interface Reading {
  readonly place: Continuation;
  readonly logits: Float32Array;
}

function noNumbers(): FailureError {
  return fail('run-failed', 'The model gave logits that are no numbers. Choose another precision of it.');
}

/** Tokens read in one step: about 80 ms of a model of 135 million weights. */
export const promptPiece = 64;

/** The logits behind the last row of `hidden`. Refuses (`run-failed`) those that are no numbers. */
async function lastLogits(model: LanguageModel, hidden: Float32Array): Promise<Float32Array> {
  const logits = await model.logits(hidden.slice(hidden.length - model.hiddenSize));
  if (logits.some(Number.isNaN)) throw noNumbers();
  return logits;
}

/**
 * Reads a prompt of at least one token, a yield after each piece but the last. `start`: where its first tokens, but not all
 * of them, were read before.
 */
export async function* readFrom(
  model: LanguageModel,
  ids: Int32Array,
  start = model.begin(),
): AsyncGenerator<void, Reading, void> {
  let state = start;
  let from = start.length;
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

/** The most probable token behind each row, its log-probability (nats), and by how much the second one has less. */
export interface BestTokens {
  readonly ids: Int32Array;
  readonly logprobs: Float32Array;
  readonly margins: Float32Array;
}

/** Reads the tokens and looks at the best of what may follow each; no logits leave the graph. */
export async function readBest(model: LanguageModel, place: Continuation, ids: Int32Array): Promise<BestTokens> {
  const { topIds, topLogprob } = await model.score(await place.read(ids), new Int32Array(ids.length), 2);
  if (topLogprob.some(Number.isNaN)) throw noNumbers();
  const rows = Int32Array.from(ids.keys());
  return {
    ids: rows.map((row) => topIds[2 * row]!),
    logprobs: Float32Array.from(rows, (row) => topLogprob[2 * row]!),
    margins: Float32Array.from(rows, (row) => topLogprob[2 * row]! - topLogprob[2 * row + 1]!),
  };
}

/** Natural logarithms of the model's own distribution, before any sampler, [vocabulary]. */
export function logProbabilities(logits: ArrayLike<number>): Float64Array {
  const rest = logSumExp(logits);
  const logprobs = new Float64Array(logits.length);
  for (let id = 0; id < logprobs.length; id++) logprobs[id] = logits[id]! - rest;
  return logprobs;
}

/** The same of one token. */
export function logProbability(logits: ArrayLike<number>, id: number): number {
  return logits[id]! - logSumExp(logits);
}
