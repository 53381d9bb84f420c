import type { ValueScale } from '../shared/heatmap/value-scale';
import type { SeriesKind } from './series-facts';

const bounds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

/**
 * Gates: 0 to 1. States: as far below zero as above, to the first round number that holds every value shown, so that
 * the scale does not change with every token.
 */
export function seriesScale(kind: SeriesKind, values: Float32Array | undefined): ValueScale {
  const shape = { kind: 'linear' } as const;
  if (kind === 'gate') return { kind: 'sequential', largest: 1, shape };
  let most = 0;
  for (const value of values ?? []) most = Math.max(most, Math.abs(value));
  // tanh(8) is below 1, and so is its float.
  const largest = bounds.find((bound) => most <= bound + 1e-6) ?? Math.ceil(most / 100) * 100;
  return { kind: 'diverging', largest, shape };
}

/** From where to where a curve is drawn. */
export interface ValueRange {
  readonly from: number;
  readonly to: number;
}

export function rangeOfScale({ kind, largest }: ValueScale): ValueRange {
  return { from: kind === 'diverging' ? -largest : 0, to: largest };
}

/** LSTMVis begins at 0.3 (Strobelt et al. 2018); a gate that is more open than shut is on. */
export const firstThresholds: Readonly<Record<SeriesKind, number>> = { gate: 0.5, state: 0.3 };
