import type { CancellationToken } from 'vscode-jsonrpc';
import {
  answerCue,
  answerRequests,
  defaultGeneration,
  type AskedWay,
  type GenerationOptions,
  type RequestOf,
} from '../../protocol';
import { generateSome } from '../decoding/generate';
import { tokensOf, type Told } from '../decoding/hypothesis';
import { readFrom } from '../decoding/next-tokens';
import type { LanguageModel } from '../families/language-model';
import type { Report } from '../report';
import { answerProbability, type ReadText } from './answer-probability';
import { fitChat, type ChatReader } from './fit-chat';
import { readReporting } from './read-prompt';

/** Of an answer: its first line that is not empty counts, a few words. */
const answerOptions: GenerationOptions = { ...defaultGeneration, maxNewTokens: 24 };
/** Room for the cue and a candidate behind the reasoning. */
const margin = answerOptions.maxNewTokens + 40;

/** The first line that says something. */
function firstLine(text: string): string {
  return text.trim().split('\n')[0]!.trim();
}

type Asked = Omit<AskedWay, 'probabilities'> & { readonly before: ReadText };
type Tell = (sequence: number, tokens: AskedWay['tokens'], text: string) => void;

/** Asks one way: lets the model think where it shall, then lets it answer behind the cue. */
async function* ask(
  way: AskedWay['way'],
  model: LanguageModel,
  reader: ChatReader,
  { messages, document, options }: RequestOf<'answers'>,
  tell: Tell,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, Asked, void> {
  const last = messages.at(-1)!;
  const asked = [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${answerRequests[way]}` }];
  const room = margin + (way === 'steps' ? options.maxNewTokens : 0);
  const { prompt, ids } = await fitChat(reader, asked, document, room, token);
  yield;
  let text = prompt.rendered;
  let thought: Pick<AskedWay, 'reasoning' | 'tokens' | 'end'> = { reasoning: '', tokens: [] };
  if (way === 'steps') {
    const start = yield* readReporting(model, ids, report);
    const told: Told = (_, hypothesis, so) => tell(1, tokensOf(model.tokenizer, hypothesis), so);
    const [written] = yield* generateSome(model, ids, start, options, told);
    thought = { reasoning: written!.text.trim(), tokens: written!.tokens, end: written!.end };
    text += `${thought.reasoning}\n\n`;
  }
  text += answerCue;
  const { ids: whole } = await model.tokenizer.encode(text, token);
  const reading = way === 'steps' ? yield* readFrom(model, whole) : yield* readReporting(model, whole, report);
  const told: Told = (_, hypothesis, so) =>
    tell(way === 'steps' ? 2 : 0, tokensOf(model.tokenizer, hypothesis), firstLine(so));
  const [answered] = yield* generateSome(model, whole, reading, answerOptions, told);
  return { way, prompt, ...thought, answer: firstLine(answered!.text), before: { text, ids: whole, reading } };
}

/**
 * The last message asked directly and step by step, and the model's own probability of each candidate behind both. The
 * candidates are those given, or what was answered either way. `tell` gets the direct answer as sequence 0, the
 * reasoning as 1, the answer behind it as 2.
 */
export async function* askBothWays(
  model: LanguageModel,
  reader: ChatReader,
  request: RequestOf<'answers'>,
  tell: Tell,
  report: Report,
  token: CancellationToken,
): AsyncGenerator<void, { readonly candidates: readonly string[]; readonly ways: readonly AskedWay[] }, void> {
  const asked: Asked[] = [];
  for (const way of ['direct', 'steps'] as const) {
    asked.push(yield* ask(way, model, reader, request, tell, report, token));
  }
  const given = request.candidates.length > 0 ? request.candidates : asked.map(({ answer }) => answer);
  const candidates = [...new Set(given.map((text) => text.trim()))].filter((text) => text !== '');
  const ways: AskedWay[] = [];
  for (const { before, ...way } of asked) {
    const probabilities = [];
    for (const candidate of candidates) {
      probabilities.push(yield* answerProbability(model, before, candidate, token));
    }
    ways.push({ ...way, probabilities });
  }
  return { candidates, ways };
}
