import type { InfluenceMeasure } from '../../protocol';
import { evenAxis, logAxis } from './axis';
import type { UnitRow } from './unit-rows';

/** CSS pixels: of the whole picture, of what stands left of the bars, and of what stands below them. */
export const stripHeight = 150;
export const stripLeft = 52;
const below = 20;
const rightMargin = 4;

export interface StripBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: 'norm' | 'help' | 'mislead';
}

/** The picture of a strip in its own coordinates. */
export interface StripFigure {
  readonly bars: readonly StripBar[];
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  /** Where bars begin, where the target stands, where the plot ends. */
  readonly base: number;
  readonly right: number;
  readonly foot: number;
  /** Tokens back at the left end. */
  readonly longest: number;
}

/** Bars of a strip `width` CSS pixels wide; one without a value has no height. */
export function stripFigure(rows: readonly UnitRow[], measure: InfluenceMeasure, width: number): StripFigure {
  const [foot, right] = [stripHeight - below, width - rightMargin];
  const top = 6;
  const longest = rows[0] ? rows[0].distance + rows[0].tokens - 1 : 1;
  const sequential = measure === 'gradient';
  const values = rows.map(({ value }) => value);
  const axis = sequential ? logAxis(values) : evenAxis(values);
  const height = (value: number): number => foot - axis.place(value) * (foot - top);
  const base = sequential ? foot : height(0);
  const perToken = (right - stripLeft) / longest;
  const bars = rows.map(({ distance, tokens, value }): StripBar => {
    const y = Number.isNaN(value) ? base : height(value);
    const full = tokens * perToken;
    return {
      x: right - (distance + tokens - 1) * perToken,
      y: Math.min(y, base),
      // A gap between bars where there is room for one.
      width: full > 3 ? full - 1 : full,
      height: Math.abs(base - y),
      kind: sequential ? 'norm' : value >= 0 ? 'help' : 'mislead',
    };
  });
  const ticks = axis.ticks.map(({ value, label }) => ({ y: height(value), label }));
  return { bars, ticks, base, right, foot, longest };
}
