import type { SeriesValues } from './kept-gates';

/** Cells in an order, each with the figure that it was put there by. */
export interface OrderedCells {
  readonly cells: Int32Array;
  readonly scores: Float32Array;
}

/** Variance of each cell over the tokens with `counts` = 1, [cells]. In double precision, around the mean. */
export function variances({ tokens, cells, values }: SeriesValues, counts: Uint8Array): Float64Array {
  const n = Math.max(
    1,
    counts.reduce((sum, one) => sum + one, 0),
  );
  const means = new Float64Array(cells);
  const squares = new Float64Array(cells);
  for (let t = 0; t < tokens; t++) {
    if (counts[t] === 0) continue;
    for (let c = 0; c < cells; c++) means[c]! += values[t * cells + c]! / n;
  }
  for (let t = 0; t < tokens; t++) {
    if (counts[t] === 0) continue;
    for (let c = 0; c < cells; c++) squares[c]! += (values[t * cells + c]! - means[c]!) ** 2 / n;
  }
  return squares;
}

/** Pearson's correlation of each cell with a property over the tokens with `counts` = 1, [cells]; 0 where either never changes. */
export function correlations(series: SeriesValues, property: Float32Array, counts: Uint8Array): Float64Array {
  const { tokens, cells, values } = series;
  const own = variances({ tokens, cells: 1, values: property }, counts)[0]!;
  const others = variances(series, counts);
  const used = [...counts.keys()].filter((t) => counts[t] === 1);
  const mean = used.reduce((sum, t) => sum + property[t]! / used.length, 0);
  const covariances = new Float64Array(cells);
  for (const t of used) {
    // The mean of the cell cancels out, as the property's differences add up to nothing.
    const weight = (property[t]! - mean) / used.length;
    for (let c = 0; c < cells; c++) covariances[c]! += weight * values[t * cells + c]!;
  }
  return covariances.map((covariance, c) => {
    const size = Math.sqrt(own * others[c]!);
    return size > 0 ? covariance / size : 0;
  });
}

/** The cells by the size of their scores, largest first; equals as they are numbered. */
export function bySize(scores: Float64Array): OrderedCells {
  const order = Int32Array.from(scores.keys()).sort((a, b) => Math.abs(scores[b]!) - Math.abs(scores[a]!) || a - b);
  return { cells: order, scores: Float32Array.from(order, (cell) => scores[cell]!) };
}

/** The cells as they are numbered. */
export function byIndex(scores: Float64Array): OrderedCells {
  return { cells: Int32Array.from(scores.keys()), scores: Float32Array.from(scores) };
}
