import type { GeneratedSequence, GenerationEnd, GenerationOptions } from '../../protocol';
import type { Continuation } from '../families/continuation';
import type { LanguageModel } from '../families/language-model';
import { copying, oneByOne, type NextStep, type NextToken } from './greedy-steps';
import { GrowingText } from './growing-text';
import { sequenceOf, type Hypothesis, type Told } from './hypothesis';
import { logProbability, readNext, type Reading } from './next-tokens';
import { draw, random } from './random';
import { distribution, movesBest } from './sampler-chain';
import { textEnds, type TextEnds } from './text-ends';

/** The token to take: the best one of what the samplers leave, or a drawn one. */
function choose(logits: Float32Array, previous: Int32Array, options: GenerationOptions, at: () => number): NextToken {
  const probabilities = distribution(logits, previous, options.samplers);
  let id = 0;
  if (options.sample) id = draw(probabilities, at());
  else for (let one = 1; one < probabilities.length; one++) if (probabilities[one]! > probabilities[id]!) id = one;
  return { id, logprob: logProbability(logits, id) };
}

/** How the next token is found: without the logits where nothing but the best token matters. */
async function stepOf(
  model: LanguageModel,
  place: Continuation,
  options: GenerationOptions,
  at: () => number,
): Promise<NextStep> {
  if (options.lookup) return copying(model, place, options.maxNewTokens);
  if (!options.sample && movesBest(options.samplers) === undefined) return oneByOne(model, place);
  return async (id, soFar) => choose((await readNext(model, place, id)).logits, soFar, options, at);
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
  const all = new Int32Array(prompt.length + options.maxNewTokens);
  all.set(prompt);
  const soFar = (): Int32Array => all.subarray(0, prompt.length + ids.length);
  let end: GenerationEnd = 'length';
  let next = choose(start.logits, prompt, options, at);
  // Others may go on from the same start.
  const step = await stepOf(model, start.place.copy(), options, at);
  for (;;) {
    const { id, logprob } = next;
    all[prompt.length + ids.length] = id;
    ids.push(id);
    logprobs.push(logprob);
    const text = await growing.add(id);
    const found = ends.find(text);
    if (model.endTokens.includes(id)) end = 'end-token';
    else if (found) end = found.end;
    told(hypothesis, found ? text.slice(0, found.at) : ends.certain(text));
    if (end !== 'length' || ids.length >= options.maxNewTokens) break;
    yield;
    next = await step(id, soFar());
  }
  const total = logprobs.reduce((sum, one) => sum + one, 0);
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
