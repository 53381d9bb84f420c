import type { ResponseOf } from '../protocol';

export type Report = ResponseOf<'report'>;

/**
 * The figures of a document as JSON, in the form of the command line's `score --json`. `text` is the text at the
 * report's version; a token's text is its span of it.
 */
export function figuresAsJson(report: Report, text: string): string {
  const { scores, figures, provenance } = report;
  const tokens = Array.from(scores.ids, (id, index) => {
    const [start, end] = [scores.spans[2 * index]!, scores.spans[2 * index + 1]!];
    const scored = !Number.isNaN(scores.logprob[index]!);
    return {
      id,
      text: text.slice(start, end),
      start,
      end,
      logprob: scored ? scores.logprob[index]! : null,
      rank: scored ? scores.rank[index]! : null,
      entropy: scored ? scores.entropy[index]! : null,
      ...(scores.unknown[index] === 1 && { unknown: true }),
      top: topOf(report, index),
    };
  });
  const { model, provider, precision, window, stride } = provenance;
  const summary = {
    tokens: figures.tokens,
    scored: figures.scored,
    nll: figures.nll,
    perplexity: figures.perplexity ?? null,
    utf8Bytes: figures.utf8Bytes,
    bitsPerByte: figures.bitsPerByte ?? null,
    unknown: figures.unknown,
    ...(figures.withoutUnknown && { withoutUnknown: figures.withoutUnknown }),
  };
  return JSON.stringify({ model, provider, precision, window, stride, tokens, summary }, undefined, 2);
}

function topOf(report: Report, token: number): readonly { id: number; text: string; logprob: number }[] {
  const { count, ids, logprob, pieces } = report.top;
  return Array.from({ length: count }, (_, place) => token * count + place)
    .filter((at) => ids[at]! >= 0)
    .map((at) => ({ id: ids[at]!, text: pieces[ids[at]!] ?? '', logprob: logprob[at]! }));
}

const columns = [
  'token',
  'id',
  'start',
  'end',
  'logprob_nats',
  'surprisal_bits',
  'probability',
  'rank',
  'entropy_nats',
];

/** One line a token (RFC 4180: CRLF, quotes doubled); rank counts from 0; fields are empty where a token is not scored. */
export function figuresAsCsv(report: Report, text: string): string {
  const { scores } = report;
  const rows = Array.from(scores.ids, (id, index) => {
    const [start, end] = [scores.spans[2 * index]!, scores.spans[2 * index + 1]!];
    const logprob = scores.logprob[index]!;
    const figures = Number.isNaN(logprob)
      ? ['', '', '', '', '']
      : [logprob, -logprob / Math.LN2, Math.exp(logprob), scores.rank[index]!, scores.entropy[index]!].map(String);
    return [quote(text.slice(start, end)), String(id), String(start), String(end), ...figures].join(',');
  });
  return [columns.join(','), ...rows, ''].join('\r\n');
}

/** Quoted where it must be. A spreadsheet takes a field that begins with = + - @ for a formula; it is data here all the same. */
function quote(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
