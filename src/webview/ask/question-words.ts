import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AskResult, ShownAnswer } from '../../protocol';
import { formatPercent } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { dataTable } from '../shared/data-table';
import { plotHeading } from '../shared/plot-heading';
import { sharedStyle } from '../shared/style';
import { weighedWords } from './ask-words';

/** The words of the question, each over a bar as high as the attention that the answer's words paid to it. */
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
      return html`<div class="heading"><h2>Where it looked in the question</h2></div>
        <p class="quiet">This model reads question and text as one, without an attention over the question alone.</p>`;
    }
    return html`${plotHeading('Where it looked in the question', '% of attention', this.asTable, () => (this.asTable = !this.asTable))}
      <div class="words" aria-hidden="true">
        ${words.map(
          ({ text, weight }) =>
            html`<span class="word" title="${text.trim()}: ${formatPercent(weight)}">
              <span class="bar"
                ><span class="fill" ${cssProperties({ height: `${(100 * weight).toFixed(1)}%` })}></span
              ></span>
              <span>${text.trim()}</span>
              <span class="quiet number share">${weight >= 0.05 ? formatPercent(Number(weight.toFixed(2))) : '\u00a0'}</span>
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
