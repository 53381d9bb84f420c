import type { LanguageModel } from './language-model';

/** What is known of a model whatever it has read. */
export type ModelFacts = Pick<
  LanguageModel,
  'installed' | 'family' | 'precision' | 'provider' | 'tokenizer' | 'context' | 'bytes' | 'endTokens'
>;

/** A model that tells these facts as its own. */
export abstract class FactualModel implements ModelFacts {
  public readonly installed: ModelFacts['installed'];
  public readonly family: ModelFacts['family'];
  public readonly precision: ModelFacts['precision'];
  public readonly provider: ModelFacts['provider'];
  public readonly tokenizer: ModelFacts['tokenizer'];
  public readonly context: ModelFacts['context'];
  public readonly bytes: ModelFacts['bytes'];
  public readonly endTokens: ModelFacts['endTokens'];

  protected constructor(facts: ModelFacts) {
    this.installed = facts.installed;
    this.family = facts.family;
    this.precision = facts.precision;
    this.provider = facts.provider;
    this.tokenizer = facts.tokenizer;
    this.context = facts.context;
    this.bytes = facts.bytes;
    this.endTokens = facts.endTokens;
  }
}
