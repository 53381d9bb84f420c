import type { InsideText, ReadingFacts, ReadingId, ReadTokens } from './inside';

/** self: the only text of a decoder-only or encoder-only model. cross: rows of the target look at the source. */
export type AttentionStackName = 'self' | 'encoder' | 'decoder' | 'cross';

/** The attention layers of one kind; all have the same rows and columns. */
export interface AttentionStack {
  readonly name: AttentionStackName;
  /** Whether a row looks at itself and what stands before it only. */
  readonly causal: boolean;
  readonly rows: 'source' | 'target';
  readonly columns: 'source' | 'target';
  readonly layers: number;
  readonly heads: number;
  /** Layers that give no weights (an operator that is not known, a layer without attention), with the reason. */
  readonly missing: readonly { readonly layer: number; readonly reason: string }[];
  /**
   * Small pictures of every head: float32 [layers, heads, size, size], each cell the largest weight of its block of
   * rows and columns; the matrix fills the square. size = min(32, the longer side).
   */
  readonly thumbnails: { readonly size: number; readonly weights: Float32Array };
}

/**
 * One matrix [rows, columns] of weights.
 * head: as the model computed it. mean: over the heads of a layer, over the layers of a head, or over both.
 * rollout: attention rollout up to and with `layer` (Abnar and Zuidema 2020, https://arxiv.org/abs/2005.00928):
 * heads averaged, half of each layer's step the residual connection; only where rows and columns are one text.
 */
export type AttentionSource =
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'mean'; readonly layer?: number; readonly head?: number }
  | { readonly kind: 'rollout'; readonly layer: number };

export interface AttentionMap {
  /** Index into `stacks`. */
  readonly stack: number;
  readonly source: AttentionSource;
  /** word: pieces merged, by the sum over keys and the mean over queries (Clark et al. 2019). */
  readonly unit: 'token' | 'word';
  /** Leaves out the first token (or word) as a key and scales the rest of each row to one; row 0 stays. */
  readonly maskStart: boolean;
}

export interface AttentionReading extends ReadingFacts {
  readonly reading: ReadingId;
  /** `tokens` is the source; the second text of an encoder-decoder model. */
  readonly target?: ReadTokens;
  readonly stacks: readonly AttentionStack[];
}

/** A rectangle of a map in blocks of `scale` x `scale` weights (a power of two; 1: the weights themselves). */
export interface AttentionRectangle {
  readonly scale: number;
  /** First row and column in weights, multiples of `scale`. */
  readonly row: number;
  readonly column: number;
  /** In blocks; what lies outside the matrix is left out. */
  readonly rows: number;
  readonly columns: number;
}

/** Requests about attention, by kind: [what is sent, what comes back]. */
export interface AttentionRequests {
  /** Reads the text; progress in tokens. `target`: the second text of an encoder-decoder model. */
  readonly attention: [InsideText & { readonly target?: string }, AttentionReading];
  /** Computes a map and keeps it; the other requests do so too, but without progress. */
  readonly attentionMap: [
    { readonly reading: ReadingId; readonly map: AttentionMap; readonly task?: string },
    { readonly rows: number; readonly columns: number; readonly largest: number },
  ];
  /** The largest weight of each block, float32 [rows, columns]. */
  readonly attentionTile: [
    { readonly reading: ReadingId; readonly map: AttentionMap } & AttentionRectangle,
    { readonly rows: number; readonly columns: number; readonly weights: Float32Array },
  ];
  /** One whole row or column of weights. */
  readonly attentionStrip: [
    {
      readonly reading: ReadingId;
      readonly map: AttentionMap;
      readonly axis: 'row' | 'column';
      readonly index: number;
    },
    Float32Array,
  ];
  readonly closeReading: [{ readonly reading: ReadingId }, null];
}
