import type { LanguageModel, ReadingState } from './language-model';

/** Reads on from a state, a few tokens at a time; one text, which only grows. */
export interface Continuation {
  /** Reads the tokens; returns their rows, [ids.length, hidden]. */
  read(ids: Int32Array): Promise<Float32Array>;
  /** Goes on from the same place on its own. */
  copy(): Continuation;
}

/** By the model's ordinary reading, which hands its whole state on each time. */
export class PlainContinuation implements Continuation {
  public constructor(
    private readonly model: Pick<LanguageModel, 'read'>,
    private state: ReadingState,
  ) {}

  public async read(ids: Int32Array): Promise<Float32Array> {
    const { hidden, state } = await this.model.read(this.state, ids, true);
    this.state = state;
    return hidden;
  }

  public copy(): Continuation {
    return new PlainContinuation(this.model, this.state);
  }
}
