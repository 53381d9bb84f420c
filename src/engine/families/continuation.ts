/** Reads on from a state, a few tokens at a time; one text, which grows at its end and may be taken back from there. */
export interface Continuation {
  /** Tokens read so far. */
  readonly length: number;
  /** Reads the tokens; returns their rows, [ids.length, hidden]. */
  read(ids: Int32Array): Promise<Float32Array>;
  /**
   * Goes back to the first `length` tokens, as if no other had been read; at most as many as were. False, and nothing
   * happens, where it cannot be done: a recurrent state does not say what it was before.
   */
  rewind(length: number): boolean;
  /** Goes on from the same place on its own. */
  copy(): Continuation;
}
