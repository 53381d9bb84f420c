import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { icon } from '../shared/icon';
import { sharedStyle } from '../shared/style';
import { candidatesOf } from './chat-words';
import { fieldStyle } from './field-style';
import { tell } from './tell';

/** How long typing must rest before the prompt is fitted again, ms. */
const rest = 350;

/** Where a message is written and sent: plainly, or both ways with answers to compare. */
@customElement('langscope-chat-composer')
export class ChatComposer extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    fieldStyle,
    css`
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-top: 6px;
      }
      button.primary,
      button.secondary {
        display: inline-flex;
        align-items: center;
        gap: 5px;
      }
      label {
        display: block;
        margin-top: 6px;
      }
    `,
  ];

  @property({ type: Boolean }) public accessor busy = false;
  /** Why nothing can be sent; empty: it can. */
  @property() public accessor blocked = '';
  @state() private accessor comparing = false;
  @state() private accessor draft = '';
  @query('textarea') private accessor area!: HTMLTextAreaElement;
  @query('input.candidates') private accessor given!: HTMLInputElement | null;
  private resting: ReturnType<typeof setTimeout> | undefined;

  public override focus(): void {
    this.area.focus();
  }

  protected override render(): TemplateResult {
    const empty = this.draft.trim() === '';
    const cannot = this.busy || empty || this.blocked !== '';
    return html`<textarea
        rows="2"
        aria-label="Message"
        placeholder="Ask about the text (Enter sends, Shift+Enter breaks the line)"
        .value=${this.draft}
        @input=${() => this.changed()}
        @keydown=${(event: KeyboardEvent) => this.pressed(event)}
      ></textarea>
      ${
        this.comparing
          ? html`<label
              ><span class="quiet">Answers to compare, parted by commas; none: what the model answers</span>
              <input class="candidates" type="text" @keydown=${(event: KeyboardEvent) => this.pressed(event)} />
            </label>`
          : nothing
      }
      <div class="buttons">
        ${
          this.busy
            ? html`<button class="primary stop" @click=${() => tell(this, { kind: 'stop' })}>
                ${icon('debug-stop')}Stop
              </button>`
            : html`<button class="primary ask" ?disabled=${cannot} @click=${() => this.send()}>
                ${icon('send')}${this.comparing ? 'Ask both ways' : 'Ask'}
              </button>`
        }
        <button
          class="secondary compare"
          aria-pressed=${this.comparing}
          title="Ask the question directly and step by step, and compare the probability of the answers"
          @click=${() => (this.comparing = !this.comparing)}
        >
          ${icon('git-compare')}Both ways
        </button>
      </div>`;
  }

  private changed(): void {
    this.draft = this.area.value;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => tell(this, { kind: 'draft', text: this.draft }), rest);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private send(): void {
    const text = this.draft;
    if (this.busy || this.blocked !== '' || text.trim() === '') return;
    if (this.comparing) tell(this, { kind: 'both', text, candidates: candidatesOf(this.given?.value ?? '') });
    else tell(this, { kind: 'ask', text });
    clearTimeout(this.resting);
    this.draft = '';
    tell(this, { kind: 'draft', text: '' });
  }
}
