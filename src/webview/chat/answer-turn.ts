import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChatTurn } from '../../protocol';
import { formatBits, formatProbability, formatProvenance } from '../../protocol/format';
import { icon } from '../shared/icon';
import '../shared/panel/provenance-line';
import { sharedStyle } from '../shared/style';
import { endSentence, leftOutSentence, meterText, stepOf } from './chat-words';
import { answerStyle, tokenStyle } from './answer-style';
import { promptDetails, promptDetailsStyle } from './prompt-details';
import { tell } from './tell';

/** How long the button says that it copied, ms. */
const thanks = 1500;

/** An answer of the model, its tokens coloured on demand, and what can be done with it. */
@customElement('langscope-answer-turn')
export class AnswerTurn extends LitElement {
  public static override readonly styles = [sharedStyle, promptDetailsStyle, answerStyle, tokenStyle];

  @property({ attribute: false }) public accessor turn: Extract<ChatTurn, { readonly kind: 'answer' }> | undefined;
  /** Only the last answer can be asked for again. */
  @property({ type: Boolean }) public accessor last = false;
  @property({ type: Boolean }) public accessor coloured = false;
  @state() private accessor copied = false;

  protected override render(): TemplateResult | typeof nothing {
    const { turn } = this;
    if (!turn) return nothing;
    const writing = turn.end === 'writing';
    const sentence = endSentence(turn.end, turn.failure, turn.prompt?.ends);
    return html`<div class="text ${writing ? 'writing' : ''}">
        <span class="written">${this.coloured && turn.tokens.length > 0 ? this.tokens(turn) : turn.text}</span>
      </div>
      ${
        sentence === ''
          ? nothing
          : html`<div class="end" data-end=${turn.end}>
              ${icon(turn.end === 'failed' ? 'error' : 'warning')}<span>${sentence}</span>
            </div>`
      }
      ${turn.prompt?.leftOut.map((one) => html`<div class="quiet">Left out: ${leftOutSentence(one)}.</div>`)}
      ${writing ? nothing : this.actions(turn)}
      ${
        turn.prompt && turn.provenance
          ? html`<details class="how">
              <summary class="quiet">How it came about</summary>
              <langscope-provenance-line
                .text=${`${formatProvenance(turn.provenance)} \u00b7 prompt of ${meterText(turn.prompt)} \u00b7 ${turn.chosen}`}
                .copy=${(text: string) => tell(this, { kind: 'copy', text })}
              ></langscope-provenance-line>
              ${promptDetails(turn.prompt, 'What the model read')}
            </details>`
          : nothing
      }`;
  }

  private actions({ text, end }: Extract<ChatTurn, { readonly kind: 'answer' }>): TemplateResult {
    const button = (name: 'copy' | 'check' | 'insert' | 'refresh', label: string, run: () => void): TemplateResult =>
      html`<button class="tool" title=${label} aria-label=${label} @click=${run}>${icon(name)}</button>`;
    return html`<div class="actions">
      ${
        text === ''
          ? nothing
          : html`${button(this.copied ? 'check' : 'copy', 'Copy the answer', () => this.copy(text))}
            ${button('insert', 'Insert at the cursor', () => tell(this, { kind: 'insert', text }))}`
      }
      ${
        this.last
          ? button(
              'refresh',
              end === 'failed' || end === 'died' ? 'Try again' : 'Answer again, with other tokens',
              () => tell(this, { kind: 'again' }),
            )
          : nothing
      }
    </div>`;
  }

  private tokens({ tokens, prompt }: Extract<ChatTurn, { readonly kind: 'answer' }>): readonly TemplateResult[] {
    return tokens.map(
      ({ piece, logprob }) =>
        html`<span
          class="token s${stepOf(logprob)} ${prompt?.ends.includes(piece) === true ? 'ending' : ''}"
          title="${formatProbability(logprob)}, ${formatBits(-logprob)}"
          >${piece}</span
        >`,
    );
  }

  private copy(text: string): void {
    tell(this, { kind: 'copy', text });
    this.copied = true;
    setTimeout(() => (this.copied = false), thanks);
  }
}
