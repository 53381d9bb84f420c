import type { GeneratedSequence, GenerationEnd, GenerationOptions } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import { GrowingText } from './growing-text';
import { sequenceOf, type Hypothesis, type Told } from './hypothesis';
import { logProbabilities, readNext, type Reading } from './next-tokens';
import { draw, random } from './random';
import { distribution } from './sampler-chain';
import { textEnds, type TextEnds } from './text-ends';

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
async function* generateOne(
  model: LanguageModel,
  prompt: Int32Array,
  start: Reading,
  options: GenerationOptions,
  ends: TextEnds,
  at: () => number,
  told: (hypothesis: Hypothesis, text: string) => void,
): AsyncGenerator<void, GeneratedSequence, void> {
  const [ids, logprobs]: [number[], number[]] = [[], []];
  const hypothesis = { ids, logprobs };
  const growing = new GrowingText(model.tokenizer);
  const previous = new Int32Array(prompt.length + options.maxNewTokens);
  previous.set(prompt);
  let end: GenerationEnd = 'length';
  // Others may go on from the same start.
  let reading: Reading = { ...start, place: start.place.copy() };
  for (;;) {
    const id = choose(reading.logits, previous.subarray(0, prompt.length + ids.length), options, at);
    previous[prompt.length + ids.length] = id;
    ids.push(id);
    logprobs.push(logProbabilities(reading.logits)[id]!);
    const text = await growing.add(id);
    const found = ends.find(text);
    if (model.endTokens.includes(id)) end = 'end-token';
    else if (found) end = found.end;
    told(hypothesis, found ? text.slice(0, found.at) : ends.certain(text));
    if (end !== 'length' || ids.length >= options.maxNewTokens) break;
    yield;
    reading = await readNext(model, reading.place, id);
  }
  const total = logprobs.reduce((sum, logprob) => sum + logprob, 0);
  return sequenceOf(model.tokenizer, hypothesis, end, total, options.lengthPenalty, ends);
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
  const ends = await textEnds(model.tokenizer, prompt, options);
  const sequences: GeneratedSequence[] = [];
  for (let i = 0; i < options.returned; i++) {
    const tellOne = (hypothesis: Hypothesis, text: string): void => told(i, hypothesis, text);
    sequences.push(yield* generateOne(model, prompt, start, options, ends, at, tellOne));
  }
  return sequences;
}
