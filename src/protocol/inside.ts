import type { LoadOptions, ModelName, Provenance } from './model';
import type { Span } from './span';

/** A text whose reading is looked into, and the model that reads it. Offsets are UTF-16 code units of `text`. */
export interface InsideText extends LoadOptions {
  readonly model: ModelName;
  /** The whole text. */
  readonly text: string;
  /** Where the person looks. A text of more tokens than are read is read around the middle of this stretch. */
  readonly focus: Span;
  /** Tokens to read at most; absent: what the model's context allows, 4,096 at most. */
  readonly limit?: number;
  /** Names the request in `progress` events. */
  readonly task?: string;
}

/** The `n` tokens that were read. */
export interface ReadTokens {
  /** [n] */
  readonly ids: Int32Array;
  /** [n, 2]; tokens that share a character overlap; a special token is an empty span where it stands. */
  readonly spans: Int32Array;
  /** [n] how each token is shown, see `formatPiece`. */
  readonly pieces: readonly string[];
  /** [n] 1 where the tokenizer's post-processor added the token (start, separator): it is no text. */
  readonly special: Uint8Array;
  /** [n] which word a token belongs to, counted from 0 over what was read; a special token is a word of its own. */
  readonly words: Int32Array;
  /** Index among the text's tokens of the first one that was read, and how many tokens the text has. */
  readonly first: number;
  readonly total: number;
}

/** What a reading is known by until it is closed, or the engine drops it as the oldest of several. */
export type ReadingId = number;

/** Where a view's figures come from; `first` > 0: the reading began inside the text. */
export interface ReadingFacts {
  readonly tokens: ReadTokens;
  readonly provenance: Provenance;
}
