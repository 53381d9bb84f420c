import type { FlowRow } from './text-flow';
import type { ValueRange } from './series-scale';

/** Where in a row's plot a value lies, from the top, in the units of `height`. */
export function valueHeight(value: number, { from, to }: ValueRange, height: number): number {
  const share = (value - from) / (to - from);
  return height - Math.min(1, Math.max(0, share)) * height;
}

/**
 * SVG path of a cell's values over the tokens of a row: a step as wide as each token, so that a value stands over its
 * own text. values: [tokens] from token 0 of the flow.
 */
export function stepPath({ from, to, x }: FlowRow, values: Float32Array, scale: ValueRange, height: number): string {
  let path = '';
  for (let token = from; token < to; token++) {
    const y = round(valueHeight(values[token] ?? 0, scale, height));
    path += `${path === '' ? 'M' : 'L'}${round(x[token - from]!)} ${y}H${round(x[token - from + 1]!)}`;
  }
  return path;
}

/** The same as an area down (or up) to the value `base`. */
export function stepArea(row: FlowRow, values: Float32Array, scale: ValueRange, height: number, base: number): string {
  if (row.to === row.from) return '';
  const y = round(valueHeight(base, scale, height));
  return `${stepPath(row, values, scale, height)}V${y}H${round(row.x[0]!)}Z`;
}

/** From nothing to the highest value of a property over the text; flags reach to 1. */
export function propertyScale(values: Float32Array): ValueRange {
  return { from: 0, to: values.reduce((top, value) => Math.max(top, value), 1) };
}

/** Two decimals: a hundredth of a pixel. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
