import type { CancellationToken } from 'vscode-jsonrpc';
import { defaultGeneration, type GeneratedToken } from '../../../../protocol';
import { fitChat, type ChatReader } from '../../../chat/fit-chat';
import { readReporting } from '../../../chat/read-prompt';
import { generateSome } from '../../../decoding/generate';
import { tokensOf, type Told } from '../../../decoding/hypothesis';
import type { LanguageModel } from '../../../families/language-model';
import type { JoinedText } from '../sections/readable-text';
import { sentenceSpans } from './sentence-spans';
import { tokenSpans } from './token-spans';
import type { SectionWriter, WrittenSection } from './written-section';

/** Tokens of a section at most: with more, small models lose what they were asked. */
const mostSource = 1024;
/** Tokens for what is asked and what the template adds. */
const asked = 128;
/** Tokens that a sentence may have, and a first one beside. */
const [eachSentence, firstSentence] = [48, 32];

const blind =
  'The attention of an instruct model goes to all of its prompt, and does not tell what is taken from the text.';

/** Lets a model that answers write: it is asked for a summary of the quoted section. */
export class InstructWriter implements SectionWriter {
  public readonly tokenizer;
  public readonly window: number;
  public readonly sentencesEach = 2;

  public constructor(
    private readonly model: LanguageModel,
    private readonly reader: ChatReader,
    private readonly name: string,
  ) {
    this.tokenizer = model.tokenizer;
    const room = (reader.context ?? Infinity) - asked - firstSentence - eachSentence * this.sentencesEach;
    this.window = Math.max(64, Math.min(mostSource, room));
  }

  public async *write(
    section: JoinedText,
    sentences: number,
    told: (text: string, tokens: readonly GeneratedToken[]) => void,
    token: CancellationToken,
    progress: (read: number) => void,
  ): AsyncGenerator<void, WrittenSection, void> {
    const { model, tokenizer, reader } = this;
    const wanted = sentences === 1 ? 'one sentence' : `at most ${sentences} sentences`;
    const content = `Provide a concise, objective summary of the text above in ${wanted}.`;
    const maxNewTokens = firstSentence + eachSentence * sentences;
    const document = { name: this.name, text: section.text };
    const { prompt, ids } = await fitChat(reader, [{ role: 'user', content }], document, maxNewTokens, token);
    yield;
    const reading = yield* readReporting(model, ids, progress);
    let soFar: { readonly text: string; readonly tokens: readonly GeneratedToken[] } = { text: '', tokens: [] };
    const tellOne: Told = (_, hypothesis, text) => {
      soFar = { text, tokens: tokensOf(tokenizer, hypothesis) };
      told(text.trim(), soFar.tokens);
    };
    const options = { ...defaultGeneration, maxNewTokens, lookup: true };
    const steps = generateSome(model, ids, reading, options, tellOne);
    let [end, done] = ['length', false];
    // Models go on beyond what they were asked for: a sentence more is enough to know that the last one is whole.
    while (!done && sentenceSpans(soFar.text).length <= sentences) {
      const step = await steps.next();
      if (step.done === true) [soFar, end, done] = [step.value[0]!, step.value[0]!.end, true];
      else yield;
    }
    const text = soFar.text.trim();
    const tokens = soFar.tokens.filter(({ id }) => !model.endTokens.includes(id));
    const written = tokens.map(({ id }) => id);
    const places = await tokenSpans(tokenizer, written, text, soFar.text.indexOf(text));
    return {
      text,
      tokens: tokens.map(({ logprob }, at) => ({ ...places[at]!, logprob })),
      source: new Int32Array(0),
      read: ids.length,
      written: tokens.length,
      readTo: prompt.quoted?.end ?? 0,
      unfinished: end === 'length',
      blind,
    };
  }
}
