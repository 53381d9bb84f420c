import type { SamplerOptions } from './decoding';
import type { LoadOptions, ModelName, Provenance } from './model';

/**
 * Where a completion ends at the latest. line: before the end of the line. sentence: also behind the end of a sentence.
 * block: before a blank line, and before a line that is indented less than the one of the cursor.
 */
export const completionExtents = ['line', 'sentence', 'block'] as const;
export type CompletionExtent = (typeof completionExtents)[number];

export interface CompletionOptions {
  /** At least 1. */
  readonly maxNewTokens: number;
  readonly extent: CompletionExtent;
  /** How many completions, from 1 to 32: each begins with another token. */
  readonly count: number;
  /** Ends behind the last whole word up to which the completion has this probability; 0: never for this reason. */
  readonly leastProbability: number;
  /** Applied to each new token but the first; the most probable token that they leave is taken. */
  readonly samplers: SamplerOptions;
  /** Tokens that prompt and completion may have together; absent: min(1024, what the model was made for). */
  readonly window?: number;
}

/** What completion does where nothing is said. */
export const defaultCompletion: CompletionOptions = {
  maxNewTokens: 48,
  extent: 'line',
  count: 1,
  leastProbability: 1e-4,
  samplers: {},
};

/**
 * Why a completion ends where it does. suffix: the model went on to write what stands behind the cursor; repetition: it ran
 * in circles; improbable: see `leastProbability`.
 */
export type CompletionEnd = CompletionExtent | 'suffix' | 'repetition' | 'end-token' | 'improbable' | 'length';

export interface CompletedToken {
  readonly id: number;
  readonly piece: string;
  /** What it adds to the text; of the first token only what is not typed yet, of the last one only what is shown. */
  readonly text: string;
  /**
   * Nats. Of the first token: given that the text begins with what of it is typed already, summed over the ways to cut
   * that into tokens; of the others: of the model's own distribution, before any sampler.
   */
  readonly logprob: number;
}

/** A text to insert at the cursor; never empty. */
export interface CompletedText {
  readonly text: string;
  readonly tokens: readonly CompletedToken[];
  /** The sum over the tokens, nats. */
  readonly logprob: number;
  readonly end: CompletionEnd;
}

export interface Completion {
  /**
   * Each text once: what is written where only one is asked for, then the others, the most probable first. None where
   * the model expects the text to end here.
   */
  readonly texts: readonly CompletedText[];
  /** What of the text before the cursor the first tokens write again: a word that is only half typed. */
  readonly typed: string;
  readonly provenance: Provenance;
  /** Whether the model was told what stands behind the cursor, too. */
  readonly arrangement: 'prefix' | 'fill-in-the-middle';
  /** Tokens of the text before the cursor that were left out, from its beginning. */
  readonly cut: number;
  /** Tokens of the prompt, and how many of them had been read for an earlier completion. */
  readonly prompt: number;
  readonly reused: number;
}

export interface CompletionRequests {
  /** How the text goes on between `prefix` and `suffix`; goes before background scoring. */
  readonly complete: [
    LoadOptions & {
      readonly model: ModelName;
      /** The text before the cursor, or its end. */
      readonly prefix: string;
      /** The text behind the cursor, or its beginning. */
      readonly suffix: string;
      readonly options: CompletionOptions;
    },
    Completion,
  ];
}
