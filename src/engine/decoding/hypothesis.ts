import type { GeneratedSequence, GenerationEnd } from '../../protocol';
import type { Tokenizer } from '../text/tokenizer';
import { stopped } from './stops';

/** New tokens on their way: what was chosen, and its log-probability by the model itself, nats. */
export interface Hypothesis {
  readonly ids: readonly number[];
  readonly logprobs: readonly number[];
}

export function extended({ ids, logprobs }: Hypothesis, id: number, logprob: number): Hypothesis {
  return { ids: [...ids, id], logprobs: [...logprobs, logprob] };
}

/** The sequence as it is told; `total`: what the score is made of, summed. The end token is no text. */
export async function sequenceOf(
  tokenizer: Tokenizer,
  { ids, logprobs }: Hypothesis,
  end: GenerationEnd,
  total: number,
  lengthPenalty: number,
  stop: readonly string[],
): Promise<GeneratedSequence> {
  const { text, at } = await stopped(tokenizer, ids, stop);
  return {
    text: text.slice(0, at),
    score: total / ids.length ** lengthPenalty,
    end,
    tokens: ids.map((id, i) => ({ id, piece: tokenizer.piece(id), logprob: logprobs[i]! })),
  };
}
