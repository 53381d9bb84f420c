import type { CellOrder } from '../../protocol';
import { formatCount, formatNumber } from '../../protocol/format';

/** Cells in the order asked for: as the engine answers `gatesOrder`. */
export interface OrderedCells {
  readonly cells: Int32Array;
  /** By place in the order: variance, or correlation from -1 to 1. */
  readonly scores: Float32Array;
}

/** Which places of an order are shown. */
export interface CellPage {
  readonly first: number;
  readonly count: number;
}

/** Rows that a person can tell apart in one heatmap. */
export const mostRows = 256;

/** The nearest page that lies in an order of `total` cells: at least one cell, no more than can be drawn. */
export function fittingPage({ first, count }: CellPage, total: number): CellPage {
  const fitting = Math.max(1, Math.min(Math.round(count) || 1, mostRows, total));
  return { first: Math.max(0, Math.min(Math.round(first) || 0, total - fitting)), count: fitting };
}

/** The page that has a cell in it, moved as little as it can be; undefined for a cell that is not in the order. */
export function pageWith(page: CellPage, cells: Int32Array, cell: number): CellPage | undefined {
  const place = cells.indexOf(cell);
  if (place < 0) return undefined;
  const first = Math.min(place, Math.max(page.first, place - page.count + 1));
  return { ...page, first };
}

/** What stands beside a cell: 'var 0.031', 'r 0.83'; nothing in the order of numbers. */
export function scoreText(order: CellOrder, score: number | undefined): string {
  if (order === 'index' || score === undefined) return '';
  return order === 'variance' ? formatNumber(score) : correlationText(score);
}

/** Two decimals with their sign; none for a cell or a property that never changes. */
export function correlationText(correlation: number): string {
  if (Number.isNaN(correlation)) return 'none';
  const rounded = Math.round(Math.abs(correlation) * 100) / 100;
  const sign = rounded === 0 ? '' : correlation < 0 ? '\u2212' : '+';
  return `${sign}${rounded.toFixed(2)}`;
}

/** A cell as it is called everywhere: counted from 0, as papers and PyTorch do. */
export function cellText(cell: number): string {
  return `cell ${formatCount(cell)}`;
}
