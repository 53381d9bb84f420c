import type { LanguageModel, ReadingState } from './language-model';

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

/** Bytes of earlier states that are kept to go back to. */
const keptBytes = 8 * 1024 * 1024;

/**
 * By the model's ordinary reading, which hands its whole state on each time. Goes back to where a reading ended, as far
 * as the states of those places are small enough to be kept.
 */
export class PlainContinuation implements Continuation {
  public constructor(
    private readonly model: Pick<LanguageModel, 'read'>,
    private state: ReadingState,
    /** The oldest first. */
    private earlier: readonly ReadingState[] = [],
  ) {}

  public get length(): number {
    return this.state.length;
  }

  public async read(ids: Int32Array): Promise<Float32Array> {
    const { hidden, state } = await this.model.read(this.state, ids, true);
    this.earlier = recent([...this.earlier, this.state]);
    this.state = state;
    return hidden;
  }

  public rewind(length: number): boolean {
    if (length === this.state.length) return true;
    const at = this.earlier.findIndex((state) => state.length === length);
    if (at < 0) return false;
    this.state = this.earlier[at]!;
    this.earlier = this.earlier.slice(0, at);
    return true;
  }

  public copy(): Continuation {
    return new PlainContinuation(this.model, this.state, this.earlier);
  }
}

/** The newest states that fit into the bytes that are kept. */
function recent(states: readonly ReadingState[]): readonly ReadingState[] {
  let bytes = 0;
  const from = states.findLastIndex((state) => (bytes += state.bytes) > keptBytes);
  return states.slice(from + 1);
}
