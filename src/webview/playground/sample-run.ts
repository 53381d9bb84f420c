import type { ActedSampler, GenerationEnd, Sample, SampledPart, SampledToken } from '../../protocol';
import { formatCount, formatNumber, formatPercent, formatVisible } from '../../protocol/format';
import { samplerLabel } from '../../protocol/playground-samplers';
import { perplexityOf, repetitionOf } from '../../protocol/repetition';

/** A sample on its way, or as far as it came. */
export interface ShownSample {
  readonly text: string;
  readonly tokens: readonly SampledToken[];
  /** undefined: it goes on; 'early': it was stopped. */
  readonly end: GenerationEnd | 'early' | undefined;
}

/** Samples that were asked for together. */
export interface SampleRun {
  readonly samples: readonly ShownSample[];
  readonly running: boolean;
  readonly seed: number;
  readonly greedy: boolean;
  /** Why it ended before all was there. */
  readonly message?: string;
}

/** With one token more. */
export function grown(run: SampleRun, { sample, token, text, end }: SampledPart): SampleRun {
  const samples = [...run.samples];
  const known = samples[sample] ?? { text: '', tokens: [], end: undefined };
  samples[sample] = { text, tokens: [...known.tokens, token], end };
  return { ...run, samples };
}

export function finished(run: SampleRun, samples: readonly Sample[]): SampleRun {
  return { ...run, samples, running: false };
}

/** What came stays; what was not at its end is marked. */
export function endedEarly(run: SampleRun, message: string): SampleRun {
  const samples = run.samples.map((sample) =>
    sample.end === undefined ? { ...sample, end: 'early' as const } : sample,
  );
  return { ...run, samples, running: false, message };
}

/** A page that was hidden while samples came has not heard the rest. */
export function keptSamples(run: SampleRun): SampleRun {
  return run.running ? endedEarly(run, 'The page was hidden while it drew.') : run;
}

const endings: Readonly<Record<GenerationEnd | 'early', string>> = {
  'end-token': 'ended by the model',
  'stop-string': 'stopped at a string',
  'line-end': 'ended with the line',
  'block-end': 'ended with the block',
  length: 'all tokens',
  early: 'ended early',
};

/** What is known of a sample, each with its name. */
export function sampleFacts({ tokens, end }: ShownSample): readonly (readonly [string, string, string])[] {
  const { distinct1, distinct2, repeated4 } = repetitionOf(tokens.map(({ id }) => id));
  const acted = tokens.filter((token) => token.acted).length;
  const share = (value: number | undefined): string => formatNumber(value);
  return [
    ['perplexity', formatNumber(perplexityOf(tokens.map(({ logprob }) => logprob))), 'By the model itself, before any sampler'], // prettier-ignore
    ['distinct-1', share(distinct1), 'Different tokens by all tokens (Li et al. 2016)'],
    ['distinct-2', share(distinct2), 'Different pairs of tokens by all pairs (Li et al. 2016)'],
    ['repeated 4-grams', formatPercent(repeated4), 'Runs of four tokens that stood there before (Welleck et al. 2020)'],
    [
      'samplers acted',
      formatCount(acted),
      'Tokens before which the model would have preferred another one: they have a line above them',
    ],
    [formatCount(tokens.length), tokens.length === 1 ? 'token' : 'tokens', end === undefined ? 'still drawn' : endings[end]], // prettier-ignore
  ];
}

export function endWords(end: ShownSample['end']): string {
  return end === undefined ? 'drawing…' : endings[end];
}

/** Why a token is marked. */
export function actedWords({ sampler, kind, best, probability }: ActedSampler): string {
  const token = `‘${formatVisible(best)}’ (${formatPercent(probability)})`;
  const by = samplerLabel(sampler);
  switch (kind) {
    case 'removed':
      return `${token} was not allowed: ${by}`;
    case 'outranked':
      return `${token} was the most probable before ${by}`;
    case 'lowered':
      return `${token} was made less probable: ${by}`;
  }
}

/** Step of the surprise colours; the first is 0. */
export function surpriseStep(logprob: number, thresholds: readonly number[]): number {
  const bits = -logprob / Math.LN2;
  return thresholds.filter((threshold) => bits >= threshold).length;
}
