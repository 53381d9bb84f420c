import { logProbabilities } from '../decoding/next-tokens';
import type { CompletionPrompt } from './arrange-prompt';
import type { KeptReading } from './kept-reading';
import { tokenTexts } from './token-texts';

/** A token with which a completion may begin. */
export interface FirstToken {
  readonly id: number;
  /** How many of the typed tokens stand before it. */
  readonly behind: number;
  /** Code units of what it writes that are typed already. */
  readonly typed: number;
  /** Nats, given that the text begins with what is typed. */
  readonly logprob: number;
}

/** Adds a token to the best `count`, best first. */
function insert(best: FirstToken[], token: FirstToken, count: number): void {
  let at = best.length;
  while (at > 0 && best[at - 1]!.logprob < token.logprob) at--;
  if (at >= count) return;
  best.splice(at, 0, token);
  if (best.length > count) best.pop();
}

/**
 * The most probable tokens that a completion may begin with, best first. What is typed can be written again by the tokens
 * that the tokenizer cuts it into, or by the first few of them and one token that writes the rest of it and more: each
 * way has its probability, and that of a first token is its share of them all. The typed tokens are read here. Where no
 * way writes what is typed, the model simply goes on behind the typed tokens.
 */
export async function* firstTokens(
  reading: KeptReading,
  { typedIds, typed }: CompletionPrompt,
  count: number,
): AsyncGenerator<void, readonly FirstToken[], void> {
  const texts = typed === '' ? [] : yield* tokenTexts(reading.model.tokenizer);
  const start = reading.ids.length;
  yield* reading.read(typedIds);
  const logits = await reading.logits(start, typedIds.length);
  yield;
  const best: FirstToken[] = [];
  /** Log-probability of the typed tokens so far, and the probability of all ways. */
  let path = 0;
  let all = 0;
  let rest = typed;
  for (let behind = 0; behind < typedIds.length; behind++) {
    const logprobs = logProbabilities(logits[behind]!);
    const own = typedIds[behind]!;
    for (let id = 0; id < texts.length; id++) {
      // The token that the tokenizer takes is looked at with what follows it.
      if (id === own || texts[id]?.startsWith(rest) !== true) continue;
      const logprob = path + logprobs[id]!;
      all += Math.exp(logprob);
      // A token that writes the rest alone, where the tokenizer takes others, is another cut of the same text.
      if (texts[id]!.length > rest.length) insert(best, { id, behind, typed: rest.length, logprob }, count);
    }
    path += logprobs[own]!;
    const text = texts[own];
    if (text === undefined || !rest.startsWith(text)) {
      // Bytes of a character, or a tokenizer that changes what it reads: the typed tokens stand as they are.
      [path, all, best.length] = [0, 0, 0];
      break;
    }
    rest = rest.slice(text.length);
  }
  const whole = Math.exp(path);
  all += whole;
  const next = logProbabilities(logits.at(-1)!);
  const wordGoesOn = best[0]?.logprob ?? -Infinity;
  const behind: FirstToken[] = [];
  for (let id = 0; id < next.length; id++) {
    const logprob = path + next[id]!;
    if (logprob > (behind[count - 1]?.logprob ?? -Infinity)) {
      insert(behind, { id, behind: typedIds.length, typed: 0, logprob }, count);
    }
  }
  // What is typed may be whole: that is one thing to expect, however many ways it then goes on.
  const [leading] = path >= wordGoesOn ? behind : best;
  for (const token of behind) insert(best, token, count);
  const ordered = leading ? [leading, ...best.filter((token) => token !== leading)] : best;
  return ordered.slice(0, count).map((token) => ({ ...token, logprob: token.logprob - Math.log(all) }));
}
