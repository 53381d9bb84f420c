import type { LensReading } from '../../protocol';
import { formatPercent, formatProbability, formatRank, formatVisible } from '../../protocol/format';
import { formatDepth, formatLensBits } from '../../protocol/lens-view';

/** One of the most probable tokens at a depth. */
export interface Guess {
  readonly text: string;
  /** Probability, 0 to 1. */
  readonly share: number;
  readonly percent: string;
  /** It is the token that stands in the text. */
  readonly own: boolean;
}

/** What one depth would have predicted for a token. */
export interface LayerRow {
  readonly depth: number;
  readonly name: string;
  readonly guesses: readonly Guess[];
  /** Of the token that stands in the text. */
  readonly probability: string;
  readonly rank: string;
  readonly divergence: string;
}

/** The rows of a token (an index into the reading's tokens), the embedding first; none where nothing predicts it. */
export function layerRows(reading: LensReading, token: number): readonly LayerRow[] {
  const { from, to, depths, top, tokens, ids, logprob, pieces, trueLogprob, trueRank, divergence } = reading;
  if (token < from || token >= to) return [];
  const first = (token - from) * depths;
  if (trueRank[first]! < 0) return [];
  return Array.from({ length: depths }, (_, depth) => {
    const cell = first + depth;
    const guesses = Array.from({ length: top }, (__, k) => {
      const [id, nats] = [ids[cell * top + k]!, logprob[cell * top + k]!];
      const share = Math.min(1, Math.exp(nats));
      return {
        text: formatVisible(pieces[id] ?? ''),
        share,
        percent: formatPercent(share),
        own: id === tokens.ids[token],
      };
    });
    return {
      depth,
      name: formatDepth(depth),
      guesses,
      probability: formatProbability(trueLogprob[cell]),
      rank: formatRank(trueRank[cell]),
      divergence: formatLensBits(divergence[cell]),
    };
  });
}
