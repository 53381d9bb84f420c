import type { Provenance } from './model';

/**
 * Scores of `n` consecutive tokens of a document.
 * spans: [n, 2] UTF-16 offsets (start, end); byte-level tokens may share a character, so spans may overlap.
 * logprob: [n] natural logarithms, NaN where not scored (yet). rank: [n], 0 = most probable, -1 where not scored.
 * entropy: [n] nats. unknown: [n], 1 where the tokenizer had no piece for the text (UNK).
 */
export interface TokenScores {
  readonly spans: Int32Array;
  readonly ids: Int32Array;
  readonly logprob: Float32Array;
  readonly rank: Int32Array;
  readonly entropy: Float32Array;
  readonly unknown: Uint8Array;
}

/** One alternative of a distribution; `piece` shows the token, `text` is what it would insert (absent for unfinished bytes). */
export interface Alternative {
  readonly id: number;
  readonly piece: string;
  readonly text?: string;
  readonly logprob: number;
}

/** Everything known about one token; logprob and what follows are absent where the token is not scored. */
export interface TokenDetails {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly piece: string;
  readonly unknown: boolean;
  readonly logprob?: number;
  readonly rank?: number;
  readonly entropy?: number;
  readonly alternatives: readonly Alternative[];
}

/**
 * Figures of a stretch of text. Perplexity = exp(nll / scored); bitsPerByte = nll / ln 2 / utf8Bytes, where utf8Bytes
 * counts the stretch's text without the tokens that still wait for a figure.
 */
export interface Figures {
  readonly tokens: number;
  readonly scored: number;
  /** Total negative log-likelihood in nats. */
  readonly nll: number;
  /** Absent when no token was scored. */
  readonly perplexity?: number;
  readonly utf8Bytes: number;
  readonly bitsPerByte?: number;
  readonly unknown: number;
  /** The same figures without UNK tokens; present only when there are any. */
  readonly withoutUnknown?: { readonly scored: number; readonly nll: number; readonly perplexity?: number };
}

/**
 * waiting: the model is loading. scoring: some tokens have no figure yet. live: every token has one, but the windows
 * are not yet at their canonical places after an edit. done: canonical.
 */
export type ScoreState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'scoring'; readonly done: number; readonly total: number }
  | { readonly kind: 'live' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

export interface SurprisingSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Bits, summed over the tokens of the word. */
  readonly surprisal: number;
  readonly line: number;
}

/** The profile of a document for the side bar; histograms count scored tokens. */
export interface Profile {
  readonly version: number;
  readonly state: ScoreState;
  readonly figures: Figures;
  readonly provenance: Provenance;
  /** [lines] mean surprisal per scored token of each line, bits; NaN for lines without scored tokens. */
  readonly lines: Float32Array;
  /** GLTR bands: top 10, 100, 1000, rest. */
  readonly rankBands: readonly [number, number, number, number];
  /** [10] counts of probability in tenths: [0, 0.1), ... [0.9, 1]. */
  readonly probability: readonly number[];
  /** [8] counts of the whole distribution's entropy, in bins of equal width over [0, 10] bits; the last is open. */
  readonly entropy: readonly number[];
  readonly surprising: readonly SurprisingSpan[];
}
