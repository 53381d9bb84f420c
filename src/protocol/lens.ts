import type { InsideText, ReadingFacts } from './inside';

/**
 * What each layer would have predicted (the logit lens): the model's own final normalisation and vocabulary projection
 * applied to the residual stream after each layer. A view of the layers through the last one's eyes: early layers
 * need not write in its terms. (nostalgebraist 2020; Belrose et al. 2023, https://arxiv.org/abs/2303.08112.)
 */
export interface LensReading extends ReadingFacts {
  /** Tokens [from, to) of `tokens`, those of the focus, have figures: m = to - from. */
  readonly from: number;
  readonly to: number;
  /** Rows: 0 the embedding, then one after each layer; the last is the model's own prediction. */
  readonly depths: number;
  readonly top: number;
  /** [m, depths, top], most probable first. */
  readonly ids: Int32Array;
  readonly logprob: Float32Array;
  readonly pieces: Readonly<Record<number, string>>;
  /** [m, depths] of the token that stands in the text; NaN (rank -1) where nothing predicts it. Nats. */
  readonly trueLogprob: Float32Array;
  readonly trueRank: Int32Array;
  /** [m, depths] KL(final || depth) in nats; 0 at the last. */
  readonly divergence: Float32Array;
  /** [m, depths] nats. */
  readonly entropy: Float32Array;
}

export interface LensRequests {
  /** Progress in tokens. */
  readonly lens: [InsideText & { readonly top: number }, LensReading];
}
