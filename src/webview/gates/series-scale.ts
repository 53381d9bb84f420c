import type { ValueScale } from '../shared/heatmap/value-scale';
import type { SeriesKind } from './series-facts';

const bounds = [0.1, 0.2, 0.3, 0.5, 1, 1.5, 2, 3, 5, 10, 20, 30, 50, 100];
/** The share of the values that colours tell apart: a few cells run far away from all others. */
const held = 0.98;

/**
 * Gates: 0 to 1. States: as far below zero as above, to the first round number that holds nearly every value shown, so
 * that the scale does not change with every token; the few values beyond it get the strongest colour.
 */
export function seriesScale(kind: SeriesKind, values: Float32Array | undefined): ValueScale {
  const sizes = Float32Array.from(values ?? [], Math.abs).sort();
  return scaleTo(kind, sizes[Math.floor(held * (sizes.length - 1))] ?? 0);
}

/** The same to hold every value, as a curve has to. */
export function wholeScale(kind: SeriesKind, values: Float32Array): ValueScale {
  return scaleTo(
    kind,
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  );
}

function scaleTo(kind: SeriesKind, most: number): ValueScale {
  const shape = { kind: 'linear' } as const;
  if (kind === 'gate') return { kind: 'sequential', largest: 1, shape };
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
