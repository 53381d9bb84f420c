import type { LoadOptions, ModelName, Provenance } from './model';

/**
 * How the next token is chosen; names and meaning as in transformers' GenerationConfig. An option that is absent does
 * nothing. They are applied in this order.
 */
export interface SamplerOptions {
  /** Divides what is positive, and multiplies what is negative, of tokens that occurred (Keskar et al. 2019). 1: nothing. */
  readonly repetitionPenalty?: number;
  /** Subtracted from the logit of a token that occurred. 0: nothing. */
  readonly presencePenalty?: number;
  /** Subtracted from the logit of a token for each time it occurred. 0: nothing. */
  readonly frequencyPenalty?: number;
  /** No n tokens in a row occur twice. 0: nothing. */
  readonly noRepeatNgramSize?: number;
  /** Sequences of ids that must not be completed. */
  readonly bannedIds?: readonly (readonly number[])[];
  /** Divides the logits. 1: nothing. */
  readonly temperature?: number;
  /** Keeps the most probable tokens, and those as probable as the last of them. 0: all. */
  readonly topK?: number;
  /** Keeps the most probable tokens that together reach this probability (Holtzman et al. 2020). 1: all. */
  readonly topP?: number;
  /** Keeps tokens of at least this share of the largest probability (Nguyen et al. 2024). 0: all. */
  readonly minP?: number;
  /** Keeps the tokens closest to the expected surprisal that together reach this probability (Meister et al. 2023). 1: all. */
  readonly typicalP?: number;
  /** Removes tokens below this probability (Hewitt et al. 2022). 0: none. */
  readonly epsilonCutoff?: number;
}

export type SamplerName = keyof SamplerOptions;

/** How a text goes on. */
export interface GenerationOptions {
  /** At least 1. */
  readonly maxNewTokens: number;
  readonly samplers: SamplerOptions;
  /** Draws from what the samplers leave; else the most probable token, or beam, is taken. */
  readonly sample: boolean;
  /** Of the drawing; the same seed draws the same tokens. */
  readonly seed: number;
  /** Hypotheses that are followed at once; 1: none but the best token. Not together with `sample`. */
  readonly beams: number;
  /** Sequences to return: at most `beams`, or any number of drawn ones. */
  readonly returned: number;
  /** score = log-probability / tokens ** lengthPenalty. */
  readonly lengthPenalty: number;
  /** Ends as soon as as many beams as are followed have ended, not when none can get better. */
  readonly earlyStopping: boolean;
  /**
   * Groups into which the beams are dealt, each of which is searched on its own (diverse beam search, Vijayakumar et al.
   * 2016); 1: none. `beams` must be a multiple.
   */
  readonly groups: number;
  /** Subtracted from a token's score for each beam of an earlier group that takes it in the same step. */
  readonly diversityPenalty: number;
  /** Ends a sequence where it writes one of these; the string itself is left out. */
  readonly stop: readonly string[];
  /**
   * Ends a sequence before the first line end ('line'); before a blank line, or a line that no longer belongs to the
   * indented block in which the prompt ends ('block'); or where the model ends the text ('text').
   */
  readonly endAt: EndPlace;
  /**
   * Copies tokens that followed the last ones before, and reads several at once (Saxena 2023): the same tokens as
   * without, sooner where a text repeats itself; a model that counts several tokens at once in another way than one, or
   * whose state cannot be taken back, reads one by one all the same. Only for the most probable token: not together with `sample`, `beams`
   * or samplers that change which token that is.
   */
  readonly lookup: boolean;
}

/** Where a sequence ends, besides strings, length and the model's own end. */
export const endPlaces = ['text', 'line', 'block'] as const;
export type EndPlace = (typeof endPlaces)[number];

/** Hypotheses that a search follows at most. */
export const mostBeams = 64;

/** What generation does where nothing is said. */
export const defaultGeneration: GenerationOptions = {
  maxNewTokens: 64,
  samplers: {},
  sample: false,
  seed: 0,
  beams: 1,
  returned: 1,
  lengthPenalty: 1,
  earlyStopping: false,
  groups: 1,
  diversityPenalty: 0,
  stop: [],
  endAt: 'text',
  lookup: false,
};

/**
 * Why a sequence ended: the model's end token, one of the strings, the end of the line or block, or as many tokens as
 * were asked for.
 */
export type GenerationEnd = 'end-token' | 'stop-string' | 'line-end' | 'block-end' | 'length';

export interface GeneratedToken {
  readonly id: number;
  readonly piece: string;
  /** Of the model's own distribution, nats, before any sampler. */
  readonly logprob: number;
}

export interface GeneratedSequence {
  readonly text: string;
  readonly score: number;
  readonly end: GenerationEnd;
  readonly tokens: readonly GeneratedToken[];
}

export interface Generation {
  readonly sequences: readonly GeneratedSequence[];
  readonly provenance: Provenance;
  /** Tokens of the prompt that were left out, from its beginning, because the context is too short for all. */
  readonly cut: number;
}

export interface DecodingRequests {
  /** Goes on from the prompt; each token of each sequence is told by `generated` where the request has a `task`. */
  readonly generate: [
    LoadOptions & {
      readonly model: ModelName;
      /** As it is, without a chat template; the start token stands before it where the model has one. */
      readonly prompt: string;
      readonly options: GenerationOptions;
      readonly task?: string;
    },
    Generation,
  ];
  /** What the samplers leave of one vector of logits, [vocabulary]; previousIds: the tokens so far, the oldest first. */
  readonly distribution: [
    { readonly logits: Float32Array; readonly previousIds: Int32Array; readonly options: SamplerOptions },
    { readonly probabilities: Float32Array },
  ];
}
