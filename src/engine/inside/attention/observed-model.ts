import type { CancellationToken } from 'vscode-jsonrpc';
import type { AttentionStack, InsideText, ReadTokens } from '../../../protocol';
import type { Report } from '../../report';

/** An attention stack of a model, before any text is read. */
export type StackFacts = Omit<AttentionStack, 'thumbnails'>;

/** Which of a layer's matrices are wanted: some of its heads, or the mean over all of them. */
export type HeadChoice =
  { readonly kind: 'heads'; readonly first: number; readonly count: number } | { readonly kind: 'mean' };

/** Some rows of one layer's weights. */
export interface WeightRows {
  /** First row, and how many. */
  readonly row: number;
  readonly rows: number;
  /** Columns that `weights` has; those behind them (what a causal row cannot see yet) have no weight. */
  readonly columns: number;
  /** float32 [matrices, rows, columns]: as many matrices as heads were asked for, or one mean. */
  readonly weights: Float32Array;
}

/** A text that a model has read, with what it takes to compute the weights of any of its layers. */
export interface ObservedText {
  readonly tokens: ReadTokens;
  /** The second text of an encoder-decoder model. */
  readonly target?: ReadTokens;
  /** By stack, see `AttentionStack`. */
  readonly thumbnails: readonly AttentionStack['thumbnails'][];
  /** Bytes of what it keeps. */
  readonly bytes: number;
  /**
   * The weights of one layer from the first row to the last, in pieces of about 80 ms; `stack` and `layer` exist and
   * are not missing. Left in the middle when it is no longer wanted.
   */
  weights(stack: number, layer: number, of: HeadChoice): AsyncGenerator<WeightRows, void, void>;
  dispose(): void;
}

/** A loaded model whose attention can be read. One class a kind of model; views see stacks alone. */
export interface ObservedModel {
  readonly stacks: readonly StackFacts[];
  /**
   * Reads the text (and the second one, where the model has two) step by step, and reports tokens. Refuses
   * (`bad-request`) an empty text, and a second text where the model takes none or needs one.
   */
  read(
    request: InsideText & { readonly target?: string },
    report: Report,
    token: CancellationToken,
  ): AsyncGenerator<void, ObservedText, void>;
}
