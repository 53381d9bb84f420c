import {
  formatLensBits,
  formatCount,
  formatDepth,
  formatProbability,
  formatProvenance,
  formatRank,
  formatVisible,
  lensCaveat,
  type LensReading,
  type Span,
} from '../protocol';
import { Paint } from './paint';
import { wrap } from './wrap';

/** Columns of a best guess in the table of several tokens, and of the names of the depths before them. */
const [cellWidth, nameWidth] = [12, 11];

/**
 * What `langscope lens` prints for a person: for one token the best guess of each depth with its figures, for several
 * a table depth by token; then the caveat. `env`: colours are shown, as this environment wants them.
 */
export function* lensReport(
  reading: LensReading,
  focus: Span,
  width: number,
  env: Readonly<Record<string, string | undefined>> | undefined,
): Generator<string> {
  const { from, to, tokens, provenance } = reading;
  const paint = env && new Paint('256', env);
  const strong = (text: string): string => (paint ? paint.strong(text) : text);
  const quiet = (text: string): string => (paint ? paint.quiet(text) : text);
  if (to - from === 1) yield* oneToken(reading, strong);
  else yield* tokensByDepth(reading, Math.max(1, Math.floor((width - nameWidth) / cellWidth)), strong);
  const cut = tokens.spans[2 * to - 1]! < focus.end && to < tokens.ids.length;
  if (cut) yield `\nOnly the first ${formatCount(to - from)} tokens of the stretch are shown.\n`;
  yield `\n${quiet(`${formatProvenance(provenance)}\n${wrap(lensCaveat, width)}`)}\n`;
}

function* oneToken(reading: LensReading, strong: (text: string) => string): Generator<string> {
  const { from, depths, tokens, trueLogprob, trueRank, divergence, entropy } = reading;
  const token = piece(reading, from);
  const place = `${tokens.spans[2 * from]!}-${tokens.spans[2 * from + 1]!}`;
  yield `Token ${strong(token)} at ${place}\n\n`;
  if (Number.isNaN(trueLogprob[depths - 1])) {
    yield 'It is the first one that was read: nothing before it predicts it.\n';
    return;
  }
  const rows = Array.from({ length: depths }, (_, depth): readonly string[] => [
    formatDepth(depth),
    guess(reading, from, depth) ?? '',
    formatProbability(reading.logprob[depth * reading.top]),
    formatProbability(trueLogprob[depth]),
    formatRank(trueRank[depth]),
    formatLensBits(divergence[depth]),
    formatLensBits(entropy[depth]),
  ]);
  const head = ['', 'best guess', 'probability', `of ${token}`, 'its rank', 'KL to last', 'entropy'];
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]!.length)));
  for (const row of [head, ...rows]) {
    // Names and guesses begin on the left, figures end on the right.
    const cells = row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)));
    yield `${cells.join('  ').trimEnd()}\n`;
  }
}

function* tokensByDepth(reading: LensReading, together: number, strong: (text: string) => string): Generator<string> {
  const { from, to, depths, trueRank } = reading;
  for (let first = from; first < to; first += together) {
    const columns = Array.from({ length: Math.min(together, to - first) }, (_, i) => first + i);
    if (first > from) yield '\n';
    yield line(
      '',
      columns.map((token) => fit(piece(reading, token))),
    );
    for (let depth = 0; depth < depths; depth++) {
      const cells = columns.map((token) => {
        const cell = fit(guess(reading, token, depth) ?? '-');
        return trueRank[(token - from) * depths + depth] === 0 ? strong(cell) : cell;
      });
      yield line(formatDepth(depth), cells);
    }
  }
}

function line(name: string, cells: readonly string[]): string {
  return `${name.padEnd(nameWidth)}${cells.join('')}`.trimEnd() + '\n';
}

/** The text in a column, cut where it is too long. */
function fit(text: string): string {
  const characters = Array.from(text);
  const most = cellWidth - 1;
  return (characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}\u2026`).padEnd(cellWidth);
}

function piece({ tokens }: LensReading, token: number): string {
  return formatVisible(tokens.pieces[token] ?? '');
}

function guess({ from, depths, top, ids, pieces }: LensReading, token: number, depth: number): string | undefined {
  const id = ids[((token - from) * depths + depth) * top];
  return id === undefined || id < 0 ? undefined : formatVisible(pieces[id] ?? '');
}
