import type { Continuation } from './continuation';
import type { HeadScores, LanguageModel, ModelSource, ReadingState, ReadResult } from './language-model';
import type { ModelBody } from './model-body';
import { FactualModel, type ModelFacts } from './model-facts';
import type { ScoringHead } from './scoring-head';

/** A language model whose body and head are two sessions over one file of weights. */
export class GraphLanguageModel extends FactualModel implements LanguageModel {
  public readonly hiddenSize: number;

  public constructor(
    facts: ModelFacts,
    public readonly source: ModelSource,
    private readonly body: ModelBody,
    private readonly head: ScoringHead,
  ) {
    super(facts);
    this.hiddenSize = head.hiddenSize;
  }

  public begin(): ReadingState {
    return this.body.begin();
  }

  public async read(state: ReadingState, ids: Int32Array, keep: boolean): Promise<ReadResult> {
    if (ids.length === 0) return { hidden: new Float32Array(0), state };
    return this.body.read(state, ids, keep);
  }

  public continueFrom(state: ReadingState): Continuation {
    return this.body.continueFrom(state);
  }

  public async score(hidden: Float32Array, labels: Int32Array, top: number): Promise<HeadScores> {
    return this.head.score(hidden, labels, top);
  }

  public async logits(hidden: Float32Array): Promise<Float32Array> {
    return this.head.logits(hidden);
  }

  public async dispose(): Promise<void> {
    await this.body.dispose();
    await this.head.dispose();
  }
}
