import { formatCount } from '../../../protocol/format';
import type { DataTable } from '../data-table';
import type { MatrixSource } from './matrix-source';
import type { CellRange } from './tile-grid';

/** A table larger than this is no help to anybody. */
const mostRows = 24;
const mostColumns = 16;

interface TableFacts {
  readonly rows: { readonly name: string; readonly labels: readonly string[] };
  readonly columns: { readonly name: string; readonly labels: readonly string[] };
  readonly formatValue: (value: number) => string;
  readonly name: string;
}

/** The first rows and columns of what is in view, as a table that says which ones they are. */
export async function tableInView(
  source: MatrixSource,
  { fromRow, toRow, fromColumn, toColumn }: CellRange,
  { rows, columns, formatValue, name }: TableFacts,
  signal: AbortSignal,
): Promise<DataTable> {
  const high = Math.min(mostRows, toRow - fromRow);
  const wide = Math.min(mostColumns, toColumn - fromColumn);
  const rectangle = { rowScale: 1, columnScale: 1, row: fromRow, column: fromColumn, rows: high, columns: wide };
  const { values } = await source.blocks(rectangle, signal);
  const label = (labels: readonly string[], index: number): string =>
    `${formatCount(index + 1)} ${labels[index] ?? ''}`.trim();
  const part = (first: number, count: number, total: number): string =>
    `${formatCount(first + 1)} to ${formatCount(first + count)} of ${formatCount(total)}`;
  return {
    caption: `${name}: ${rows.name} ${part(fromRow, high, source.rows)}, ${columns.name} ${part(fromColumn, wide, source.columns)}`,
    columns: [rows.name, ...Array.from({ length: wide }, (_, at) => label(columns.labels, fromColumn + at))],
    rows: Array.from({ length: high }, (_, row) => [
      label(rows.labels, fromRow + row),
      ...Array.from({ length: wide }, (__, column) => {
        const value = values[row * wide + column]!;
        return Number.isNaN(value) ? '' : formatValue(value);
      }),
    ]),
  };
}
