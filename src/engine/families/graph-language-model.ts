import type { InstalledModel, Precision, ProviderReport } from '../../protocol';
import type { Tokenizer } from '../text/tokenizer';
import type { Continuation } from './continuation';
import type { HeadScores, LanguageModel, ModelSource, ReadingState, ReadResult } from './language-model';
import type { ModelBody } from './model-body';
import type { ScoringHead } from './scoring-head';

export interface GraphModelFacts {
  readonly installed: InstalledModel;
  readonly family: string;
  readonly precision: Precision;
  readonly provider: ProviderReport;
  readonly tokenizer: Tokenizer;
  readonly context: number | undefined;
  readonly bytes: number;
  readonly source: ModelSource;
  readonly endTokens: readonly number[];
}

/** A language model whose body and head are two sessions over one file of weights. */
export class GraphLanguageModel implements LanguageModel {
  public readonly installed: InstalledModel;
  public readonly family: string;
  public readonly precision: Precision;
  public readonly provider: ProviderReport;
  public readonly tokenizer: Tokenizer;
  public readonly context: number | undefined;
  public readonly bytes: number;
  public readonly source: ModelSource;
  public readonly endTokens: readonly number[];
  public readonly hiddenSize: number;

  public constructor(
    facts: GraphModelFacts,
    private readonly body: ModelBody,
    private readonly head: ScoringHead,
  ) {
    this.installed = facts.installed;
    this.family = facts.family;
    this.precision = facts.precision;
    this.provider = facts.provider;
    this.tokenizer = facts.tokenizer;
    this.context = facts.context;
    this.bytes = facts.bytes;
    this.source = facts.source;
    this.endTokens = facts.endTokens;
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
