import type { Edit } from '../../../src/protocol';
import type { Continuation } from '../../../src/engine/families/continuation';
import { PlainContinuation } from '../../../src/engine/families/plain-continuation';
import type { HeadScores, LanguageModel, ReadingState, ReadResult } from '../../../src/engine/families/language-model';
import type { Retokenization, Tokenization, Tokenizer } from '../../../src/engine/text/tokenizer';

/** One token a character, so that a test can see at once which tokens an edit is about. */
export class CharacterTokenizer implements Tokenizer {
  public readonly vocabularySize = 65536;

  declare public readonly startToken?: number;

  public constructor(startToken?: number) {
    if (startToken !== undefined) this.startToken = startToken;
  }

  public encode(text: string): Promise<Tokenization> {
    const ids = Int32Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    const spans = Int32Array.from({ length: 2 * text.length }, (_, i) => (i >> 1) + (i & 1));
    return Promise.resolve({ ids, spans, unknown: Uint8Array.from(ids, (id) => (id === 63 ? 1 : 0)) });
  }

  public async retokenize(old: Tokenization, text: string, edits: readonly Edit[]): Promise<Retokenization> {
    const tokens = await this.encode(text);
    let [from, tail] = [Infinity, Infinity];
    let length = old.ids.length;
    for (const { start, end, text: inserted } of edits) {
      from = Math.min(from, start);
      tail = Math.min(tail, length - end);
      length += inserted.length - (end - start);
    }
    from = Math.min(from, text.length, old.ids.length);
    tail = Math.min(tail, text.length - from, old.ids.length - from);
    return { tokens, from, removed: old.ids.length - tail - from, inserted: text.length - tail - from };
  }

  public piece(id: number): string {
    return String.fromCharCode(id);
  }

  public insertion(id: number): string {
    return this.piece(id);
  }

  public decode(ids: Int32Array): Promise<string> {
    return Promise.resolve(String.fromCharCode(...ids));
  }
}

interface ToyState extends ReadingState {
  readonly seen: readonly number[];
}

/** A model whose score depends on exactly the tokens that it may depend on; counts what it reads. */
export class ToyModel implements LanguageModel {
  public readonly installed = {
    name: 'toy',
    folder: '/toy',
    bundled: false,
    precisions: [],
    bytes: 0,
    capabilities: [],
  };
  public readonly family = 'toy';
  public readonly precision = 'fp32';
  public readonly provider = { provider: 'cpu', refused: [] } as const;
  public readonly source = undefined;
  public readonly endTokens = [];
  public readonly bytes: number = 0;
  public readonly hiddenSize = 1;
  public tokensRead = 0;
  public tokensScored = 0;

  /** memory: how many tokens back it sees; context: undefined for a model that carries its state. */
  public constructor(
    public readonly context: number | undefined,
    private readonly memory: number,
    public readonly tokenizer = new CharacterTokenizer(),
  ) {}

  public begin(): ReadingState {
    return this.state([]);
  }

  public read(state: ReadingState, ids: Int32Array): Promise<ReadResult> {
    this.tokensRead += ids.length;
    const seen = [...(state as ToyState).seen];
    const hidden = Float32Array.from(ids, (id) => {
      seen.push(id);
      return this.digest(seen);
    });
    return Promise.resolve({ hidden, state: this.state(seen) });
  }

  public score(hidden: Float32Array, labels: Int32Array, top: number): Promise<HeadScores> {
    this.tokensScored += labels.length;
    const logprob = Float32Array.from(labels, (label, i) => -(((hidden[i]! * 31 + label) % 997) / 100) - 0.01);
    return Promise.resolve({
      logprob,
      rank: Int32Array.from(labels, (label) => label % 50),
      entropy: logprob.map((value) => -value / 2),
      topIds: new Int32Array(labels.length * top).fill(65),
      topLogprob: new Float32Array(labels.length * top).fill(-1),
    });
  }

  public logits(): Promise<Float32Array> {
    throw new Error('nobody generates with this model');
  }

  public continueFrom(state: ReadingState): Continuation {
    return new PlainContinuation(this, state);
  }

  public dispose(): Promise<void> {
    return Promise.resolve();
  }

  private state(seen: readonly number[]): ToyState {
    const last = (tokens: readonly number[]): string => tokens.slice(-this.memory).join();
    return {
      length: seen.length,
      bytes: 8 * seen.length,
      seen,
      meets: (other) => this.context === undefined && last(seen) === last((other as ToyState).seen),
    };
  }

  private digest(seen: readonly number[]): number {
    return seen.slice(-this.memory).reduce((hash, id) => (hash * 33 + id) % 65521, 7);
  }
}
