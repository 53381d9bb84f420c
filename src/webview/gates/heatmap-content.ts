import { formatNumber, formatVisible } from '../../protocol/format';
import type { CellOrder } from '../../protocol';
import { MemorySource } from '../shared/heatmap/memory-source';
import type { ValueScale } from '../shared/heatmap/value-scale';
import { cellText, scoreText } from './cell-page';
import { cellsByTokens } from './cells-by-tokens';
import type { GateValues } from './gates-data';
import { seriesFacts } from './series-facts';
import { seriesScale } from './series-scale';
import type { TokenRange } from './token-range';

/** What the heatmap shows: cells as rows, tokens as columns. */
export interface HeatmapContent {
  readonly values: GateValues;
  readonly order: CellOrder;
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
    order,
    source: new MemorySource(cellsByTokens(values.values, count, cells.length), cells.length, count),
    scale: seriesScale(seriesFacts[values.series].kind, values.values),
    rowLabels,
    columnLabels: pieces.slice(tokens.from, tokens.to).map(formatVisible),
    on: isOn,
  };
}

/** What stands beside the scale; says so where a few values lie beyond it. */
export function measureText({ values, scale }: HeatmapContent): string {
  const { label } = seriesFacts[values.series];
  const beyond = values.values.some((value) => Math.abs(value) > scale.largest);
  return beyond ? `${label}; beyond ${formatNumber(scale.largest)} as strong` : label;
}

/** What is said of one value: 'cell 37, ‘the’: forget 0.93, on'. */
export function describeCell(content: HeatmapContent, row: number, column: number, value: number | undefined): string {
  const { values, columnLabels, on } = content;
  const { label } = seriesFacts[values.series];
  const figure = value === undefined ? '' : `: ${label.toLowerCase()} ${formatNumber(value)}`;
  const mark = on[row] === true ? ', on' : '';
  const score = /[^ ]*$/.exec(content.rowLabels[row] ?? '')?.[0] ?? '';
  const sorted = content.order === 'index' ? '' : ` (${score})`;
  return `${cellText(values.cells[row] ?? 0)}${sorted}, \u2018${columnLabels[column] ?? ''}\u2019${figure}${mark}`;
}

/** The row of a cell; undefined where it is not shown. */
export function rowOfCell(content: HeatmapContent | undefined, cell: number | undefined): number | undefined {
  const row = content === undefined || cell === undefined ? -1 : content.values.cells.indexOf(cell);
  return row < 0 ? undefined : row;
}

/** Tokens of the reading as columns; undefined where none of them is shown. */
export function columnsOf(content: HeatmapContent | undefined, tokens: TokenRange | undefined): TokenRange | undefined {
  if (content === undefined || tokens === undefined) return undefined;
  const shown = content.values.tokens;
  const from = Math.max(tokens.from, shown.from) - shown.from;
  const to = Math.min(tokens.to, shown.to) - shown.from;
  return to > from ? { from, to } : undefined;
}
