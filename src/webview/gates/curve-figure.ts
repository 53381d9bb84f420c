import { propertyScale, stepArea, stepPath, valueHeight } from './cell-curve';
import type { ValueRange } from './series-scale';
import type { FlowRow } from './text-flow';

/** CSS pixels of a row: the plot, and the text under it. */
export const plotHeight = 34;
export const textHeight = 20;
export const rowHeight = plotHeight + textHeight + 6;

/** What a row of the curve shows, as SVG paths in the row's own coordinates; y grows downwards from 0. */
export interface CurveRow {
  readonly y: number;
  readonly width: number;
  /** The curve, and the area between it and zero. */
  readonly line: string;
  readonly area: string;
  /** Where zero lies. */
  readonly zero: number;
  /** The area of the property; '' where none is drawn. */
  readonly property: string;
  readonly tokens: readonly { readonly index: number; readonly x: number; readonly width: number }[];
}

/**
 * Rows of text with a curve above each. values: [tokens] of the flow, of one cell; property: the same of a property.
 */
export function curveRows(
  rows: readonly FlowRow[],
  values: Float32Array,
  range: ValueRange,
  property: Float32Array | undefined,
): readonly CurveRow[] {
  const base = Math.max(range.from, 0);
  const scale = property && propertyScale(property);
  return rows.map((row, index) => ({
    y: index * rowHeight,
    width: row.x.at(-1)!,
    line: stepPath(row, values, range, plotHeight),
    area: stepArea(row, values, range, plotHeight, base),
    zero: valueHeight(base, range, plotHeight),
    property: property && scale ? stepArea(row, property, scale, plotHeight, 0) : '',
    tokens: Array.from({ length: row.to - row.from }, (_, at) => ({
      index: row.from + at,
      x: row.x[at]!,
      width: row.x[at + 1]! - row.x[at]!,
    })),
  }));
}
