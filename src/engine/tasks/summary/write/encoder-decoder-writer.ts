import type { CancellationToken } from 'vscode-jsonrpc';
import { defaultGeneration, type GeneratedToken, type GenerationOptions } from '../../../../protocol';
import { beamSearch } from '../../../decoding/beam-search';
import { tokensOf, type Told } from '../../../decoding/hypothesis';
import { readFrom } from '../../../decoding/next-tokens';
import type { ConditionedModel } from '../../../seq2seq/conditioned-model';
import type { Look } from '../../../seq2seq/decoder';
import type { Seq2SeqModel } from '../../../seq2seq/seq2seq-model';
import type { FindLooks } from '../../looks/observed-looks';
import type { JoinedText } from '../sections/readable-text';
import { tokenSpans } from './token-spans';
import type { SectionWriter, TokenLook, WrittenSection } from './written-section';

/** Tokens of a source that the bundled summariser was trained on at most; models that name no context are like it. */
const trainedSource = 400;
/** Tokens of a section that models of a larger context read at most: more take long, and mix what should be told apart. */
const mostSource = 1024;
/** Tokens that a sentence may have, and a first one beside. */
const [eachSentence, firstSentence] = [40, 20];

/** How the recipe decodes it too (models/recipes/seq2seq/write.py). */
const search: GenerationOptions = {
  ...defaultGeneration,
  beams: 4,
  lengthPenalty: 0.9,
  earlyStopping: true,
  samplers: { noRepeatNgramSize: 3 },
};

/** What of the source's tokens may be copied, 1 or 0 each, [source]; found before a section is read. */
export type KeepTokens = (ids: Int32Array) => Promise<Float32Array>;

/** Lets a model with an encoder and a decoder write. */
export class EncoderDecoderWriter implements SectionWriter {
  public readonly tokenizer;
  public readonly window: number;
  public readonly sentencesEach: number;

  public constructor(
    private readonly model: Seq2SeqModel,
    private readonly findLooks: FindLooks,
    private readonly keep?: KeepTokens,
  ) {
    const { tokenizer, context } = model.facts;
    const { before, after } = model.frame;
    this.tokenizer = tokenizer;
    // A prefix has at most as many tokens as characters.
    const around = before.length + model.summaryPrefix.length + after.length;
    this.window = Math.max(1, Math.min(mostSource, (context ?? trainedSource) - around));
    this.sentencesEach = context === undefined ? 1 : 2;
  }

  public async *write(
    section: JoinedText,
    sentences: number,
    told: (text: string, tokens: readonly GeneratedToken[]) => void,
    token: CancellationToken,
  ): AsyncGenerator<void, WrittenSection, void> {
    const { model, tokenizer } = this;
    const { ids, spans } = await tokenizer.encode(section.text, token);
    const own = ids.subarray(0, this.window);
    const { after } = model.frame;
    const prefix = model.summaryPrefix === '' ? [] : (await tokenizer.encode(model.summaryPrefix, token)).ids;
    const before = [...model.frame.before, ...prefix];
    const source = Int32Array.of(...before, ...own, ...after);
    const keep = await this.keep?.(own);
    yield;
    const keptAll = keep && Float32Array.of(...before.map(() => 1), ...keep, ...after.map(() => 1));
    const conditioned = await model.read(source, keptAll);
    yield;
    const start = Int32Array.of(model.start);
    const reading = yield* readFrom(conditioned, start);
    // The decoder's context holds its start token too.
    const room = (model.facts.context ?? Infinity) - 2;
    const maxNewTokens = Math.max(1, Math.min(room, firstSentence + eachSentence * sentences));
    const tellOne: Told = (_, hypothesis, text) => told(text.trim(), tokensOf(tokenizer, hypothesis));
    const [sequence] = yield* beamSearch(conditioned, start, reading, { ...search, maxNewTokens }, tellOne);
    const text = sequence!.text.trim();
    const tokens = sequence!.tokens.filter(({ id }) => !model.facts.endTokens.includes(id));
    const written = tokens.map(({ id }) => id);
    const places = await tokenSpans(tokenizer, written, text, sequence!.text.indexOf(text));
    yield;
    const readTo = own.length < ids.length ? spans[2 * own.length - 1]! : section.text.length;
    const looks =
      this.told(conditioned, tokens, own, before.length, keep) ??
      (yield* this.observed(section.text.slice(0, readTo), text, places, token));
    return {
      text,
      tokens: tokens.map(({ logprob }, at) => ({
        ...places[at]!,
        logprob,
        ...(typeof looks !== 'string' && { look: looks[at]! }),
      })),
      source: spans.subarray(0, 2 * own.length),
      read: source.length,
      written: tokens.length,
      readTo,
      unfinished: sequence!.end === 'length',
      ...(typeof looks === 'string' && { blind: looks }),
    };
  }

  /** Where the decoder itself says that it looked for each token; undefined: it does not. */
  private told(
    conditioned: ConditionedModel,
    tokens: readonly GeneratedToken[],
    ids: Int32Array,
    before: number,
    keep: Float32Array | undefined,
  ): readonly TokenLook[] | undefined {
    // What the decoder reads predicts the next token: before the first one stands the start.
    const read = [this.model.start, ...tokens.map(({ id }) => id)].slice(0, tokens.length);
    const looks = conditioned.origin.looksAlong(read);
    return looks?.map((look, at) => tokenLook(look, tokens[at]!, ids, before, keep));
  }

  private async *observed(...asked: Parameters<FindLooks>): AsyncGenerator<void, readonly TokenLook[] | string, void> {
    const looks = yield* this.findLooks(...asked);
    return typeof looks === 'string' ? looks : looks.map((weights) => ({ weights }));
  }
}

/**
 * Where a token came from: what of it is copied, from the tokens of the source that are the same; the rest from where the
 * model looked. `before`: special tokens that stand before the section's own `ids`.
 */
function tokenLook(
  { attention, generated }: Look,
  { id, logprob }: GeneratedToken,
  ids: Int32Array,
  before: number,
  keep: Float32Array | undefined,
): TokenLook {
  const own = attention.slice(before, before + ids.length);
  if (generated === undefined) return { weights: own };
  const kept = own.map((weight, at) => weight * (keep?.[at] ?? 1));
  const all = kept.reduce((sum, weight) => sum + weight, 0);
  const same = kept.map((weight, at) => (ids[at] === id && all > 0 ? weight / all : 0));
  const found = same.reduce((sum, weight) => sum + weight, 0);
  const copied = Math.min(1, ((1 - generated) * found) / Math.exp(logprob));
  const weights = own.map((weight, at) => (found > 0 ? (copied * same[at]!) / found : 0) + (1 - copied) * weight);
  return { weights, copied };
}
