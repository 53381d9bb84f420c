import type { LensReading } from '../protocol';

/** The JSON of `langscope lens`, in pieces; one token a line, with what each depth would have predicted. */
export function* lensJson(text: string, reading: LensReading): Generator<string> {
  const { provenance, depths, from, to, tokens } = reading;
  const { model, provider, precision, window } = provenance;
  const head = JSON.stringify({ model, provider, precision, window, first: tokens.first, depths });
  yield `${head.slice(0, -1)},"tokens":[`;
  for (let token = from; token < to; token++) {
    const [start, end] = [tokens.spans[2 * token]!, tokens.spans[2 * token + 1]!];
    const rows = Array.from({ length: depths }, (_, depth) => depthJson(reading, token, depth));
    const predicted = rows.some(({ logprob }) => logprob !== null);
    const line = { id: tokens.ids[token]!, text: text.slice(start, end), start, end, depths: predicted ? rows : [] };
    yield `${token === from ? '' : ','}\n${JSON.stringify(line)}`;
  }
  yield '\n]}\n';
}

function depthJson(reading: LensReading, token: number, depth: number) {
  const { from, depths, top, ids, logprob, pieces, trueLogprob, trueRank, divergence, entropy } = reading;
  const cell = (token - from) * depths + depth;
  return {
    depth,
    top: Array.from({ length: top }, (_, k) => cell * top + k)
      .filter((at) => ids[at]! >= 0)
      .map((at) => ({ id: ids[at]!, text: pieces[ids[at]!] ?? '', logprob: finite(logprob[at]) })),
    logprob: finite(trueLogprob[cell]),
    rank: trueRank[cell]! < 0 ? null : trueRank[cell]!,
    kl: finite(divergence[cell]),
    entropy: finite(entropy[cell]),
  };
}

/** A number that JSON can hold. */
function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
