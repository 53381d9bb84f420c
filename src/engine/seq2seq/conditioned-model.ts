import type { HeadScores, LanguageModel, ReadingState, ReadResult } from '../families/language-model';
import { FactualModel, type ModelFacts } from '../families/model-facts';
import type { SecondText } from './decoder';
import { scoreLogits } from './score-logits';

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
export class ConditionedModel extends FactualModel implements LanguageModel {
  public readonly source = undefined;

  public constructor(
    facts: ModelFacts,
    /** The second text before its first token. */
    public readonly origin: SecondText,
    /** Columns of the logits. */
    public readonly hiddenSize: number,
  ) {
    super(facts);
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
