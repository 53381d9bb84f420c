import type { HeadScores, LanguageModel, ReadingState, ReadResult } from '../families/language-model';
import type { SecondText } from './decoder';
import { scoreLogits } from './score-logits';

/** Facts of the model that are the same whatever the encoder read. */
export type ConditionedFacts = Pick<
  LanguageModel,
  'installed' | 'family' | 'precision' | 'provider' | 'tokenizer' | 'context' | 'bytes' | 'endTokens'
>;

/** What was written so far; `place` is copied before it goes on. */
class WrittenState implements ReadingState {
  public readonly bytes = 0;

  public constructor(public readonly place: SecondText) {}

  public get length(): number {
    return this.place.length;
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
    /** The second text before its first token. */
    public readonly origin: SecondText,
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
    return new WrittenState(this.origin);
  }

  public async read(state: ReadingState, ids: Int32Array): Promise<ReadResult> {
    const place = this.continueFrom(state);
    return { hidden: await place.read(ids), state: new WrittenState(place) };
  }

  public continueFrom(state: ReadingState): SecondText {
    if (!(state instanceof WrittenState)) throw new TypeError('a state of another model');
    return state.place.copy();
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
