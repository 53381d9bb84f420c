import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AskResult, ShownAnswer } from '../../protocol';
import { formatPercent } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { dataTable } from '../shared/data-table';
import { plotHeading } from '../shared/plot-heading';
import { sharedStyle } from '../shared/style';
import { weighedWords } from './ask-words';

/** The words of the question, each under a bar of the attention that the answer's words paid to it; the highest bar is full. */
@customElement('langscope-question-words')
export class QuestionWords extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      .words {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 6px;
        padding: 2px 0;
      }
      .word {
        display: inline-flex;
        flex-direction: column;
        align-items: stretch;
        min-width: 1.6em;
        text-align: center;
        font-family: var(--vscode-editor-font-family);
      }
      .bar {
        height: 28px;
        display: flex;
        align-items: flex-end;
        background: var(--track);
      }
      .fill {
        width: 100%;
        background: var(--data);
      }
      .share {
        font-family: var(--vscode-font-family);
        min-height: 1.4em;
      }
      p {
        margin: 2px 0;
      }
    `,
  ];

  @property({ attribute: false }) public accessor result: AskResult | undefined;
  @property({ attribute: false }) public accessor answer: ShownAnswer | undefined;
  @state() private accessor asTable = false;

  protected override render(): TemplateResult | typeof nothing {
    const { result, answer } = this;
    if (!result || !answer) return nothing;
    const words = weighedWords(result.questionPieces, answer.attention);
    if (!words) {
      return html`<div class="heading"><h2>Attention to the question</h2></div>
        <p class="quiet">This model reads question and text as one, without an attention over the question alone.</p>`;
    }
    const most = Math.max(...words.map(({ weight }) => weight));
    return html`${plotHeading('Attention to the question', '%', this.asTable, () => (this.asTable = !this.asTable))}
      <div class="words" aria-hidden="true">
        ${words.map(
          ({ text, weight }) =>
            html`<span class="word" title="${text.trim()}: ${formatPercent(weight)}">
              <span class="bar"
                ><span class="fill" ${cssProperties({ height: `${((100 * weight) / most).toFixed(1)}%` })}></span
              ></span>
              <span>${text.trim()}</span>
              <span class="quiet number share">${formatPercent(weight)}</span>
            </span>`,
        )}
      </div>
      ${dataTable(
        {
          caption: 'Words of the question by how much the words of the answer looked at them',
          columns: ['Word', 'Attention'],
          rows: words.map(({ text, weight }) => [text.trim(), formatPercent(weight)]),
        },
        this.asTable,
      )}`;
  }
}
