import { formatPercent } from '../../protocol/format';
import type { AttentionReading, AttentionStack, ReadTokens, Span } from '../../protocol';
import { axisOf, itemAt, spanOfItem, type AttentionAxis } from './attention-axis';
import type { AttentionLook } from './attention-look';
import type { Cell } from '../shared/heatmap/matrix-source';

/** A row (what it looks at) or a column (what looks at it) that is chosen. */
export interface ChosenItem {
  readonly axis: 'row' | 'column';
  readonly index: number;
}

/** What both axes of the map stand for. */
export interface AttentionAxes {
  readonly stack: AttentionStack;
  readonly rows: AttentionAxis;
  readonly columns: AttentionAxis;
}

/** The axes of the chosen attention, in tokens or words. */
export function axesOf(reading: AttentionReading, { stack: at, unit }: AttentionLook): AttentionAxes {
  const stack = reading.stacks[at]!;
  const side = (name: 'source' | 'target'): ReadTokens =>
    name === 'source' ? reading.tokens : (reading.target ?? reading.tokens);
  const rows = axisOf(side(stack.rows), unit);
  return { stack, rows, columns: stack.rows === stack.columns ? rows : axisOf(side(stack.columns), unit) };
}

/** The stretch of the document that an item is; undefined for one of the second text, or without text. */
export function placeOf({ stack, rows, columns }: AttentionAxes, { axis, index }: ChosenItem): Span | undefined {
  if (stack[axis === 'row' ? 'rows' : 'columns'] !== 'source') return undefined;
  const span = spanOfItem(axis === 'row' ? rows : columns, index);
  return span.end > span.start ? span : undefined;
}

/** What stands at the editor's cursor: a row where rows are the document, else a column. */
export function itemAtPlace({ stack, rows, columns }: AttentionAxes, { start }: Span): ChosenItem | undefined {
  const axis = stack.rows === 'source' ? 'row' : stack.columns === 'source' ? 'column' : undefined;
  if (axis === undefined) return undefined;
  const index = itemAt(axis === 'row' ? rows : columns, start);
  return index === undefined ? undefined : { axis, index };
}

/** What is said of a cell of the map. */
export function cellText({ rows, columns }: AttentionAxes, { row, column }: Cell, value: number | undefined): string {
  const figure = value === undefined ? '' : `: ${formatPercent(value)}`;
  return `${quoted(rows.labels[row])} looks at ${quoted(columns.labels[column])}${figure}`;
}

function quoted(label = ''): string {
  return `\u2018${label}\u2019`;
}
