import type { CompletedText, CompletionOptions } from '../../protocol';
import { logProbabilities } from '../decoding/next-tokens';
import { distribution } from '../decoding/sampler-chain';
import type { Tokenizer } from '../text/tokenizer';
import type { CompletionPrompt } from './arrange-prompt';
import { shown, stopOf, type Stop, type Surroundings } from './completion-stops';
import type { FirstToken } from './first-tokens';
import type { KeptReading } from './kept-reading';

/** New tokens, and where the text of each ends; counted behind what is typed already. */
interface Written {
  readonly ids: readonly number[];
  readonly logprobs: readonly number[];
  readonly ends: readonly number[];
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let id = 1; id < values.length; id++) if (values[id]! > values[best]!) best = id;
  return best;
}

/** Decodes new tokens behind others: decoders may treat the first token of a text in their own way. */
async function decoderBehind(
  tokenizer: Tokenizer,
  before: Int32Array,
): Promise<(ids: readonly number[]) => Promise<string>> {
  const known = await tokenizer.decode(before);
  return async (ids) => {
    // What each token writes by itself is the text, unless some are bytes of a character.
    const parts = ids.map((id) => tokenizer.insertion(id));
    if (!parts.includes(undefined)) return parts.join('');
    const text = await tokenizer.decode(Int32Array.of(...before, ...ids));
    return text.startsWith(known) ? text.slice(known.length) : tokenizer.decode(Int32Array.from(ids));
  };
}

function completed(
  tokenizer: Tokenizer,
  text: string,
  { ids, logprobs, ends }: Written,
  end: Stop['end'],
): CompletedText {
  const starts = [0, ...ends];
  const count = ids.filter((_id, at) => starts[at]! < text.length).length;
  const tokens = ids.slice(0, count).map((id, at) => ({
    id,
    piece: tokenizer.piece(id),
    text: text.slice(starts[at], at === count - 1 ? undefined : ends[at]),
    logprob: logprobs[at]!,
  }));
  return { text, tokens, logprob: tokens.reduce((sum, { logprob }) => sum + logprob, 0), end };
}

/**
 * Writes on from a first token, a yield after each token, until a stop is reached. `start`: tokens of the prompt, behind
 * which the reading holds the typed ones. Undefined where nothing is left to show.
 */
export async function* completeText(
  reading: KeptReading,
  prompt: CompletionPrompt,
  start: number,
  first: FirstToken,
  around: Surroundings,
  options: CompletionOptions,
): AsyncGenerator<void, CompletedText | undefined, void> {
  const { model } = reading;
  const { tokenizer } = model;
  const behind = Int32Array.of(...prompt.tail, ...prompt.typedIds.subarray(0, first.behind));
  const decode = await decoderBehind(tokenizer, behind);
  const isEnd = (id: number): boolean => model.endTokens.includes(id) || prompt.ends.includes(id);
  const samples = Object.keys(options.samplers).length > 0;
  const [ids, logprobs, ends]: [number[], number[], number[]] = [[], [], []];
  let [next, logprob] = [first.id, first.logprob];
  let [text, total] = ['', 0];
  let stop: Stop | undefined;
  for (;;) {
    if (isEnd(next)) {
      stop = { at: text.length, end: 'end-token' };
      break;
    }
    ids.push(next);
    logprobs.push(logprob);
    const before = text.length;
    text = (await decode(ids)).slice(first.typed);
    total += logprob;
    ends.push(text.replace(/\ufffd+$/u, '').length);
    stop = stopOf(text, around);
    // A place at which it must end anyway comes first, if this token is not what makes the text improbable.
    const improbable = total < Math.log(options.leastProbability);
    if (improbable && before < (stop?.at ?? Infinity)) stop = { at: before, end: 'improbable' };
    if (!stop && ids.length >= options.maxNewTokens) stop = { at: text.length, end: 'length' };
    if (stop) break;
    const place = start + first.behind + ids.length - 1;
    // The reading may have gone back further than to here.
    reading.backTo(place);
    const missing = [...prompt.ids, ...prompt.typedIds.subarray(0, first.behind), ...ids].slice(reading.ids.length);
    yield* reading.read(Int32Array.from(missing));
    const logits = (await reading.logits(place + 1))[0]!;
    const left = samples ? distribution(logits, Int32Array.from(reading.ids), options.samplers) : logits;
    next = largest(left);
    logprob = logProbabilities(logits)[next]!;
  }
  const kept = shown(text, stop, around);
  if (kept.trim() === '') return undefined;
  return completed(tokenizer, kept, { ids, logprobs, ends }, stop.end);
}
