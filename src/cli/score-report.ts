import {
  formatBits,
  formatCount,
  formatNumber,
  formatProbability,
  formatProvenance,
  formatRank,
  formatVisible,
  toBits,
  type Figures,
} from '../protocol';
import { Paint, stepOf, type Look } from './paint';
import type { ScoredText } from './scored-text';
import type { ColourDepth } from './terminal';

/** What `langscope score` prints for a person: the text in colours, or its tokens line by line; then the figures. */
export function* scoreReport(
  text: string,
  report: ScoredText,
  depth: ColourDepth,
  env: Readonly<Record<string, string | undefined>>,
): Generator<string> {
  const paint = depth === 'none' ? undefined : new Paint(depth, env);
  if (paint) yield* colouredText(text, report, paint);
  else yield* tokenLines(text, report);
  if (paint) yield `\n${paint.legend()}\n`;
  const rows = summaryRows(report.figures);
  const width = Math.max(...rows.map(([name]) => name.length));
  yield '\n';
  for (const [name, value] of rows) yield `${name.padEnd(width)}  ${paint ? paint.strong(value) : value}\n`;
  const provenance = formatProvenance(report.provenance, report.figures);
  yield `${paint ? paint.quiet(provenance) : provenance}\n`;
}

/** Tokens that share characters (bytes of one character) are one stretch, whose surprisal is their sum. */
function* colouredText(text: string, { scores }: ScoredText, paint: Paint): Generator<string> {
  const { spans, logprob, ids } = scores;
  let shown = 0;
  for (let i = 0; i < ids.length;) {
    const start = spans[2 * i]!;
    let end = spans[2 * i + 1]!;
    let nats = 0;
    do {
      nats -= logprob[i]!;
      end = Math.max(end, spans[2 * i + 1]!);
      i++;
    } while (i < ids.length && spans[2 * i]! < end);
    if (start > shown) yield paint.text(text.slice(shown, start), { kind: 'step', step: 0 });
    const look: Look = Number.isNaN(nats) ? { kind: 'quiet' } : { kind: 'step', step: stepOf(toBits(nats)) };
    yield paint.text(text.slice(Math.max(start, shown), end), look);
    shown = Math.max(shown, end);
  }
  yield paint.text(text.slice(shown), { kind: 'step', step: 0 });
  if (!text.endsWith('\n')) yield '\n';
}

/** One line a token: surprisal, probability, rank, entropy, the token, what was expected instead. */
function* tokenLines(text: string, { scores, top }: ScoredText): Generator<string> {
  yield line(['surprisal', 'probability', 'rank', 'entropy'], 'token');
  for (let i = 0; i < scores.ids.length; i++) {
    const token = formatVisible(text.slice(scores.spans[2 * i], scores.spans[2 * i + 1]));
    const logprob = scores.logprob[i]!;
    const best = top.ids[i * top.count];
    const expected =
      scores.rank[i]! > 0 && top.count > 0 && best !== undefined && best >= 0 ? top.pieces[best] : undefined;
    yield line(
      [formatBits(-logprob), formatProbability(logprob), formatRank(scores.rank[i]), formatBits(scores.entropy[i])],
      expected === undefined ? token : `${token}   (expected ${formatVisible(expected)})`,
    );
  }
}

function line(cells: readonly string[], token: string): string {
  return `${cells.map((cell) => cell.padStart(12)).join('')}   ${token}\n`;
}

function summaryRows({ perplexity, bitsPerByte, nll, scored, unknown, withoutUnknown }: Figures): [string, string][] {
  return [
    ['Perplexity', formatNumber(perplexity)],
    ['Bits per byte', bitsPerByte === undefined ? formatNumber(undefined) : `${formatNumber(bitsPerByte)} bits`],
    ['Surprisal', formatBits(scored > 0 ? nll : undefined)],
    ...(unknown > 0
      ? ([
          ['Unknown tokens', formatCount(unknown)],
          ['Perplexity without them', formatNumber(withoutUnknown?.perplexity)],
        ] as [string, string][])
      : []),
  ];
}
