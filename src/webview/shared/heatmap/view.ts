import type { Cell } from './matrix-source';
import type { CellRange, Shape } from './tile-grid';

/** What of a matrix is seen. */
export interface View {
  /** Column and row, with fractions, at the left top corner of the box. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels of a cell. */
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** CSS pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** How large cells are. */
export interface CellSize {
  /** Width to height of a cell; 'fill': whatever fills the box with the whole matrix. */
  readonly aspect: number | 'fill';
  /** Height at first in CSS pixels; 'fit': the whole matrix is seen. */
  readonly height: number | 'fit';
}

/** CSS pixels of a cell at the highest zoom, and the height that a few cells do not grow beyond by themselves. */
const largestCell = 96;
const largestFit = 28;

/** The whole matrix, or as much of it as fits at the size that is asked for. */
export function firstView(shape: Shape, box: Box, size: CellSize): View {
  const fit = fitView(shape, box, size);
  if (size.height === 'fit') return fit;
  const factor = size.height / fit.cellHeight;
  return { x: 0, y: 0, cellWidth: fit.cellWidth * factor, cellHeight: size.height };
}

/** The whole matrix. */
export function fitView({ rows, columns }: Shape, { width, height }: Box, { aspect }: CellSize): View {
  const high = height / Math.max(1, rows);
  const wide = width / Math.max(1, columns);
  if (aspect === 'fill') return { x: 0, y: 0, cellWidth: wide, cellHeight: high };
  const cellHeight = Math.min(high, wide / aspect, largestFit);
  return { x: 0, y: 0, cellWidth: cellHeight * aspect, cellHeight };
}

/** The same, moved so that no room is left empty that the matrix could fill. */
export function within(view: View, { rows, columns }: Shape, { width, height }: Box): View {
  const x = Math.max(0, Math.min(view.x, columns - width / view.cellWidth));
  const y = Math.max(0, Math.min(view.y, rows - height / view.cellHeight));
  return x === view.x && y === view.y ? view : { ...view, x, y };
}

/** Moves by CSS pixels: what is seen goes to the left and up for positive ones. */
export function panned(view: View, dx: number, dy: number, shape: Shape, box: Box): View {
  return within({ ...view, x: view.x + dx / view.cellWidth, y: view.y + dy / view.cellHeight }, shape, box);
}

/** Zooms so that what is at (px, py) stays there; never smaller than the whole, nor larger than a cell can be. */
export function zoomed(
  view: View,
  factor: number,
  px: number,
  py: number,
  shape: Shape,
  box: Box,
  size: CellSize,
): View {
  const fit = fitView(shape, box, size);
  const smallest = Math.min(fit.cellHeight, typeof size.height === 'number' ? size.height : Infinity);
  const longest = Math.max(view.cellWidth, view.cellHeight) / view.cellHeight;
  const largest = Math.max(smallest, (largestCell * 2) / longest);
  const cellHeight = Math.min(largest, Math.max(smallest, view.cellHeight * factor));
  const cellWidth = (view.cellWidth * cellHeight) / view.cellHeight;
  const x = view.x + px / view.cellWidth - px / cellWidth;
  const y = view.y + py / view.cellHeight - py / cellHeight;
  return within({ x, y, cellWidth, cellHeight }, shape, box);
}

/** Moves as little as it can so that a cell, and one more on each side, is seen. */
export function revealing(view: View, { row, column }: Cell, shape: Shape, { width, height }: Box): View {
  const wide = width / view.cellWidth;
  const high = height / view.cellHeight;
  const near = (first: number, index: number, count: number): number => {
    const margin = count >= 3 ? 1 : 0;
    return Math.min(index - margin, Math.max(first, index + 1 + margin - count));
  };
  return within({ ...view, x: near(view.x, column, wide), y: near(view.y, row, high) }, shape, { width, height });
}

/** The cells of which some part is seen. */
export function cellsInView(view: View, { rows, columns }: Shape, { width, height }: Box): CellRange {
  return {
    fromRow: Math.max(0, Math.floor(view.y)),
    toRow: Math.min(rows, Math.ceil(view.y + height / view.cellHeight - 1e-9)),
    fromColumn: Math.max(0, Math.floor(view.x)),
    toColumn: Math.min(columns, Math.ceil(view.x + width / view.cellWidth - 1e-9)),
  };
}

/** The cell at a place of the box; undefined beside the matrix. */
export function cellAt(view: View, px: number, py: number, { rows, columns }: Shape): Cell | undefined {
  const row = Math.floor(view.y + py / view.cellHeight);
  const column = Math.floor(view.x + px / view.cellWidth);
  return row < 0 || column < 0 || row >= rows || column >= columns ? undefined : { row, column };
}
