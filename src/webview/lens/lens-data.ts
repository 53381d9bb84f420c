import type { LensReading } from '../../protocol';
import { formatVisible } from '../../protocol/format';
import { formatDepth, lensCaveat } from '../../protocol/lens-view';

/** All figures of the reading: each token with what each depth would have predicted. */
export function lensData(reading: LensReading): object {
  const { from, to, depths, top: guesses, tokens, ids, logprob, pieces } = reading;
  const { trueLogprob, trueRank, divergence, entropy } = reading;
  const rows = Array.from({ length: to - from }, (_, at) => ({
    id: tokens.ids[from + at],
    text: tokens.pieces[from + at],
    start: tokens.spans[2 * (from + at)],
    end: tokens.spans[2 * (from + at) + 1],
    depths: Array.from({ length: depths }, (__, depth) => {
      const cellAt = at * depths + depth;
      return {
        name: formatDepth(depth),
        logprob: trueLogprob[cellAt],
        rank: trueRank[cellAt],
        kl: divergence[cellAt],
        entropy: entropy[cellAt],
        top: Array.from({ length: guesses }, (___, k) => cellAt * guesses + k)
          .filter((k) => ids[k]! >= 0)
          .map((k) => ({ id: ids[k], text: pieces[ids[k]!], logprob: logprob[k] })),
      };
    }),
  }));
  return { unit: 'nats', caveat: lensCaveat, tokens: rows };
}

/** The same as a table: a row for each token and depth, with its best guess. Nats; ranks count from 0. */
export function lensTable(reading: LensReading) {
  const { from, to, depths, top: guesses, tokens, ids, logprob, pieces } = reading;
  const { trueLogprob, trueRank, divergence, entropy } = reading;
  const columns = [
    ...['token', 'text', 'start', 'end', 'depth', 'best', 'best logprob', 'logprob', 'rank', 'kl', 'entropy'],
  ];
  function* rows() {
    for (let token = from; token < to; token++) {
      for (let depth = 0; depth < depths; depth++) {
        const at = (token - from) * depths + depth;
        const best = ids[at * guesses] ?? -1;
        yield [
          tokens.first + token,
          formatVisible(tokens.pieces[token] ?? ''),
          tokens.spans[2 * token],
          tokens.spans[2 * token + 1],
          formatDepth(depth),
          best < 0 ? undefined : formatVisible(pieces[best] ?? ''),
          logprob[at * guesses],
          trueLogprob[at],
          best < 0 ? undefined : trueRank[at],
          divergence[at],
          entropy[at],
        ];
      }
    }
  }
  return { columns, rows: rows() };
}
