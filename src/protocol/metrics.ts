import type { Span } from './span';

/** Shares from 0 to 1; f1: their harmonic mean. */
export interface Overlap {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** ROUGE (Lin 2004) as rouge-score computes it, without stemming; Lsum takes each line as a sentence. */
export const rougeNames = ['rouge1', 'rouge2', 'rougeL', 'rougeLsum'] as const;
export type RougeName = (typeof rougeNames)[number];

export interface Metrics {
  readonly rouge: Readonly<Record<RougeName, Overlap>>;
  /** BLEU of the two texts as one segment (Papineni et al. 2002), 0 to 100, as sacrebleu computes it: 13a, exp, effective order. */
  readonly sentenceBleu: number;
  /** chrF2 (Popović 2015), 0 to 100, as sacrebleu computes it. */
  readonly chrf: number;
}

/** Which variant of each figure it is, as rouge-score and sacrebleu write it. */
export const metricSignatures = [
  'ROUGE: rouge-score, no stemming',
  'BLEU: nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp',
  'chrF2: nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no',
] as const;

/** A run of words that both texts have. */
export interface Match {
  readonly candidate: Span;
  readonly reference: Span;
  readonly words: number;
}

export interface MetricsRequests {
  /**
   * How close a text comes to a reference, and which words they share. Refuses (`bad-request`) texts of more than 2,000,000
   * characters, and two lines that are too long to be aligned.
   */
  readonly metrics: [
    { readonly candidate: string; readonly reference: string },
    {
      readonly metrics: Metrics;
      /** Longest first found, none overlapping another in either text; at least `shortest` words each. */
      readonly matches: readonly Match[];
    },
  ];
}
