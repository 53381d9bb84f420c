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

export interface DecodingRequests {
  /** What the samplers leave of one vector of logits, [vocabulary]; previousIds: the tokens so far, the oldest first. */
  readonly distribution: [
    { readonly logits: Float32Array; readonly previousIds: Int32Array; readonly options: SamplerOptions },
    { readonly probabilities: Float32Array },
  ];
}
