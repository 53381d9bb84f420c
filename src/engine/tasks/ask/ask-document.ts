import { setTimeout as sleep } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type AskReading, type AskedEvent, type FoundAnswer, type RequestOf } from '../../../protocol';
import type { Report } from '../../report';
import type { PassageScores } from '../../reader/read-passage';
import type { SpanReader } from '../../reader/span-reader';
import type { Tokenization } from '../../text/tokenizer';
import { sentenceWords } from '../summary/sentence-words';
import { seemsForeign } from '../summary/sources/function-words';
import { AnswerOverview } from './answer-overview';
import { apart, bestSpans, placeProbabilities, type CandidateSpan } from './best-spans';
import { readingWindows, type ReadingWindow } from './reading-windows';
import { answerSpan, tokenPlaces } from './token-places';

/** What is needed of a model that points at answers. */
export type AnsweringModel = Pick<
  SpanReader,
  'installed' | 'family' | 'precision' | 'provider' | 'tokenizer' | 'figures' | 'limits' | 'room' | 'read'
>;

/** A span that may be among the best in the end, with what its window said. */
interface Candidate extends CandidateSpan {
  readonly answer: FoundAnswer;
  /** Probability of `no answer` in its window. */
  readonly none: number;
}

/** What is known of one window. */
interface WindowReading {
  readonly window: ReadingWindow;
  readonly scores: PassageScores;
  /** [places + 1] */
  readonly start: Float32Array;
  readonly end: Float32Array;
}

/** UTF-16 units of a text that its language is known by. */
const languageSample = 20_000;

/** Milliseconds between two looks whether the tokens are there. */
const patience = 15;

/**
 * Looks for answers to a question in a text, a window at a time; see `AskRequests`. The tokens of the text are held, of the windows
 * only what the answers need: memory is bounded by the window and the text itself, not by their product.
 */
export async function* askDocument(
  model: AnsweringModel,
  { text, markdown, question, answers: count }: Pick<RequestOf<'ask'>, 'text' | 'markdown' | 'question' | 'answers'>,
  token: CancellationToken,
  report: Report,
  tell: (event: Omit<AskedEvent, 'task'>) => void,
): AsyncGenerator<void, AskReading, void> {
  if (question.trim() === '') throw fail('bad-request', 'There is no question. Write one.');
  if (text.trim() === '') throw fail('document-empty', 'The text is empty: there is nothing to look for an answer in.');
  const { limits, figures } = model;
  const asked = await model.tokenizer.encode(question, token);
  if (asked.ids.length > limits.question) {
    const most = `${model.installed.name} reads questions of at most ${limits.question}`;
    throw fail('bad-request', `The question has ${asked.ids.length} tokens; ${most}. Ask it in fewer words.`);
  }
  const tokens = yield* waiting(model.tokenizer.encode(text, token));
  const places = tokenPlaces(text, tokens, markdown);
  yield;
  const size = model.room(asked.ids.length);
  const windows = readingWindows(tokens.ids.length, size, places.cuts);
  const overview = new AnswerOverview(tokens.spans);
  let best: readonly Candidate[] = [];
  report(0, tokens.ids.length);
  for (const [done, window] of windows.entries()) {
    const scores = await model.read(asked.ids, tokens.ids.subarray(window.from, window.to));
    const reading: WindowReading = {
      window,
      scores,
      start: placeProbabilities(scores.start, scores.none.start),
      end: placeProbabilities(scores.end, scores.none.end),
    };
    for (let i = window.first; i < window.last; i++) {
      overview.add(i, reading.start[i - window.from]!, reading.end[i - window.from]!);
    }
    const found = bestSpans(scores, window, places, limits.answer, count);
    const least = best.length === count ? best.at(-1)!.gap : -Infinity;
    const better = found.filter(({ gap }) => gap > least);
    if (better.length > 0) {
      const none = reading.start.at(-1)! * reading.end.at(-1)!;
      const candidates = better.map((span) => ({
        ...span,
        none,
        answer: answerOf(text, tokens, reading, span, asked),
      }));
      best = apart([...best, ...candidates], count);
      tell({ done: done + 1, total: windows.length, answers: best.map(({ answer }) => brief(answer)) });
    }
    report(window.last, tokens.ids.length);
    yield;
  }
  return {
    answers: best.map(({ answer }) => answer),
    none: best[0]?.none ?? 1,
    overview: overview.curve(),
    question: { spans: asked.spans },
    tokens: tokens.ids.length,
    windows: windows.length,
    threshold: figures?.chosen ?? 0,
    ...(figures && { figures }),
    // Of other models nothing tells what languages they read.
    ...(model.installed.bundled && seemsForeign(sentenceWords(text.slice(0, languageSample))) && { foreign: true }),
    provenance: {
      model: model.installed.name,
      family: model.family,
      precision: model.precision,
      provider: model.provider.provider,
      window: size,
      stride: Math.ceil(size / 2),
    },
  };
}

/** Waits for work on other threads, letting others in meanwhile. */
async function* waiting<T>(work: Promise<T>): AsyncGenerator<void, T, void> {
  let settled = false;
  const settle = (): void => void (settled = true);
  work.then(settle, settle);
  while (!settled) {
    await Promise.race([work.then(settle, settle), sleep(patience)]);
    yield;
  }
  return work;
}

function brief({ start, end, text, probability, gap }: FoundAnswer): AskedEvent['answers'][number] {
  return { start, end, text, probability, gap };
}

function answerOf(
  text: string,
  { spans }: Tokenization,
  { window, scores, start, end }: WindowReading,
  { first, last, gap }: CandidateSpan,
  asked: Tokenization,
): FoundAnswer {
  const span = answerSpan(text, spans, first, last);
  const [from, to] = [first - window.from, last - window.from];
  const read = window.to - window.from;
  const width = asked.ids.length;
  return {
    ...span,
    text: text.slice(span.start, span.end),
    probability: start[from]! * end[to]!,
    startProbability: start[from]!,
    endProbability: end[to]!,
    gap,
    window: { start: spans[2 * window.from]!, end: spans[2 * window.to - 1]! },
    curve: { spans: spans.slice(2 * window.from, 2 * window.to), start: start.slice(0, read), end: end.slice(0, read) },
    first: from,
    last: to,
    ...(scores.attention && { attention: scores.attention.slice(from * width, (to + 1) * width) }),
  };
}
