import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Metrics } from '../../protocol';
import { cssProperties } from '../shared/css-properties';
import { sharedStyle } from '../shared/style';
import { metricRows } from './compare-words';

/** The figures of two texts with what each means. */
@customElement('langscope-metric-table')
export class MetricTable extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      table {
        font-size: 0.92em;
        table-layout: fixed;
      }
      th,
      td {
        border: none;
        padding: 1px 0 1px 4px;
        white-space: nowrap;
      }
      th:first-child {
        width: 34%;
        padding-left: 0;
      }
      tbody tr.figure > * {
        padding-top: 5px;
      }
      tbody tr.figure th {
        font-weight: 600;
      }
      tr.figure td:last-child {
        font-weight: 600;
      }
      tr.meaning td {
        padding: 0 0 4px;
        text-align: left;
        white-space: normal;
        line-height: 1.3;
        border-bottom: 1px solid var(--hairline);
      }
      .bar {
        height: 3px;
        margin: 1px 0 3px;
        background: var(--track);
      }
      .bar::before {
        content: '';
        display: block;
        height: 100%;
        width: var(--share);
        background: var(--data);
      }
    `,
  ];

  @property({ attribute: false }) public accessor metrics: Metrics | undefined;

  protected override render(): TemplateResult {
    return html`<table>
      <caption class="unseen">
        How close the draft comes to the reference
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="unseen">Figure</span></th>
          <th scope="col" title="Share of the draft that the reference has">Precision</th>
          <th scope="col" title="Share of the reference that the draft has">Recall</th>
          <th scope="col" title="Harmonic mean of precision and recall">F1</th>
        </tr>
      </thead>
      <tbody>
        ${metricRows(this.metrics).map(
          ({ name, meaning, precision, recall, value, share }) =>
            html`<tr class="figure" data-name=${name}>
                <th scope="row">${name}</th>
                ${
                  precision === undefined
                    ? html`<td colspan="3">${value}</td>`
                    : html`<td>${precision}</td>
                        <td>${recall}</td>
                        <td>${value}</td>`
                }
              </tr>
              <tr class="meaning">
                <td class="quiet" colspan="4">
                  <div class="bar" ${cssProperties({ '--share': `${100 * share}%` })}></div>
                  ${meaning}
                </td>
              </tr>`,
        )}
      </tbody>
    </table>`;
  }
}
