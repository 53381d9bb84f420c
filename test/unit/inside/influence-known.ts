import type { HeadScores, LanguageModel, ReadingState, ReadResult } from '../../../src/engine/families/language-model';
import { CharacterTokenizer } from '../scoring/toy-model';

interface Seen extends ReadingState {
  readonly ids: readonly number[];
}

/** What each character adds to log p of whatever comes next. */
const adds: Readonly<Record<string, number>> = { '+': 1, '-': -2, '*': 0.5 };

/**
 * One token a character, and log p of any token is -10 plus what the characters before it add: what each of them
 * matters is known by hand. Counts the tokens that it read.
 */
export class AddingModel implements LanguageModel {
  public readonly installed = {
    name: 'adding',
    folder: '/adding',
    bundled: false,
    precisions: [],
    bytes: 0,
    capabilities: [],
  };
  public readonly family = 'toy';
  public readonly precision = 'fp32';
  public readonly provider = { provider: 'cpu', refused: [] } as const;
  public readonly tokenizer = new CharacterTokenizer();
  public readonly context = undefined;
  public readonly source = undefined;
  public readonly endTokens = [];
  public readonly bytes = 0;
  public readonly hiddenSize = 1;
  public tokensRead = 0;

  public begin(): ReadingState {
    return this.state([]);
  }

  public read(state: ReadingState, ids: Int32Array): Promise<ReadResult> {
    this.tokensRead += ids.length;
    const seen = [...(state as Seen).ids];
    const hidden = Float32Array.from(ids, (id) => {
      seen.push(id);
      return seen.reduce((sum, known) => sum + (adds[String.fromCharCode(known)] ?? 0), 0);
    });
    return Promise.resolve({ hidden, state: this.state(seen) });
  }

  public score(hidden: Float32Array, labels: Int32Array): Promise<HeadScores> {
    const none = new Float32Array(labels.length);
    const logprob = hidden.map((sum) => sum - 10);
    return Promise.resolve({
      logprob,
      rank: new Int32Array(labels.length),
      entropy: none,
      topIds: new Int32Array(0),
      topLogprob: new Float32Array(0),
    });
  }

  public logits(): Promise<Float32Array> {
    throw new Error('nobody generates with this model');
  }

  public dispose(): Promise<void> {
    return Promise.resolve();
  }

  private state(ids: readonly number[]): Seen {
    return { length: ids.length, bytes: 8 * ids.length, ids, meets: () => false };
  }
}
