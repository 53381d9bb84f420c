import type { Continuation } from '../../../src/engine/families/continuation';
import { PlainContinuation } from '../../../src/engine/families/plain-continuation';
import { logProbabilities } from '../../../src/engine/decoding/next-tokens';
import type { HeadScores, LanguageModel, ReadingState, ReadResult } from '../../../src/engine/families/language-model';
import { CharacterTokenizer } from '../scoring/toy-model';

/** A model whose next token depends on the last one alone: `logits[last][next]`, ids as the code units of `alphabet`. */
export class MarkovModel implements LanguageModel {
  public readonly installed = { name: 'markov', folder: '/markov', bundled: false, precisions: [], bytes: 0, capabilities: [] }; // prettier-ignore
  public readonly family = 'toy';
  public readonly precision = 'fp32';
  public readonly provider = { provider: 'cpu', refused: [] } as const;
  public readonly source = undefined;
  public readonly bytes = 0;
  public readonly hiddenSize = 1;
  public readonly tokenizer = new CharacterTokenizer();
  public tokensRead = 0;

  public constructor(
    private readonly rows: readonly (readonly number[])[],
    public readonly endTokens: readonly number[],
    public readonly context: number | undefined,
  ) {}

  public begin(): ReadingState {
    return { length: 0, bytes: 0, meets: () => false };
  }

  public read(state: ReadingState, ids: Int32Array): Promise<ReadResult> {
    this.tokensRead += ids.length;
    const length = state.length + ids.length;
    return Promise.resolve({ hidden: Float32Array.from(ids), state: { length, bytes: 0, meets: () => false } });
  }

  public logits(hidden: Float32Array): Promise<Float32Array> {
    return Promise.resolve(Float32Array.from(Array.from(hidden, (last) => this.rows[last]!).flat()));
  }

  /** The best tokens alone: all that generating looks at. */
  public score(hidden: Float32Array, labels: Int32Array, top: number): Promise<HeadScores> {
    const best = Array.from(hidden, (last) => {
      const logprobs = logProbabilities(this.rows[last]!);
      const ids = [...logprobs.keys()].sort((a, b) => logprobs[b]! - logprobs[a]! || a - b).slice(0, top);
      return ids.map((id) => [id, logprobs[id]!] as const);
    }).flat();
    return Promise.resolve({
      logprob: new Float32Array(labels.length),
      rank: new Int32Array(labels.length),
      entropy: new Float32Array(labels.length),
      topIds: Int32Array.from(best, ([id]) => id),
      topLogprob: Float32Array.from(best, ([, logprob]) => logprob),
    });
  }

  public continueFrom(state: ReadingState): Continuation {
    return new PlainContinuation(this, state);
  }

  public dispose(): Promise<void> {
    return Promise.resolve();
  }
}
