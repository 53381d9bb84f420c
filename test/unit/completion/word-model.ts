import type { Continuation } from '../../../src/engine/families/continuation';
import { PlainContinuation } from '../../../src/engine/families/plain-continuation';
import type { HeadScores, LanguageModel, ReadingState, ReadResult } from '../../../src/engine/families/language-model';
import type { Retokenization, Tokenization, Tokenizer } from '../../../src/engine/text/tokenizer';

/** A vocabulary of texts; the longest one that fits is taken, or the first one for a character that has
 * none. Those in angle brackets are special. */
export class WordTokenizer implements Tokenizer {
  public readonly vocabularySize: number;

  public constructor(
    public readonly words: readonly string[],
    public readonly startToken: number,
  ) {
    this.vocabularySize = words.length;
  }

  public encode(text: string): Promise<Tokenization> {
    const ids: number[] = [];
    const spans: number[] = [];
    for (let at = 0; at < text.length;) {
      let best = -1;
      this.words.forEach((word, id) => {
        if (text.startsWith(word, at) && word.length > (this.words[best]?.length ?? 0)) best = id;
      });
      const length = this.words[best]?.length ?? 1;
      spans.push(at, at + length);
      ids.push(Math.max(0, best));
      at += length;
    }
    return Promise.resolve({
      ids: Int32Array.from(ids),
      spans: Int32Array.from(spans),
      unknown: new Uint8Array(ids.length),
    });
  }

  public async retokenize(old: Tokenization, text: string): Promise<Retokenization> {
    const tokens = await this.encode(text);
    return { tokens, from: 0, removed: old.ids.length, inserted: tokens.ids.length };
  }

  public piece(id: number): string {
    return this.words[id]!;
  }

  public insertion(id: number): string | undefined {
    const word = this.words[id]!;
    return /^<.+>$/.test(word) ? undefined : word;
  }

  public decode(ids: Int32Array): Promise<string> {
    return Promise.resolve(Array.from(ids, (id) => this.insertion(id) ?? '').join(''));
  }
}

/** A model whose next token depends on the last one alone: `next(last)` gives probabilities, [vocabulary]. */
export class WordModel implements LanguageModel {
  public readonly installed;
  public readonly context: number | undefined;
  public readonly family = 'toy';
  public readonly precision = 'fp32';
  public readonly provider = { provider: 'cpu', refused: [] } as const;
  public readonly source = undefined;
  public readonly bytes = 0;
  public readonly hiddenSize = 1;
  public readonly endTokens = [0];
  /** What was read, run by run. */
  public readonly runs: (readonly number[])[] = [];

  public constructor(
    public readonly tokenizer: WordTokenizer,
    private readonly next: (last: number) => readonly number[],
    context?: number,
    name = 'toy',
  ) {
    this.context = context;
    this.installed = { name, folder: `/${name}`, bundled: false, precisions: [], bytes: 0, capabilities: [] };
  }

  public begin(): ReadingState {
    return { length: 0, bytes: 0, meets: () => false };
  }

  public read(state: ReadingState, ids: Int32Array): Promise<ReadResult> {
    this.runs.push([...ids]);
    const after = { length: state.length + ids.length, bytes: 0, meets: () => false };
    return Promise.resolve({ hidden: Float32Array.from(ids), state: after });
  }

  public logits(hidden: Float32Array): Promise<Float32Array> {
    return Promise.resolve(Float32Array.from(Array.from(hidden, (last) => this.next(last)).flat(), Math.log));
  }

  public score(): Promise<HeadScores> {
    throw new Error('nobody scores with this model');
  }

  public continueFrom(state: ReadingState): Continuation {
    return new PlainContinuation(this, state);
  }

  public dispose(): Promise<void> {
    return Promise.resolve();
  }
}

export async function all<T>(steps: AsyncGenerator<void, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}
