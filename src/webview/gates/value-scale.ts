import type { SeriesKind } from './series-facts';

/** From where to where a heatmap's colours reach. */
export interface ValueScale {
  readonly from: number;
  readonly to: number;
}

const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

/**
 * Gates: 0 to 1. States: as far below zero as above, to the first round number that holds every value shown, so that
 * the scale does not change with every token.
 */
export function valueScale(kind: SeriesKind, values: Float32Array | undefined): ValueScale {
  if (kind === 'gate') return { from: 0, to: 1 };
  let largest = 0;
  for (const value of values ?? []) largest = Math.max(largest, Math.abs(value));
  // tanh(8) is below 1, and so is its float.
  const bound = steps.find((step) => largest <= step + 1e-6) ?? Math.ceil(largest / 100) * 100;
  return { from: -bound, to: bound };
}

/** LSTMVis begins at 0.3 (Strobelt et al. 2018); a gate that is more open than shut is on. */
export const firstThresholds: Readonly<Record<SeriesKind, number>> = { gate: 0.5, state: 0.3 };
