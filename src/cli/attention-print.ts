import type { AttentionMap, AttentionReading, AttentionStack } from '../protocol';

/** A map as the command line prints it. */
export interface AttentionPrint {
  readonly text: string;
  /** The second text of an encoder-decoder model. */
  readonly target: string | undefined;
  readonly reading: AttentionReading;
  readonly stack: AttentionStack;
  readonly map: AttentionMap;
}
