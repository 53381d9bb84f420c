import type { HeadScores, ReadingState, ReadResult } from '../../../src/engine/families/language-model';
import { ToyModel } from '../scoring/toy-model';

interface Seen extends ReadingState {
  readonly ids: readonly number[];
}

/** What each character adds to log p of whatever comes next. */
const adds: Readonly<Record<string, number>> = { '+': 1, '-': -2, '*': 0.5 };

function after(ids: readonly number[]): Seen {
  return { length: ids.length, bytes: 8 * ids.length, ids, meets: () => false };
}

/**
 * One token a character, and log p of any token is -10 plus what the characters before it add: how much each of them
 * matters is known by hand. Counts the tokens that it reads.
 */
export class AddingModel extends ToyModel {
  public constructor() {
    super(undefined, Infinity);
  }

  public override begin(): ReadingState {
    return after([]);
  }

  public override read(state: ReadingState, ids: Int32Array): Promise<ReadResult> {
    this.tokensRead += ids.length;
    const seen = [...(state as Seen).ids];
    const hidden = Float32Array.from(ids, (id) => {
      seen.push(id);
      return seen.reduce((sum, known) => sum + (adds[String.fromCharCode(known)] ?? 0), 0);
    });
    return Promise.resolve({ hidden, state: after(seen) });
  }

  public override score(hidden: Float32Array, labels: Int32Array, top: number): Promise<HeadScores> {
    return super.score(hidden, labels, top).then((scores) => ({ ...scores, logprob: hidden.map((sum) => sum - 10) }));
  }
}
