import type { HeadChoice, WeightRows } from '../attention/observed-model';
import { cellStart } from '../attention/thumbnail-cells';

/** Weights in one piece; the views work on each piece as it comes. */
const mostWeights = 2 ** 20;

/** The largest weights of each block. weights: [heads, rows, columns]; into: [heads, size, size], which they fill. */
export function drawThumbnails(
  weights: Float32Array,
  rows: number,
  columns: number,
  size: number,
  into: Float32Array,
): void {
  const heads = weights.length / (rows * columns);
  const bounds = (length: number): readonly (readonly [number, number])[] =>
    Array.from({ length: size }, (_, cell) => {
      const start = Math.min(cellStart(cell, length, size), length - 1);
      return [start, Math.max(cellStart(cell + 1, length, size), start + 1)];
    });
  const [down, across] = [bounds(rows), bounds(columns)];
  for (let head = 0; head < heads; head++) {
    down.forEach(([top, bottom], cell) => {
      across.forEach(([left, right], column) => {
        let largest = 0;
        for (let row = top; row < bottom; row++) {
          const start = (head * rows + row) * columns;
          for (let at = start + left; at < start + right; at++) largest = Math.max(largest, weights[at]!);
        }
        into[(head * size + cell) * size + column] = largest;
      });
    });
  }
}

/** Rows of the chosen matrices of a layer, [heads, rows, columns], piece by piece. */
export function* weightRows(
  weights: Float32Array,
  rows: number,
  columns: number,
  of: HeadChoice,
): Generator<WeightRows, void, void> {
  const heads = weights.length / (rows * columns);
  const [first, count] = of.kind === 'mean' ? [0, heads] : [of.first, of.count];
  const matrices = of.kind === 'mean' ? 1 : count;
  const most = Math.max(1, Math.floor(mostWeights / (matrices * columns)));
  for (let row = 0; row < rows; row += most) {
    const here = Math.min(most, rows - row);
    const values = new Float32Array(matrices * here * columns);
    for (let head = first; head < first + count; head++) {
      const start = (head * rows + row) * columns;
      const found = weights.subarray(start, start + here * columns);
      if (of.kind === 'heads') values.set(found, (head - first) * here * columns);
      else for (let at = 0; at < found.length; at++) values[at] = values[at]! + found[at]! / heads;
    }
    yield { row, rows: here, columns, weights: values };
  }
}
