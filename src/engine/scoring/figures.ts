import type { Figures } from '../../protocol';
import { notScored, type TokenTable } from './token-table';

/**
 * Figures of the tokens [from, to). Perplexity is exp(total nll / scored tokens) over the whole stretch, never a mean
 * of window means. A token without a figure that still waits for one does not count into the bytes; the first token of
 * a text, which no model can score, does.
 */
export function figuresOf(table: TokenTable, from: number, to: number, waiting: (index: number) => boolean): Figures {
  let scored = 0;
  let nll = 0;
  let utf8Bytes = 0;
  let unknown = 0;
  let unknownScored = 0;
  let unknownNll = 0;
  for (let i = from; i < to; i++) {
    const logprob = table.logprob[i]!;
    const isUnknown = table.unknown[i] === 1;
    if (isUnknown) unknown++;
    if (!Number.isNaN(logprob)) {
      scored++;
      nll -= logprob;
      if (isUnknown) unknownScored++;
      if (isUnknown) unknownNll -= logprob;
    } else if (table.scoredBy[i] === notScored && waiting(i)) continue;
    utf8Bytes += table.bytes[i]!;
  }
  return {
    tokens: to - from,
    scored,
    nll,
    ...perplexity(nll, scored),
    utf8Bytes,
    ...(scored > 0 && utf8Bytes > 0 ? { bitsPerByte: nll / Math.LN2 / utf8Bytes } : {}),
    unknown,
    ...(unknown > 0
      ? {
          withoutUnknown: {
            scored: scored - unknownScored,
            nll: nll - unknownNll,
            ...perplexity(nll - unknownNll, scored - unknownScored),
          },
        }
      : {}),
  };
}

function perplexity(nll: number, scored: number): { readonly perplexity?: number } {
  return scored > 0 ? { perplexity: Math.exp(nll / scored) } : {};
}
