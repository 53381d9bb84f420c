import { formatNumber } from '../../protocol/format';
import { cellText } from './cell-page';
import type { CellCurve, PropertyValues } from './gates-data';
import { type PropertyFacts, propertyFacts, seriesFacts, seriesHeading } from './series-facts';
import { rangeOfScale, type ValueRange, wholeScale } from './series-scale';

/** What the curve shows: tokens [first, first + values.length) of the reading. */
export interface CurveContent {
  /** 'Cell 37, forget gate'. */
  readonly title: string;
  /** From where to where the curve reaches. */
  readonly scaleText: string;
  readonly first: number;
  readonly pieces: readonly string[];
  /** [tokens] */
  readonly values: Float32Array;
  readonly range: ValueRange;
  /** [tokens] */
  readonly property: { readonly facts: PropertyFacts; readonly values: Float32Array } | undefined;
}

/**
 * What the curve of a cell shows.
 * @param pieces of the whole reading
 */
export function curveContent(
  { series, tokens, cell, values }: CellCurve,
  property: PropertyValues | undefined,
  pieces: readonly string[],
): CurveContent {
  const { kind } = seriesFacts[series];
  const range = rangeOfScale(wholeScale(kind, values));
  const name = cellText(cell);
  return {
    title: `${seriesHeading(series)} of ${name}`,
    scaleText: `from ${formatNumber(range.from)} to ${formatNumber(range.to)}`,
    first: tokens.from,
    pieces: pieces.slice(tokens.from, tokens.to),
    values,
    range,
    property: property && {
      facts: propertyFacts[property.property],
      values: property.values.slice(tokens.from, tokens.to),
    },
  };
}
