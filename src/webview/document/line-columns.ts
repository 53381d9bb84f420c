/** What one column of the sparkline stands for: the lines [first, last], which may be a single one. */
export interface LineColumn {
  readonly first: number;
  readonly last: number;
  /** Bits per token, mean over the lines that have a figure; NaN where none has. */
  readonly mean: number;
  /** The highest line of the column and its bits; -1 and NaN where no line has a figure. */
  readonly peakLine: number;
  readonly peak: number;
}

/**
 * Puts lines into at most `columns` columns of nearly equal length, so that a document of any length costs as many
 * shapes as the plot is wide. `lines`: [lines] bits, NaN where not scored.
 */
export function lineColumns(lines: Float32Array, columns: number): readonly LineColumn[] {
  const count = Math.min(lines.length, Math.max(0, Math.floor(columns)));
  return Array.from({ length: count }, (_, column) => {
    const first = Math.floor((column * lines.length) / count);
    const last = Math.floor(((column + 1) * lines.length) / count) - 1;
    return summary(lines, first, last);
  });
}

/** The column that shows a line; -1 for lines outside the document. */
export function columnOfLine(columns: readonly LineColumn[], line: number): number {
  let low = 0;
  let high = columns.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { first, last } = columns[middle]!;
    if (line < first) high = middle - 1;
    else if (line > last) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** The top of the scale in bits: the first round number that holds every figure, never below 8. */
export function scaleTop(columns: readonly LineColumn[]): number {
  const highest = columns.reduce((top, { peak }) => (peak > top ? peak : top), 0);
  return Math.max(8, Math.ceil(highest / 4) * 4);
}

function summary(lines: Float32Array, first: number, last: number): LineColumn {
  let total = 0;
  let known = 0;
  let peakLine = -1;
  for (let line = first; line <= last; line++) {
    const bits = lines[line]!;
    if (Number.isNaN(bits)) continue;
    total += bits;
    known += 1;
    if (peakLine < 0 || bits > lines[peakLine]!) peakLine = line;
  }
  return { first, last, mean: known > 0 ? total / known : NaN, peakLine, peak: peakLine < 0 ? NaN : lines[peakLine]! };
}
