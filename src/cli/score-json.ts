import type { Figures } from '../protocol';
import type { ScoredText } from './scored-text';

/** Tokens per piece of output: long texts are not held as JSON whole. */
const tokensAtOnce = 2000;

/** The JSON of `langscope score`, in pieces; one token a line. */
export function* scoreJson(text: string, report: ScoredText): Generator<string> {
  const { model, provider, precision, window, stride } = report.provenance;
  const head = JSON.stringify({ model, provider, precision, window, stride });
  yield `${head.slice(0, -1)},"tokens":[`;
  const count = report.scores.ids.length;
  for (let from = 0; from < count; from += tokensAtOnce) {
    const to = Math.min(count, from + tokensAtOnce);
    const lines = Array.from({ length: to - from }, (_, i) => JSON.stringify(tokenJson(text, report, from + i)));
    yield `${from === 0 ? '' : ','}\n${lines.join(',\n')}`;
  }
  yield `\n],"summary":${JSON.stringify(summaryJson(report.figures))}}\n`;
}

function tokenJson(text: string, { scores, top }: ScoredText, i: number) {
  const [start, end] = [scores.spans[2 * i]!, scores.spans[2 * i + 1]!];
  const logprob = number(scores.logprob[i]);
  const scored = logprob !== null;
  const places = Array.from({ length: top.count }, (_, k) => i * top.count + k).filter((at) => top.ids[at]! >= 0);
  return {
    id: scores.ids[i]!,
    text: text.slice(start, end),
    start,
    end,
    logprob,
    rank: scored ? scores.rank[i]! : null,
    entropy: scored ? number(scores.entropy[i]) : null,
    top: (scored ? places : []).map((at) => ({
      id: top.ids[at]!,
      text: top.pieces[top.ids[at]!] ?? '',
      logprob: number(top.logprob[at]),
    })),
  };
}

function summaryJson({ tokens, scored, nll, perplexity, utf8Bytes, bitsPerByte, unknown, withoutUnknown }: Figures) {
  return {
    tokens,
    scored,
    nll,
    perplexity: perplexity ?? null,
    utf8Bytes,
    bitsPerByte: bitsPerByte ?? null,
    ...(unknown > 0 && { unknown, withoutUnknown }),
  };
}

/** A 32-bit number with the digits that it has; null where there is none. */
function number(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(7));
}
