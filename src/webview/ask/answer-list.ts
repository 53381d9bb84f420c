import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ShownAnswer } from '../../protocol';
import { formatCount } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { icon } from '../shared/icon';
import { sharedStyle } from '../shared/style';
import { nats, probability } from './ask-words';
import { tell } from './tell';

/** How long the button says that it copied, ms. */
const thanks = 1500;

/** Told when another answer is looked at: its place among all. */
export const lookEvent = 'langscope-look';

/** Answers with their lines around them; hovering marks one in the document, click and Enter go there. */
@customElement('langscope-answer-list')
export class AnswerList extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        position: relative;
        margin-bottom: 4px;
      }
      .answer {
        display: block;
        width: 100%;
        text-align: left;
        padding: 5px 30px 6px 8px;
        border-left: 2px solid var(--hairline);
      }
      .answer[aria-current='true'] {
        border-left-color: var(--data);
        background: var(--vscode-list-inactiveSelectionBackground, var(--track));
      }
      .answer:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .around {
        line-height: 1.4;
        overflow-wrap: anywhere;
        color: var(--quiet);
        font-family: var(--vscode-editor-font-family);
        font-size: 0.95em;
      }
      .answer b {
        color: var(--vscode-foreground);
        white-space: pre-wrap;
      }
      .withheld b {
        font-weight: normal;
        text-decoration: underline dotted;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.9em;
        margin-top: 2px;
      }
      .bar {
        height: 3px;
        margin-top: 4px;
        background: var(--track);
      }
      .fill {
        height: 100%;
        background: var(--data);
        min-width: 1px;
      }
      button.tool {
        position: absolute;
        right: 4px;
        top: 4px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor answers: readonly ShownAnswer[] = [];
  @property({ type: Boolean }) public accessor withheld = false;
  @property({ attribute: false }) public accessor current: ShownAnswer | undefined;
  @property() public accessor label = '';
  @state() private accessor copied: ShownAnswer | undefined;

  protected override render(): TemplateResult {
    return html`<ul aria-label=${this.label}>
      ${this.answers.map((answer, at) => this.row(answer, at))}
    </ul>`;
  }

  private row(answer: ShownAnswer, at: number): TemplateResult {
    const done = this.copied === answer;
    const { text, before, after, line, gap } = answer;
    const share = probability(answer.probability);
    return html`<li>
      <button
        class="answer ${this.withheld ? 'withheld' : ''}"
        aria-current=${this.current === answer}
        title="Start ${probability(answer.startProbability)}, end ${probability(answer.endProbability)}. Click to go there."
        @pointerenter=${() => this.preview(answer)}
        @pointerleave=${() => this.preview(undefined)}
        @focus=${() => this.look(answer)}
        @blur=${() => this.preview(undefined)}
        @click=${() => this.go(answer)}
        @keydown=${(event: KeyboardEvent) => this.pressed(event, at)}
      >
        <span class="around">${before}<b>${text}</b>${after}</span>
        <span class="facts quiet number">
          <span>line ${formatCount(line)}</span><span>${share}</span
          ><span title="How much likelier than no answer">${nats(gap)}</span>
        </span>
        <div class="bar" aria-hidden="true">
          <div class="fill" ${cssProperties({ width: `${(100 * answer.probability).toFixed(2)}%` })}></div>
        </div>
      </button>
      <button
        class="tool"
        title="Copy the answer"
        aria-label="Copy the answer ${text}"
        @click=${() => this.copy(answer)}
      >
        ${icon(done ? 'check' : 'copy')}
      </button>
    </li>`;
  }

  private look(answer: ShownAnswer): void {
    this.dispatchEvent(new CustomEvent<ShownAnswer>(lookEvent, { detail: answer }));
    this.preview(answer);
  }

  private preview(answer: ShownAnswer | undefined): void {
    tell(this, { kind: 'preview', span: answer && { start: answer.start, end: answer.end } });
  }

  private go(answer: ShownAnswer): void {
    this.dispatchEvent(new CustomEvent<ShownAnswer>(lookEvent, { detail: answer }));
    tell(this, { kind: 'go', span: { start: answer.start, end: answer.end }, focus: true });
  }

  private pressed(event: KeyboardEvent, at: number): void {
    const last = this.answers.length - 1;
    const to = { ArrowDown: Math.min(last, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.renderRoot.querySelectorAll<HTMLButtonElement>('.answer')[to]?.focus();
  }

  private copy(answer: ShownAnswer): void {
    tell(this, { kind: 'copy', text: answer.text });
    this.copied = answer;
    setTimeout(() => (this.copied = undefined), thanks);
  }
}
