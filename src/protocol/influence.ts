import type { InsideText, ReadingFacts } from './inside';

/**
 * gradient: the norm of d log p(token t) / d input embedding of each earlier token, exact (recurrent models).
 * removed, replaced: by how much log p(token t) falls when an earlier unit is left out, or its tokens are replaced.
 */
export const influenceMeasures = ['gradient', 'removed', 'replaced'] as const;
export type InfluenceMeasure = (typeof influenceMeasures)[number];

export const influenceUnits = ['token', 'word', 'sentence', 'line'] as const;
export type InfluenceUnit = (typeof influenceUnits)[number];

/** The token that stands in for others where they are replaced, and what it is: words for a person. */
export interface Filler {
  readonly id: number;
  readonly piece: string;
  readonly kind: 'unknown' | 'space' | 'start';
}

export interface InfluenceReading extends ReadingFacts {
  /** Index into `tokens` of the token that is explained, and its log-probability in nats. */
  readonly target: number;
  readonly logprob: number;
  readonly measure: InfluenceMeasure;
  readonly unit: InfluenceUnit;
  /** Present where tokens are replaced. */
  readonly filler?: Filler;
  /** [n, 3] UTF-16 start and end of each earlier unit, and its distance to the target in tokens (1: just before). */
  readonly units: Int32Array;
  /**
   * [n] gradient: norm over the unit's tokens together, >= 0. Occlusion: log p with the unit minus log p without it,
   * nats; negative: it misled; NaN: without it nothing would be left to read.
   */
  readonly values: Float32Array;
}

/** How influence falls with distance, over several targets of a text. */
export interface InfluenceCurve extends ReadingFacts {
  readonly measure: InfluenceMeasure;
  readonly filler?: Filler;
  /** [d] tokens back, 1 to d. */
  readonly distances: Int32Array;
  /** [d] mean over the targets that reach so far back, of norms or of absolute changes; NaN where there is none. */
  readonly mean: Float32Array;
  /** How many there are; fewer than asked for where the focus has fewer. */
  readonly targets: number;
}

export interface InfluenceRequests {
  /** The token at `focus.start` is explained; progress in units. */
  readonly influence: [
    InsideText & { readonly measure: InfluenceMeasure | 'auto'; readonly unit: InfluenceUnit },
    InfluenceReading,
  ];
  /** Targets are spread evenly over the focus; progress in targets. */
  readonly influenceCurve: [
    InsideText & {
      readonly measure: InfluenceMeasure | 'auto';
      readonly targets: number;
      /** Tokens back at most. */
      readonly longest: number;
    },
    InfluenceCurve,
  ];
}
