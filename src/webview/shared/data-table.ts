import { html, type TemplateResult } from 'lit';

export interface DataTable {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

/** A plot's figures as a table: always there for screen readers, seen by all when `shown`. */
export function dataTable({ caption, columns, rows }: DataTable, shown: boolean): TemplateResult {
  return html`<div class=${shown ? 'table' : 'table unseen'}>
    <table>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
