import type { Cell } from './matrix-source';

/** How many cells a page of keys moves. */
export interface PageSize {
  readonly rows: number;
  readonly columns: number;
}

/** Where a key moves the cursor; undefined for keys that do not. */
export function movedCell(
  { key, ctrlKey, metaKey }: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean },
  { row, column }: Cell,
  shape: { readonly rows: number; readonly columns: number },
  page: PageSize,
): Cell | undefined {
  const far = ctrlKey || metaKey;
  const [lastRow, lastColumn] = [shape.rows - 1, shape.columns - 1];
  const to = (toRow: number, toColumn: number): Cell => ({
    row: Math.max(0, Math.min(lastRow, toRow)),
    column: Math.max(0, Math.min(lastColumn, toColumn)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(far ? row - page.rows : row - 1, column);
    case 'ArrowDown':
      return to(far ? row + page.rows : row + 1, column);
    case 'ArrowLeft':
      return to(row, far ? column - page.columns : column - 1);
    case 'ArrowRight':
      return to(row, far ? column + page.columns : column + 1);
    case 'Home':
      return to(far ? 0 : row, 0);
    case 'End':
      return to(far ? lastRow : row, lastColumn);
    case 'PageUp':
      return to(row - page.rows, column);
    case 'PageDown':
      return to(row + page.rows, column);
    default:
      return undefined;
  }
}
