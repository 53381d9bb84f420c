import type { InfluenceReading } from '../../protocol';

/** How strongly a stretch of the document is marked: -7 (it misled) over 0 (nothing) to 7. */
export interface InfluenceMark {
  readonly start: number;
  readonly end: number;
  readonly level: number;
}

/** The strongest level; the surprise colours have as many steps above none. */
export const strongestLevel = 7;

/**
 * Norms fall by orders of magnitude: each level is half as strong as the one above. Changes in nats lie on a linear
 * scale of the same length to both sides.
 */
function levelOf(value: number, most: number, measure: InfluenceReading['measure']): number {
  const share = value / most;
  if (!Number.isFinite(share)) return 0;
  if (measure === 'gradient') return share > 0 ? Math.max(0, strongestLevel + Math.ceil(Math.log2(share))) : 0;
  return Math.sign(share) * Math.round(strongestLevel * Math.abs(share)) || 0;
}

/** What is marked in the document: every earlier unit that matters, in the order of the text. */
export function influenceMarks({ units, values, measure }: InfluenceReading): readonly InfluenceMark[] {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value) || 0), 0);
  return Array.from(values, (value, i) => ({
    start: units[3 * i]!,
    end: units[3 * i + 1]!,
    level: levelOf(value, most, measure),
  })).filter(({ level }) => level !== 0);
}
