import type { CancellationToken } from 'vscode-jsonrpc';
import { defaultGeneration, FailureError, type GeneratedToken, type Precision } from '../../../../protocol';
import { fitChat, type ChatReader } from '../../../chat/fit-chat';
import { cutPlace } from '../../../chat/quote';
import { readReporting } from '../../../chat/read-prompt';
import { generateSome } from '../../../decoding/generate';
import { tokensOf, type Told } from '../../../decoding/hypothesis';
import type { LanguageModel, ReadingState } from '../../../families/language-model';
import type { JoinedText } from '../sections/readable-text';
import { endedText, instructedText, type InstructedText } from './instructed-text';
import { instructions } from './instructions';
import { sentenceSpans } from './sentence-spans';
import { tokenSpans } from './token-spans';
import type { SectionWriter, WrittenSection } from './written-section';

/** Tokens of a section at most: with more, models lose what they were asked. */
const mostSource = 1024;
/**
 * Models of fewer weights than this write about the first words of a longer text, or in circles: they get less at once and
 * write a sentence of each section.
 */
const fewWeights = 0.5e9;
const mostOfSmall = 256;
/** Bits of a weight, about. */
const bits: Readonly<Record<Precision, number>> = { fp32: 32, q4: 4, q8: 8, int8: 8, fp16: 16 };
/** Tokens for what is asked and what the template adds. */
const asked = 128;
/** Tokens that a sentence may have, and a first one beside. */
const [eachSentence, firstSentence] = [48, 32];
/** Tokens that all prompts begin with are read once where there are so many. */
const leastHead = 8;

const blind =
  'The attention of an instruct model goes to all of its prompt, and does not tell what is taken from the text.';

/** Lets a model that answers write: it is asked for a summary of the quoted section. */
export class InstructWriter implements SectionWriter {
  public readonly tokenizer;
  public readonly window: number;
  public readonly sentencesEach;
  /** The state behind the tokens that all prompts begin with. */
  private head: { readonly ids: Int32Array; readonly state: ReadingState } | undefined;

  public constructor(
    private readonly model: LanguageModel,
    private readonly reader: ChatReader,
  ) {
    this.tokenizer = model.tokenizer;
    const small = (8 * model.bytes) / bits[model.precision] < fewWeights;
    this.sentencesEach = small ? 1 : 2;
    const room = (reader.context ?? Infinity) - asked - firstSentence - eachSentence * this.sentencesEach;
    this.window = Math.max(64, Math.min(small ? mostOfSmall : mostSource, room));
  }

  public async *write(
    section: JoinedText,
    sentences: number,
    told: (text: string, tokens: readonly GeneratedToken[]) => void,
    token: CancellationToken,
    progress: (read: number) => void,
  ): AsyncGenerator<void, WrittenSection, void> {
    const { model, tokenizer } = this;
    const maxNewTokens = firstSentence + eachSentence * sentences;
    const { ids: own, spans } = await tokenizer.encode(section.text, token);
    const readTo =
      own.length <= this.window ? section.text.length : cutPlace(section.text, spans[2 * this.window - 1]!);
    const ids = await this.prompt(section.text.slice(0, readTo), sentences, maxNewTokens, token);
    yield;
    const start = yield* this.behindHead(ids, sentences, maxNewTokens, token);
    const reading = yield* readReporting(model, ids, progress, start);
    let soFar: { readonly text: string; readonly tokens: readonly GeneratedToken[] } = { text: '', tokens: [] };
    let place: InstructedText = instructedText('');
    const tellOne: Told = (_, hypothesis, text) => {
      soFar = { text, tokens: tokensOf(tokenizer, hypothesis) };
      place = instructedText(text);
      told(text.slice(place.start, place.end), soFar.tokens);
    };
    const options = { ...defaultGeneration, maxNewTokens, lookup: true };
    const steps = generateSome(model, ids, reading, options, tellOne);
    let [end, done] = ['length', false];
    // Models go on beyond what they were asked for: a sentence more is enough to know that the last one is whole.
    while (!done && !place.circles && sentenceSpans(soFar.text.slice(place.start)).length <= sentences) {
      const step = await steps.next();
      if (step.done === true) [soFar, end, done] = [step.value[0]!, step.value[0]!.end, true];
      else yield;
    }
    place = endedText(soFar.text);
    const text = soFar.text.slice(place.start, place.end);
    const written = soFar.tokens.filter(({ id }) => !model.endTokens.includes(id));
    const places = await tokenSpans(tokenizer, written.map(({ id }) => id), soFar.text, 0); // prettier-ignore
    return {
      text,
      // Those of an announcement, and of what was said again, are none of the text's.
      tokens: written.flatMap(({ logprob }, at) => {
        const { start: from, end: to } = places[at]!;
        const inside = from === to ? from >= place.start && from < place.end : to > place.start && from < place.end;
        if (!inside) return [];
        const within = (offset: number): number => Math.max(0, Math.min(text.length, offset - place.start));
        return [{ start: within(from), end: within(to), logprob }];
      }),
      source: new Int32Array(0),
      read: ids.length,
      written: written.length,
      readTo,
      unfinished: end === 'length' || place.circles,
      blind,
    };
  }

  /** The tokens of what the model is asked, in the first way that its template takes. */
  private async prompt(
    text: string,
    sentences: number,
    maxNewTokens: number,
    token: CancellationToken,
  ): Promise<Int32Array> {
    const [best, other] = instructions(text, sentences);
    try {
      return (await fitChat(this.reader, best!, undefined, maxNewTokens, token)).ids;
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'unsupported') throw error;
      return (await fitChat(this.reader, other!, undefined, maxNewTokens, token)).ids;
    }
  }

  /** The state behind what all prompts begin with, which is read with the first one. */
  private async *behindHead(
    ids: Int32Array,
    sentences: number,
    maxNewTokens: number,
    token: CancellationToken,
  ): AsyncGenerator<void, ReadingState, void> {
    const { model } = this;
    if (!this.head || !startsWith(ids, this.head.ids)) {
      const other = await this.prompt('\u2026', sentences, maxNewTokens, token);
      const differs = ids.findIndex((id, at) => id !== other[at]);
      if (differs < leastHead) return model.begin();
      const { state } = await model.read(model.begin(), ids.subarray(0, differs), true);
      this.head = { ids: ids.slice(0, differs), state };
      yield;
    }
    return this.head.state;
  }
}

function startsWith(ids: Int32Array, head: Int32Array): boolean {
  return ids.length > head.length && head.every((id, at) => ids[at] === id);
}
