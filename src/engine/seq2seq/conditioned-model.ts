import type { Tensor } from 'onnxruntime-node';
import { CachedContinuation } from '../families/cached-continuation';
import { PlainContinuation, type Continuation } from '../families/continuation';
import type { HeadScores, LanguageModel, ReadingState, ReadResult } from '../families/language-model';
import type { DecoderSessions } from './decoder-sessions';
import { scoreLogits } from './score-logits';

/** Facts of the model that are the same whatever the encoder read. */
export type ConditionedFacts = Pick<
  LanguageModel,
  'installed' | 'family' | 'precision' | 'provider' | 'tokenizer' | 'context' | 'bytes' | 'endTokens'
>;

/** What was written so far; the caches are in `place`, which is copied before it goes on. */
class WrittenState implements ReadingState {
  public readonly bytes: number;

  public constructor(
    public readonly ids: Int32Array,
    public readonly place: Continuation | undefined,
  ) {
    this.bytes = ids.byteLength;
  }

  public get length(): number {
    return this.ids.length;
  }

  public meets(): boolean {
    return false;
  }
}

/**
 * A decoder that has what the encoder read before it: it predicts the next token of the second text, so that all which
 * works on language models works on it. Its rows of `hidden` are the logits themselves.
 */
export class ConditionedModel implements LanguageModel {
  public readonly installed: LanguageModel['installed'];
  public readonly family: string;
  public readonly precision: LanguageModel['precision'];
  public readonly provider: LanguageModel['provider'];
  public readonly tokenizer: LanguageModel['tokenizer'];
  public readonly context: number | undefined;
  public readonly bytes: number;
  public readonly endTokens: readonly number[];
  public readonly source = undefined;

  public constructor(
    facts: ConditionedFacts,
    private readonly decoder: DecoderSessions,
    /** What the encoder gave, [1, source, width]. */
    private readonly rows: Tensor,
    /** Columns of the logits. */
    public readonly hiddenSize: number,
  ) {
    this.installed = facts.installed;
    this.family = facts.family;
    this.precision = facts.precision;
    this.provider = facts.provider;
    this.tokenizer = facts.tokenizer;
    this.context = facts.context;
    this.bytes = facts.bytes;
    this.endTokens = facts.endTokens;
  }

  public begin(): ReadingState {
    return new WrittenState(new Int32Array(0), undefined);
  }

  public async read(state: ReadingState, ids: Int32Array, keep: boolean): Promise<ReadResult> {
    if (!(state instanceof WrittenState)) throw new TypeError('a state of another model');
    if (ids.length === 0) return { hidden: new Float32Array(0), state };
    const all = Int32Array.of(...state.ids, ...ids);
    if (state.place === undefined) {
      const { logits, memory } = await this.decoder.start(this.rows, all, keep);
      const hidden = logits.subarray(logits.length - ids.length * this.hiddenSize);
      const behind = memory && this.decoder.behind(this.rows, memory.source);
      const place = behind && new CachedContinuation(behind, memory.written, all.length, false);
      return { hidden, state: new WrittenState(all, place) };
    }
    const place = state.place.copy();
    const hidden = new Float32Array(ids.length * this.hiddenSize);
    for (let at = 0; at < ids.length; at++) {
      hidden.set(await place.read(ids.subarray(at, at + 1)), at * this.hiddenSize);
    }
    return { hidden, state: new WrittenState(all, place) };
  }

  public continueFrom(state: ReadingState): Continuation {
    if (!(state instanceof WrittenState)) throw new TypeError('a state of another model');
    return state.place?.copy() ?? new PlainContinuation(this, state);
  }

  public score(hidden: Float32Array, labels: Int32Array, top: number): Promise<HeadScores> {
    return Promise.resolve(scoreLogits(hidden, this.hiddenSize, labels, top));
  }

  public logits(hidden: Float32Array): Promise<Float32Array> {
    return Promise.resolve(hidden);
  }

  /** The sessions are the model's own. */
  public dispose(): Promise<void> {
    return Promise.resolve();
  }
}
