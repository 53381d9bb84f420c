import type { InstalledModel, Precision, ProviderReport } from '../../protocol';
import type { OnnxModel } from '../graph/onnx-model';
import type { SessionPlace } from '../runtime/session';
import type { Tokenizer } from '../text/tokenizer';
import type { BoundInputs } from './bind-inputs';
import type { Continuation } from './continuation';

/** Cache or recurrent state after some tokens; opaque, immutable, at home in the model that made it. */
export interface ReadingState {
  /** Tokens read so far. */
  readonly length: number;
  /** Bytes of its arrays. */
  readonly bytes: number;
  /**
   * Whether both states lead to the same future (recurrent: every number within `tolerance` relative to its size);
   * transformers answer false.
   */
  meets(other: ReadingState): boolean;
}

export interface ReadResult {
  /** Input of the vocabulary projection, [tokens, hidden]: row i predicts the token after token i. */
  readonly hidden: Float32Array;
  readonly state: ReadingState;
}

/** Scores of `n` labels. logprob, entropy: [n] nats; rank: [n], 0 = most probable; topIds, topLogprob: [n, top], best first. */
export interface HeadScores {
  readonly logprob: Float32Array;
  readonly rank: Int32Array;
  readonly entropy: Float32Array;
  readonly topIds: Int32Array;
  readonly topLogprob: Float32Array;
}

/** The graph behind a model, for those who look into it; its weights stay in the file. */
export interface ModelSource {
  readonly path: string;
  /** The whole graph, uncut, as the inputs are bound to it. */
  readonly model: OnnxModel;
  readonly inputs: BoundInputs;
  /** State that is carried without end, see `FamilyEntry.endless`. */
  readonly endless: boolean;
  readonly place: SessionPlace;
}

/**
 * A loaded model that predicts the next token. Both calls block the thread while they run: callers cut work into
 * pieces. The logits never leave the graph.
 */
export interface LanguageModel {
  readonly installed: InstalledModel;
  readonly family: string;
  readonly precision: Precision;
  readonly provider: ProviderReport;
  readonly tokenizer: Tokenizer;
  /** Tokens that a window may hold; undefined where state is carried without end (recurrent). */
  readonly context: number | undefined;
  /** Undefined where there is no graph to look into. */
  readonly source: ModelSource | undefined;
  /** Bytes held: weights and prepared sessions, as far as they can be known. */
  readonly bytes: number;
  /** Tokens that end a text, by the model's configuration. */
  readonly endTokens: readonly number[];
  /** Columns of `hidden`. */
  readonly hiddenSize: number;
  /** The state before any token. */
  begin(): ReadingState;
  /**
   * Reads `ids` after `state`. `keep` false: the returned state is not needed (the last piece of a window), which
   * saves copying the cache.
   */
  read(state: ReadingState, ids: Int32Array, keep: boolean): Promise<ReadResult>;
  /** Goes on from a state a few tokens at a time, as generating does. */
  continueFrom(state: ReadingState): Continuation;
  /** Scores label i by row i of hidden ([n, hidden]); top <= 64. */
  score(hidden: Float32Array, labels: Int32Array, top: number): Promise<HeadScores>;
  /** The logits of each row of hidden ([n, hidden]), [n, vocabulary]; for few rows: they are large. */
  logits(hidden: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}
