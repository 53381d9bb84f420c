import type { GeneratedSequence, GeneratedToken, GenerationEnd } from '../../protocol';
import type { Tokenizer } from '../text/tokenizer';
import type { TextEnds } from './text-ends';

/** New tokens on their way: what was chosen, and its log-probability by the model itself, nats. */
export interface Hypothesis {
  readonly ids: readonly number[];
  readonly logprobs: readonly number[];
}

/**
 * Told after each token of a sequence in the making (numbered from 0; of beams, the leading one is number 0): its tokens
 * so far, and what of its text is certain.
 */
export type Told = (sequence: number, hypothesis: Hypothesis, text: string) => void;

export function extended({ ids, logprobs }: Hypothesis, id: number, logprob: number): Hypothesis {
  return { ids: [...ids, id], logprobs: [...logprobs, logprob] };
}

/** The tokens as they are told. */
export function tokensOf(tokenizer: Tokenizer, { ids, logprobs }: Hypothesis): readonly GeneratedToken[] {
  return ids.map((id, i) => ({ id, piece: tokenizer.piece(id), logprob: logprobs[i]! }));
}

/** The sequence as it is told; `total`: what the score is made of, summed. The end token is no text. */
export async function sequenceOf(
  tokenizer: Tokenizer,
  hypothesis: Hypothesis,
  end: GenerationEnd,
  total: number,
  lengthPenalty: number,
  ends: TextEnds,
): Promise<GeneratedSequence> {
  const text = await tokenizer.decode(Int32Array.from(hypothesis.ids));
  return {
    text: text.slice(0, ends.find(text)?.at),
    score: total / hypothesis.ids.length ** lengthPenalty,
    end,
    tokens: tokensOf(tokenizer, hypothesis),
  };
}
