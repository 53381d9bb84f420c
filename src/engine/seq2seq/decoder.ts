import type { Tensor } from 'onnxruntime-node';
import type { Continuation } from '../families/continuation';

/** What an encoder gave for a text. */
export interface EncodedText {
  /** Its tokens, special ones included. */
  readonly ids: Int32Array;
  /** Which of them may be copied, 1 or 0 each; absent: all. */
  readonly keep?: Float32Array;
  /** By the names of the encoder's outputs. */
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/** Where a decoder looked while it read one token. */
export interface Look {
  /** Of each token of the encoder's text, [source], summing to 1. */
  readonly attention: Float32Array;
  /** How much of the next token's probability is generated rather than copied, 0 to 1; undefined: it copies nothing. */
  readonly generated: number | undefined;
  /** What the spelling of the next token would begin with, by name; undefined: the decoder cannot have words spelt. */
  readonly spelling?: Readonly<Record<string, Tensor>>;
}

/** The second text, which grows; its rows are the logits, [tokens, vocabulary]. */
export interface SecondText extends Continuation {
  copy(): SecondText;
  /**
   * For each of the tokens, which this text or a copy of it read on from here; undefined where none did, or the graph does
   * not tell.
   */
  looksAlong(ids: readonly number[]): readonly Look[] | undefined;
}

/** A decoder, open to be run. Runs block the thread. */
export interface Decoder {
  /** The second text before its first token. */
  behind(source: EncodedText): SecondText;
  dispose(): Promise<void>;
}
