import type { ActedSampler, GenerationEnd, Sample, SampledToken, SampleOptions, SamplerOptions } from '../../protocol';
import { textOf } from '../branches/text-of';
import { logProbabilities, readNext, type Reading } from '../decoding/next-tokens';
import { draw, random } from '../decoding/random';
import { distribution } from '../decoding/sampler-chain';
import type { LanguageModel } from '../families/language-model';
import { penalties } from './sampler-walk';

/** Told after each token; `end`: it is the last one of that sample. */
export type SampleTold = (sample: number, token: SampledToken, text: string, end: GenerationEnd | undefined) => void;

/** Where each sample begins in the numbers of the seed: sample i is the same however many are drawn. */
function randomOf(seed: number, sample: number): () => number {
  const seeds = random(seed);
  for (let skipped = 0; skipped < sample; skipped++) seeds();
  return random(Math.floor(seeds() * 2 ** 32));
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let id = 1; id < values.length; id++) if (values[id]! > values[best]!) best = id;
  return best;
}

/** The logits where some tokens cannot come; the same ones where there are none. */
function without(logits: Float32Array, ids: readonly number[]): Float32Array {
  if (ids.length === 0) return logits;
  const left = logits.slice();
  for (const id of ids) left[id] = -Infinity;
  return left;
}

/** The next token, none of the closed ones, and which sampler changed what would have come. */
function choose(
  logits: Float32Array,
  closed: readonly number[],
  previous: Int32Array,
  options: SamplerOptions,
  at: (() => number) | undefined,
): { readonly id: number; readonly filtered: number; readonly logprob: number; readonly acted?: ActedOn } {
  const open = without(logits, closed);
  const best = largest(open);
  let found: { readonly sampler: ActedSampler['sampler']; readonly kind: ActedSampler['kind'] } | undefined;
  let known = open[best]!;
  const filtered = distribution(open, previous, options, (sampler, moved) => {
    const now = moved[best]!;
    // Once another token is the best one, what comes later is no news.
    if (found !== undefined && found.kind !== 'lowered') return;
    if (now === -Infinity) found = { sampler, kind: 'removed' };
    else if (moved[largest(moved)]! > now) found = { sampler, kind: 'outranked' };
    else if (penalties.includes(sampler) && now < known) found = { sampler, kind: 'lowered' };
    known = now;
  });
  const id = at ? draw(filtered, at()) : largest(filtered);
  const own = logProbabilities(logits);
  // A token that was less probable and came all the same was not changed.
  const acted = found && (found.kind !== 'lowered' || id !== best) ? found : undefined;
  return {
    id,
    filtered: filtered[id]!,
    logprob: own[id]!,
    ...(acted && { acted: { ...acted, best, probability: Math.exp(own[best]!) } }),
  };
}

type ActedOn = Omit<ActedSampler, 'best'> & { readonly best: number };

/** Draws samples one after another from the same start, one token a step. */
export async function* drawSamples(
  model: LanguageModel,
  prompt: Int32Array,
  start: () => Reading,
  samplers: SamplerOptions,
  { sample: draws, seed, count, maxNewTokens, minNewTokens = 0 }: SampleOptions,
  told: SampleTold,
): AsyncGenerator<void, readonly Sample[], void> {
  const { tokenizer } = model;
  const samples: Sample[] = [];
  for (let at = 0; at < (draws ? count : 1); at++) {
    const next = draws ? randomOf(seed, at) : undefined;
    const previous = new Int32Array(prompt.length + maxNewTokens);
    previous.set(prompt);
    const tokens: SampledToken[] = [];
    const ids: number[] = [];
    let reading = start();
    let text = '';
    let end: GenerationEnd | undefined;
    while (end === undefined) {
      const before = previous.subarray(0, prompt.length + ids.length);
      const closed = ids.length < minNewTokens ? model.endTokens : [];
      const { id, acted, ...figures } = choose(reading.logits, closed, before, samplers, next);
      const piece = tokenizer.piece(id);
      const token: SampledToken = {
        id,
        piece,
        ...figures,
        ...(acted && { acted: { ...acted, best: tokenizer.piece(acted.best) } }),
      };
      previous[prompt.length + ids.length] = id;
      ids.push(id);
      tokens.push(token);
      ({ text } = await textOf(tokenizer, prompt, ids));
      if (model.endTokens.includes(id)) end = 'end-token';
      else if (ids.length >= maxNewTokens) end = 'length';
      told(at, token, text, end);
      yield;
      if (end === undefined) reading = await readNext(model, reading.place, id);
    }
    samples.push({ text, tokens, end });
  }
  return samples;
}
