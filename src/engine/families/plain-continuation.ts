import type { Continuation } from './continuation';
import type { LanguageModel, ReadingState } from './language-model';

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
