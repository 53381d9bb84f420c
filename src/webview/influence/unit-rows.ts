import type { InfluenceReading } from '../../protocol';
import { formatCount } from '../../protocol/format';

/** An earlier unit, for a list or a plot. */
export interface UnitRow {
  /** Its place among the reading's units. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** What it says: the pieces of its tokens. */
  readonly text: string;
  /** Tokens from its last one to the target; its tokens stand at `distance` to `distance + tokens - 1`. */
  readonly distance: number;
  readonly tokens: number;
  readonly value: number;
}

/** The reading's units in the order of the text. */
export function unitRows({ tokens, target, units, values }: InfluenceReading): readonly UnitRow[] {
  const { spans, special, pieces } = tokens;
  let token = special.indexOf(0);
  return Array.from(values, (value, index) => {
    const [start, end, distance] = [units[3 * index]!, units[3 * index + 1]!, units[3 * index + 2]!];
    const last = target - distance;
    // Tokens that share a character begin at the same place: units follow one another without a gap.
    const from =
      special[token] === 0
        ? token
        : Math.max(
            token,
            [...spans.keys()].findIndex((at) => spans[2 * at] === start),
          );
    token = last + 1;
    const text = pieces.slice(from, last + 1).join('');
    return { index, start, end, text, distance, tokens: last + 1 - from, value };
  });
}

/** '1 token back', '1,234 tokens back'. */
export function backText(distance: number): string {
  return `${formatCount(distance)} ${distance === 1 ? 'token' : 'tokens'} back`;
}

/** How a list of units is sorted. */
export type UnitOrder = 'strongest' | 'nearest';

/** Units without a value come last. */
export function sortedRows(rows: readonly UnitRow[], order: UnitOrder): readonly UnitRow[] {
  const strength = ({ value }: UnitRow): number => (Number.isNaN(value) ? -1 : Math.abs(value));
  return order === 'nearest'
    ? rows.toReversed()
    : rows.toSorted((a, b) => strength(b) - strength(a) || a.distance - b.distance);
}

/** The unit that a token `distance` before the target stands in. */
export function rowAt(rows: readonly UnitRow[], distance: number): UnitRow | undefined {
  return rows.find((row) => distance >= row.distance && distance < row.distance + row.tokens);
}
