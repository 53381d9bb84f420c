import type { CancellationToken } from 'vscode-jsonrpc';
import type { GeneratedToken, Span, TranslatedSentence, Translation } from '../../../protocol';
import type { Tokenizer } from '../../text/tokenizer';
import { placesOf, type Sentence } from '../text/sentences';
import { clausesOf } from './cut-clauses';
import { otherLanguage, type Direction } from './direction';
import { withSourceCode } from './keep-code';
import { withMarks } from './place-marks';
import { marksOf } from './sentence-marks';
import { partOf, readSource, type SourceText } from './source-text';
import { planOf } from './text-plan';
import type { Search, Translator, Written } from './translator';

/** Told after each token: the translation so far, and the tokens of the sentence in the making. */
export type ToldText = (text: string, tokens: readonly GeneratedToken[]) => void;

/** A sentence or a clause of one, as it is read at once. */
interface Part {
  readonly source: SourceText;
  readonly sentence: Sentence;
  readonly clause: boolean;
}

/** A part of a sentence as one of its own: its marks go with it. */
function clauseOf(sentence: Sentence, text: string, { start, end }: Span): Sentence {
  const places = placesOf(sentence);
  const from = start + (text.slice(start, end).length - text.slice(start, end).trimStart().length);
  const own = { start: places[from]!, end: end >= text.length ? sentence.end : places[end - 1]! + 1 };
  const marked = sentence.marked.slice(own.start - sentence.start, own.end - sentence.start);
  return { ...sentence, ...own, marked, text: text.slice(from, end) };
}

/** What is read at once of a sentence: all of it, or clause by clause where it is too long. */
async function partsOf(
  sentence: Sentence,
  direction: Direction,
  translator: Translator,
  token: CancellationToken,
): Promise<readonly Part[]> {
  const { tokenizer, longest } = translator;
  const source = await readSource(tokenizer, direction, sentence.text, token);
  if (source.ids.length <= longest) return source.ids.length > 0 ? [{ source, sentence, clause: false }] : [];
  const parts: Part[] = [];
  for (const { start, end } of clausesOf(sentence.text, source.spans, longest)) {
    const span = { start: source.spans[2 * start]!, end: source.spans[2 * end - 1]! };
    const clause = clauseOf(sentence, sentence.text, span);
    const own = await readSource(tokenizer, direction, clause.text, token);
    // Cut elsewhere, a text may have more tokens.
    if (own.ids.length > 0) parts.push({ source: partOf(own, 0, longest), sentence: clause, clause: true });
  }
  return parts;
}

/** The place in the source's text of the token that got the most attention, for each token. */
function mostLooked({ attention, tokens }: Written, { spans }: SourceText): readonly (number | undefined)[] {
  const columns = spans.length / 2;
  return tokens.map((_, row) => {
    if (typeof attention === 'string') return undefined;
    let best = 0;
    for (let at = 1; at < columns; at++) {
      if (attention[row * columns + at]! > attention[row * columns + best]!) best = at;
    }
    // Without the space before it.
    return spans[2 * best + 1]! - 1;
  });
}

/** Source tokens in the document, without the space before each. */
function sourceTokens({ source, sentence }: Part, text: string): TranslatedSentence['sourceTokens'] {
  const places = placesOf(sentence);
  return Array.from(source.ids, (_, at) => {
    const [from, to] = [source.spans[2 * at]!, source.spans[2 * at + 1]!];
    const own = source.text.slice(from, to);
    const first = from + own.length - own.trimStart().length;
    const start = places[first]!;
    const end = first < to ? places[to - 1]! + 1 : start;
    return { start, end, text: text.slice(start, end), unknown: source.unknown[at] === 1 };
  });
}

/** One part in the translation, from offset `at` on. */
function translated(part: Part, written: Written, text: string, direction: Direction, at: number) {
  const { source, sentence, clause } = part;
  const pieces = withSourceCode(source.text, written.tokens.map((token) => token.text)); // prettier-ignore
  const bare = { length: source.text.length, pieces, from: mostLooked(written, source) };
  const { text: target, spans } = withMarks(bare, marksOf(text, sentence));
  const result: TranslatedSentence = {
    source: { start: sentence.start, end: sentence.end },
    target: { start: at, end: at + target.length },
    score: written.score,
    clause,
    cut: written.cut,
    sourceTokens: sourceTokens(part, text),
    tokens: written.tokens.map(({ logprob, spelt }, i) => {
      const { start, end } = spans[i]!;
      return { start: at + start, end: at + end, text: target.slice(start, end), logprob, spelt };
    }),
    attention: typeof written.attention === 'string' ? undefined : written.attention,
    warning: otherLanguage(source.text, direction),
  };
  return { result, target };
}

/** What the tokens say so far; words that will be spelt are left open. */
function soFar(tokenizer: Tokenizer, tokens: readonly GeneratedToken[], text: string, spells: boolean): string {
  if (!spells) return text.trim();
  const shown = tokens.map(({ id, piece }) =>
    id === tokenizer.unknownToken ? ' …' : tokenizer.insertion(id) === undefined ? '' : piece,
  );
  return shown.join('').trim();
}

/**
 * Translates a text sentence by sentence: what is no sentence is copied, and marks within a sentence are put where its
 * translation looked at what they were around. `report`: characters that are done.
 */
export async function* translateText(
  translator: Translator,
  text: string,
  markdown: boolean,
  direction: Direction,
  search: Search,
  told: ToldText,
  report: (done: number, total: number) => void,
  token: CancellationToken,
): AsyncGenerator<void, Pick<Translation, 'text' | 'sentences' | 'copied' | 'attentionMissing'>, void> {
  const { sentences: all, copied } = planOf(text, markdown);
  yield;
  const sentences: TranslatedSentence[] = [];
  let [done, read] = ['', 0];
  let attentionMissing: string | undefined;
  for (const sentence of all) {
    for (const part of await partsOf(sentence, direction, translator, token)) {
      const before = done + text.slice(read, part.sentence.start);
      const written = yield* translator.translate(
        part.source,
        search,
        (_, { ids, logprobs }, growing) => {
          const tokens = ids.map((id, i) => ({ id, piece: translator.tokenizer.piece(id), logprob: logprobs[i]! }));
          told(before + soFar(translator.tokenizer, tokens, growing, translator.spells), tokens);
        },
        token,
      );
      if (typeof written.attention === 'string') attentionMissing ??= written.attention;
      const { result, target } = translated(part, written, text, direction, before.length);
      sentences.push(result);
      done = before + target;
      read = part.sentence.end;
      told(done, []);
      report(read, text.length);
      yield;
    }
  }
  const seen = sentences.some(({ attention }) => attention !== undefined);
  return { text: done + text.slice(read), sentences, copied, attentionMissing: seen ? undefined : attentionMissing };
}
