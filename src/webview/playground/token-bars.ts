import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PlaygroundDistribution } from '../../protocol';
import { formatCount, formatPercent, formatVisible } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { seriesColours } from '../shared/series';
import { seriesColour } from '../shared/series-colour';
import { sharedStyle } from '../shared/style';
import { ThemeController } from '../shared/theme';
import { barScale, barWords, cutLines } from './bar-table';

/** Of what the samplers leave. */
export const afterColour = seriesColours.bands[2];

/** The most probable tokens, each with two bars: the model's own probability, and what the samplers leave of it. */
@customElement('langscope-token-bars')
export class TokenBars extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        container-type: inline-size;
      }
      table {
        table-layout: fixed;
        font-size: 0.92em;
      }
      th,
      td {
        height: 22px;
        padding: 0 8px 0 0;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        border: 0;
      }
      thead th {
        border-bottom: 1px solid var(--hairline);
      }
      .token {
        width: 8em;
        text-align: left;
      }
      tbody .token {
        font-family: var(--vscode-editor-font-family, monospace);
      }
      .bars {
        text-align: left;
      }
      .percent {
        width: 5.4em;
      }
      .words {
        width: 13em;
        text-align: left;
      }
      .removed .token {
        text-decoration: line-through;
        color: var(--quiet);
      }
      .pair {
        display: grid;
        gap: 1px;
        align-content: center;
        height: 18px;
        border-left: 1px solid var(--hairline);
      }
      .bar {
        height: 8px;
        min-width: 0;
        transition: width 80ms;
      }
      .bar.some {
        min-width: 1px;
      }
      .raw {
        background: var(--data);
      }
      .after {
        background: var(--after);
      }
      .key {
        display: inline-block;
        width: 9px;
        height: 9px;
        margin-right: 4px;
      }
      .scale {
        display: flex;
        justify-content: space-between;
      }
      tr.cut th {
        height: 20px;
        padding: 0;
        text-align: left;
        color: var(--vscode-foreground);
        overflow: visible;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: 0.92em;
      }
      .line::before,
      .line::after {
        content: '';
        border-top: 1px dashed var(--vscode-foreground);
      }
      .line::before {
        width: 1.5em;
      }
      .line::after {
        flex: 1;
      }
      .rest .token {
        font-family: inherit;
        color: var(--quiet);
      }
      @container (max-width: 560px) {
        .token {
          width: 6.4em;
        }
        .percent {
          width: 5.4em;
        }
        .words {
          width: 8em;
        }
      }
      /* Narrow: what the samplers did stands below the bars. */
      @container (max-width: 430px) {
        table,
        thead,
        tbody,
        tr {
          display: block;
        }
        tr {
          display: grid;
          grid-template-columns: minmax(3.4em, 1fr) minmax(0, 1.6fr) 5.2em 5.2em;
        }
        tr > .token,
        tr > .percent,
        tr > .words {
          width: auto;
        }
        tr > .words {
          grid-column: 1 / -1;
          color: var(--quiet);
        }
        tr > .words:empty,
        thead .words {
          display: none;
        }
        th,
        td {
          line-height: 22px;
        }
        tr.cut {
          display: block;
        }
      }
    `,
  ];

  @property({ attribute: false }) public accessor distribution: PlaygroundDistribution | undefined;

  protected readonly theme = new ThemeController(this);

  protected override render(): TemplateResult | typeof nothing {
    const { distribution } = this;
    if (distribution === undefined) return nothing;
    const { bars, rest } = distribution;
    const scale = barScale(distribution);
    const lines = cutLines(distribution);
    const cut = (before: number) =>
      lines
        .filter((line) => line.before === before)
        .map(
          ({ text }) =>
            html`<tr class="cut">
              <th colspan="5" scope="rowgroup"><span class="line">${text}</span></th>
            </tr>`,
        );
    return html`<table ${cssProperties({ '--after': seriesColour(afterColour) })}>
      <caption class="unseen">
        The most probable next tokens, before and after the samplers
      </caption>
      <thead>
        <tr>
          <th scope="col" class="token">Token</th>
          <th scope="col" class="bars">
            <span class="scale"><span>0</span><span>${formatPercent(scale)}</span></span>
          </th>
          <th scope="col" class="percent" title="Probability by the model itself">
            <span class="key raw"></span>Model
          </th>
          <th scope="col" class="percent" title="Probability after the samplers">
            <span class="key after"></span>After
          </th>
          <th scope="col" class="words">Sampler</th>
        </tr>
      </thead>
      <tbody>
        ${bars.map((bar, at) => {
          const words = barWords(bar);
          const piece = formatVisible(bar.piece);
          return html`${cut(at)}
            <tr class=${bar.removedBy === undefined ? '' : 'removed'} title="${piece}${words && `: ${words}`}">
              <th scope="row" class="token">${piece}</th>
              <td class="bars">${pair(bar.raw, bar.filtered, scale)}</td>
              <td class="percent number">${formatPercent(bar.raw)}</td>
              <td class="percent number">${formatPercent(bar.filtered)}</td>
              <td class="words">${words}</td>
            </tr>`;
        })}
        ${cut(bars.length)}
        <tr class="rest">
          <th scope="row" class="token" title="All other tokens together">rest</th>
          <td class="bars">${pair(rest.raw, rest.filtered, scale)}</td>
          <td class="percent number">${formatPercent(rest.raw)}</td>
          <td class="percent number">${formatPercent(rest.filtered)}</td>
          <td class="words">${formatCount(rest.left)} of ${formatCount(rest.tokens)} left</td>
        </tr>
      </tbody>
    </table>`;
  }
}

function pair(raw: number, filtered: number, scale: number): TemplateResult {
  const bar = (value: number, name: string) =>
    html`<div
      class="bar ${name} ${value > 0 ? 'some' : ''}"
      ${cssProperties({ width: `${Math.min(100, (100 * value) / scale)}%` })}
    ></div>`;
  return html`<div class="pair" aria-hidden="true">${bar(raw, 'raw')}${bar(filtered, 'after')}</div>`;
}
