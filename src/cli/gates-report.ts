import { formatCount, formatProvenance, formatVisible } from '../protocol';
import type { GatesTable } from './gates-table';
import { Paint } from './paint';
import type { ColourDepth } from './terminal';

/** Columns of a token and of a value. */
const [tokenWidth, valueWidth] = [16, 5];

/** Steps of colour above none. */
const steps = 7;

/** What `langscope gates` prints for a person: tokens downwards, cells to the right, the larger a value the stronger. */
export function* gatesReport(
  table: GatesTable,
  depth: ColourDepth,
  env: Readonly<Record<string, string | undefined>>,
): Generator<string> {
  const { text, reading, layer, series, order, cells, scores, from, to, values } = table;
  const { tokens, layers, provenance, missing } = reading;
  const paint = depth === 'none' ? undefined : new Paint(depth, env);
  const strong = (shown: string): string => (paint ? paint.strong(shown) : shown);
  const of = layers[layer]!;
  yield `${strong(`${series} of ${of.name}`)} (${of.cell.toUpperCase()}, layer ${layer} of ${layers.length}, ${formatCount(of.cells)} cells)\n\n`;
  yield row(
    'cell',
    Array.from(cells, (cell) => `#${cell}`),
  );
  if (order !== 'index') yield row(order, Array.from(scores, short));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let t = from; t < to; t++) {
    const [start, end] = [tokens.spans[2 * t]!, tokens.spans[2 * t + 1]!];
    const name = tokens.special[t] === 1 ? tokens.pieces[t]! : text.slice(start, end);
    const numbers = values.subarray((t - from) * cells.length, (t - from + 1) * cells.length);
    yield row(formatVisible(name), Array.from(numbers, short), (shown, at) => {
      const step = largest === 0 ? 0 : Math.round((steps * Math.abs(numbers[at]!)) / largest);
      return paint ? paint.text(shown, { kind: 'step', step }) : shown;
    });
  }
  const { first, total } = tokens;
  const read =
    first > 0 ? `Read from token ${formatCount(first)} of ${formatCount(total)} on, from a state of zeros. ` : '';
  for (const { name, reason } of missing) yield `\n${name} cannot be looked into: ${reason}\n`;
  const source = `${read}${formatProvenance(provenance)}`;
  yield `\n${paint ? paint.quiet(source) : source}\n`;
}

function row(
  token: string,
  values: readonly string[],
  look: (shown: string, at: number) => string = (shown) => shown,
): string {
  const characters = Array.from(token);
  const name = characters.length < tokenWidth ? token : `${characters.slice(0, tokenWidth - 2).join('')}…`;
  const pad = ' '.repeat(tokenWidth - Array.from(name).length);
  return `${name}${pad}${values.map((value, at) => look(value.padStart(valueWidth), at)).join('')}\n`;
}

/** A number in four columns: .93, -.45, 1.2, -12. */
function short(value: number): string {
  const size = Math.abs(value);
  const digits = size < 0.995 ? 2 : size < 9.95 ? 1 : 0;
  return value
    .toFixed(digits)
    .replace(/^(-?)0\./, '$1.')
    .replace(/^-(\.00)$/, '$1');
}
