import type { CancellationToken } from 'vscode-jsonrpc';
import type { Edit } from '../../protocol';

/** Tokens of a text. spans: [n, 2] UTF-16 offsets; ids: [n]; unknown: [n] 1 for UNK. No special token is added. */
export interface Tokenization {
  readonly ids: Int32Array;
  readonly spans: Int32Array;
  readonly unknown: Uint8Array;
}

/** What an edit did to a tokenization: old tokens [from, from + removed) became [from, from + inserted) of `tokens`. */
export interface Retokenization {
  readonly tokens: Tokenization;
  readonly from: number;
  readonly removed: number;
  readonly inserted: number;
}

export interface Tokenizer {
  readonly vocabularySize: number;
  /** The id that the post-processor puts in front of a text, where it does. */
  readonly startToken?: number;
  /** The id that stands for what the vocabulary does not have, where the tokenizer has one. */
  readonly unknownToken?: number;
  encode(text: string, token: CancellationToken): Promise<Tokenization>;
  /** Tokenises only what the edits can have changed; `text` is the text after them, `edits` apply one after another. */
  retokenize(
    old: Tokenization,
    text: string,
    edits: readonly Edit[],
    token: CancellationToken,
  ): Promise<Retokenization>;
  /** The token as a person reads it: decoded, unfinished bytes as `<E2 80>`; white space is left to the view. */
  piece(id: number): string;
  /** What the token would insert into a text; undefined for unfinished bytes and special tokens. */
  insertion(id: number): string | undefined;
  /** The text of a sequence of tokens, without special ones. */
  decode(ids: Int32Array): Promise<string>;
}
