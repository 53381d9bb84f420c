import { formatNumber, formatVisible } from '../../protocol/format';
import type { CellOrder } from '../../protocol';
import { MemorySource } from '../shared/heatmap/memory-source';
import type { ValueScale } from '../shared/heatmap/value-scale';
import { cellText, scoreText } from './cell-page';
import { cellsByTokens } from './cells-by-tokens';
import type { GateValues } from './gates-data';
import { seriesFacts } from './series-facts';
import { seriesScale } from './series-scale';

/** What the heatmap shows: cells as rows, tokens as columns. */
export interface HeatmapContent {
  readonly values: GateValues;
  readonly source: MemorySource;
  readonly scale: ValueScale;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  /** Whether each row's cell is on over the chosen tokens. */
  readonly on: readonly boolean[];
}

/** Marks a row whose cell is on. */
const onMark = '\u25cf';

/**
 * @param pieces of the whole reading
 * @param on the cells that are on over the chosen tokens
 */
export function heatmapContent(
  values: GateValues,
  order: CellOrder,
  pieces: readonly string[],
  on: Int32Array | undefined,
): HeatmapContent {
  const { cells, scores, tokens } = values;
  const known = new Set(on);
  const isOn = Array.from(cells, (cell) => known.has(cell));
  const wide = Math.max(...Array.from(cells, (cell) => String(cell).length), 1);
  const texts = Array.from(scores, (score) => scoreText(order, score));
  const widest = Math.max(...texts.map((text) => text.length), 0);
  const rowLabels = Array.from(cells, (cell, row) => {
    const score = texts[row]! === '' ? '' : ` ${texts[row]!.padStart(widest)}`;
    return `${isOn[row] === true ? onMark : ' '} ${String(cell).padStart(wide)}${score}`;
  });
  const count = tokens.to - tokens.from;
  return {
    values,
    source: new MemorySource(cellsByTokens(values.values, count, cells.length), cells.length, count),
    scale: seriesScale(seriesFacts[values.series].kind, values.values),
    rowLabels,
    columnLabels: pieces.slice(tokens.from, tokens.to).map(formatVisible),
    on: isOn,
  };
}

/** What is said of one value: 'cell 37, ‘the’: forget 0.93, on'. */
export function describeCell(content: HeatmapContent, row: number, column: number, value: number | undefined): string {
  const { values, columnLabels, on } = content;
  const { label } = seriesFacts[values.series];
  const figure = value === undefined ? '' : `: ${label.toLowerCase()} ${formatNumber(value)}`;
  const mark = on[row] === true ? ', on' : '';
  return `${cellText(values.cells[row] ?? 0)}, \u2018${columnLabels[column] ?? ''}\u2019${figure}${mark}`;
}
