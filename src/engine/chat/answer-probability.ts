import type { CancellationToken } from 'vscode-jsonrpc';
import type { AnswerProbability } from '../../protocol';
import { logProbabilities, readFrom, type Reading } from '../decoding/next-tokens';
import type { LanguageModel } from '../families/language-model';

/** A text that was read, with where it ended. */
export interface ReadText {
  readonly text: string;
  readonly ids: Int32Array;
  readonly reading: Reading;
}

/**
 * Log-probability of `answer` behind what was read, summed over its tokens, nats. Where the tokenizer joins the seam
 * differently, the tokens before it are read again, so that the figure is of the tokens as the whole text has them.
 */
export async function* answerProbability(
  model: LanguageModel,
  read: ReadText,
  answer: string,
  token: CancellationToken,
): AsyncGenerator<void, AnswerProbability, void> {
  const { ids, spans } = await model.tokenizer.encode(`${read.text} ${answer}`, token);
  const inside = Array.from(ids.keys()).findIndex((at) => spans[2 * at + 1]! > read.text.length);
  const first = inside < 0 ? ids.length : inside;
  const same = first === read.ids.length && read.ids.every((id, at) => ids[at] === id);
  const reading = same ? read.reading : yield* readFrom(model, ids.subarray(0, first));
  const labels = ids.subarray(first);
  if (labels.length === 0) return { text: answer, logprob: 0, tokens: 0 };
  let logprob = logProbabilities(reading.logits)[labels[0]!]!;
  if (labels.length > 1) {
    const hidden = await reading.place.copy().read(labels.slice(0, -1));
    const scores = await model.score(hidden, labels.slice(1), 1);
    for (const one of scores.logprob) logprob += one;
  }
  yield;
  return { text: answer, logprob, tokens: labels.length };
}
