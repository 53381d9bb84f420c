import type { GeneratedSequence, GenerationEnd, GenerationOptions } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import { extended, sequenceOf, type Hypothesis } from './hypothesis';
import { logProbabilities, readNext, type Reading } from './next-tokens';
import { draw, random } from './random';
import { distribution } from './sampler-chain';
import { stopped } from './stops';

/** Told after each token of the sequence in the making: its text so far. */
export type Told = (text: string, tokens: number) => void;

/** The id to take: the best one of what the samplers leave, or a drawn one. */
function choose(logits: Float32Array, previous: Int32Array, options: GenerationOptions, at: () => number): number {
  const probabilities = distribution(logits, previous, options.samplers);
  if (options.sample) return draw(probabilities, at());
  let best = 0;
  for (let id = 1; id < probabilities.length; id++) if (probabilities[id]! > probabilities[best]!) best = id;
  return best;
}

/**
 * Goes on from what was read, one token a step: greedily, or drawing from what the samplers leave. `prompt`: the tokens
 * so far, which penalties look at too.
 */
export async function* generateOne(
  model: LanguageModel,
  prompt: Int32Array,
  start: Reading,
  options: GenerationOptions,
  at: () => number,
  told: Told,
): AsyncGenerator<void, GeneratedSequence, void> {
  let hypothesis: Hypothesis = { ids: [], logprobs: [] };
  let end: GenerationEnd = 'length';
  // Others may go on from the same start.
  let reading: Reading = { ...start, place: start.place.copy() };
  for (;;) {
    const previous = Int32Array.of(...prompt, ...hypothesis.ids);
    const id = choose(reading.logits, previous, options, at);
    hypothesis = extended(hypothesis, id, logProbabilities(reading.logits)[id]!);
    const { text, at: stop } = await stopped(model.tokenizer, hypothesis.ids, options.stop);
    told(text.slice(0, stop), hypothesis.ids.length);
    if (model.endTokens.includes(id)) end = 'end-token';
    else if (stop !== undefined) end = 'stop-string';
    if (end !== 'length' || hypothesis.ids.length >= options.maxNewTokens) break;
    yield;
    reading = await readNext(model, reading.place, id);
  }
  const total = hypothesis.logprobs.reduce((sum, logprob) => sum + logprob, 0);
  return sequenceOf(model.tokenizer, hypothesis, end, total, options.lengthPenalty, options.stop);
}

/** As many sequences as are asked for, one after the other; each draws on where the last one stopped drawing. */
export async function* generateSome(
  model: LanguageModel,
  prompt: Int32Array,
  start: Reading,
  options: GenerationOptions,
  told: Told,
): AsyncGenerator<void, readonly GeneratedSequence[], void> {
  const at = random(options.seed);
  const sequences: GeneratedSequence[] = [];
  for (let i = 0; i < options.returned; i++) {
    sequences.push(yield* generateOne(model, prompt, start, options, at, i === 0 ? told : () => undefined));
  }
  return sequences;
}
