import { influenceLevel, type InfluenceReading } from '../../protocol';

/** How strongly a stretch of the document is marked, see `influenceLevel`. */
export interface InfluenceMark {
  readonly start: number;
  readonly end: number;
  readonly level: number;
}

/** What is marked in the document: every earlier unit that matters, in the order of the text. */
export function influenceMarks({ units, values, measure }: InfluenceReading): readonly InfluenceMark[] {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value) || 0), 0);
  return Array.from(values, (value, i) => ({
    start: units[3 * i]!,
    end: units[3 * i + 1]!,
    level: influenceLevel(value, most, measure),
  })).filter(({ level }) => level !== 0);
}
