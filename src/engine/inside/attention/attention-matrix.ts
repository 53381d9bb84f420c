import type { AttentionRectangle } from '../../../protocol';

/** A whole map: float32 [rows, columns]. */
export interface AttentionMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export function largestOf({ values }: AttentionMatrix): number {
  let largest = 0;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

/** The largest weight of each block; blocks outside the matrix are left out, those at its edge hold what is there. */
export function tileOf(matrix: AttentionMatrix, rectangle: AttentionRectangle) {
  const { scale, row: top, column: left } = rectangle;
  const rows = Math.max(0, Math.min(rectangle.rows, Math.ceil((matrix.rows - top) / scale)));
  const columns = Math.max(0, Math.min(rectangle.columns, Math.ceil((matrix.columns - left) / scale)));
  const weights = new Float32Array(rows * columns);
  const right = Math.min(matrix.columns, left + columns * scale);
  for (let row = 0; row < rows; row++) {
    const target = row * columns;
    for (let y = top + row * scale; y < Math.min(matrix.rows, top + (row + 1) * scale); y++) {
      const source = y * matrix.columns;
      for (let x = left, cell = target, inBlock = scale; x < right; x++) {
        const value = matrix.values[source + x]!;
        if (value > weights[cell]!) weights[cell] = value;
        if (--inBlock === 0) {
          inBlock = scale;
          cell++;
        }
      }
    }
  }
  return { rows, columns, weights };
}

/** One whole row or column. */
export function stripOf(
  { rows, columns, values }: AttentionMatrix,
  axis: 'row' | 'column',
  index: number,
): Float32Array {
  if (axis === 'row') return values.slice(index * columns, (index + 1) * columns);
  return Float32Array.from({ length: rows }, (_row, row) => values[row * columns + index]!);
}

/**
 * Pieces merged into words: the weights of a word's pieces as keys are summed, as queries averaged (Clark et al. 2019,
 * https://arxiv.org/abs/1906.04341), so that each row still sums to one. rowWords, columnWords: the word of each token,
 * counted from 0.
 */
export function byWords(matrix: AttentionMatrix, rowWords: Int32Array, columnWords: Int32Array): AttentionMatrix {
  const [rows, columns] = [(rowWords.at(-1) ?? -1) + 1, (columnWords.at(-1) ?? -1) + 1];
  const values = new Float32Array(rows * columns);
  const pieces = new Float32Array(rows);
  for (const word of rowWords) pieces[word]!++;
  for (let row = 0; row < matrix.rows; row++) {
    const target = rowWords[row]! * columns;
    const share = 1 / pieces[rowWords[row]!]!;
    for (let column = 0; column < matrix.columns; column++) {
      values[target + columnWords[column]!]! += share * matrix.values[row * matrix.columns + column]!;
    }
  }
  return { rows, columns, values };
}

/** Leaves out the first column, the sink of many heads, and scales what is left of each row to one; row 0 stays. */
export function withoutStart({ rows, columns, values }: AttentionMatrix): AttentionMatrix {
  const masked = values.slice();
  for (let row = 1; row < rows; row++) {
    const start = row * columns;
    let rest = 0;
    for (let column = 1; column < columns; column++) rest += values[start + column]!;
    masked[start] = 0;
    for (let column = 1; column < columns; column++)
      masked[start + column] = rest > 0 ? values[start + column]! / rest : 0;
  }
  return { rows, columns, values: masked };
}
