import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ChatAction, ChatScope, ChatState, ChatTurn, ToChatView } from '../../protocol';
import { formatCount } from '../../protocol/format';
import { icon } from '../shared/icon';
import { aboutText } from '../shared/side-bar/about-text';
import { actionButtons } from '../shared/side-bar/action-buttons';
import { announcementLine } from '../shared/side-bar/announcement-line';
import { leaveOnEscape } from '../shared/side-bar/leave-on-escape';
import { signedSentence } from '../shared/side-bar/signed-sentence';
import { textHead } from '../shared/side-bar/text-head';
import { sharedStyle } from '../shared/style';
import './answer-turn';
import './both-turn';
import { chatAppStyle } from './chat-app-style';
import './chat-composer';
import { announcement } from './chat-words';
import './context-meter';
import { fieldStyle } from './field-style';
import { tell } from './tell';

const promise =
  'A conversation about your text with a model on this machine: what it reads, how sure it is of each token, and what did not fit.';
const scopes: Readonly<Record<ChatScope, string>> = {
  document: 'the document',
  selection: 'the selection',
  none: 'nothing else',
};
const actions: Readonly<Record<ChatAction, string>> = {
  'get-model': 'Get SmolLM2',
  'add-folder': 'Choose a model folder',
  'show-log': 'Show log',
  'restart-engine': 'Restart the engine',
};

/** The Chat view. */
@customElement('langscope-chat')
export class ChatApp extends LitElement {
  public static override readonly styles = [sharedStyle, fieldStyle, chatAppStyle];

  @property({ attribute: false }) public accessor chat: ChatState | undefined;
  @property({ attribute: false }) public accessor fit: Extract<ToChatView, { readonly kind: 'fit' }> | undefined;
  @state() private accessor coloured = false;
  @state() private accessor announced = '';
  @query('.turns') private accessor list!: HTMLElement | null;
  private atEnd = true;

  public constructor() {
    super();
    leaveOnEscape(this, () => tell(this, { kind: 'leave' }));
  }

  /** The last turn grew. */
  public grow(turn: ChatTurn): void {
    if (this.chat) this.chat = { ...this.chat, turns: [...this.chat.turns.slice(0, -1), turn] };
  }

  public progress(done: number, total: number): void {
    if (this.chat?.busy) this.chat = { ...this.chat, busy: { done, total } };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('chat')) return;
    const { list } = this;
    const { busy: before, turns = [] } = changed.get('chat') ?? {};
    // What was just asked is to be seen, wherever the person was reading.
    const asked = (this.chat?.turns.length ?? 0) > turns.length;
    this.atEnd = asked || !list || list.scrollTop + list.clientHeight >= list.scrollHeight - 24;
    const last = this.chat?.turns.at(-1);
    if (!before || this.chat?.busy || !last || last.kind === 'question') return;
    const text = last.kind === 'both' ? `Directly: ${last.direct}. Step by step: ${last.answer}.` : last.text;
    this.announced = announcement(text, last.end, last.failure);
  }

  protected override updated(): void {
    // What is being written stays in view, unless the person has scrolled up to read.
    // The turns within have their heights in the next frame.
    if (this.atEnd) requestAnimationFrame(() => this.list?.scrollTo(0, this.list.scrollHeight));
  }

  protected override render(): TemplateResult {
    return html`${this.body()}${announcementLine(this.announced)}`;
  }

  private body(): TemplateResult | typeof nothing {
    const { chat } = this;
    if (!chat) return nothing;
    if (chat.problem !== undefined) return this.notice(chat.problem, 'error', ['restart-engine', 'show-log']);
    if (chat.models === undefined)
      return html`<div class="notice quiet" role="status">Looking for models that can chat</div>`;
    if (chat.models.length === 0) {
      const why =
        'None of the installed models can answer: they were made to continue a text and have no chat template.';
      return html`${chat.turns.length > 0 ? this.turns(chat) : nothing}
      ${this.notice(`${promise} ${why} Get a small instruct model, or choose a folder that holds one.`, 'circle-slash', ['get-model', 'add-folder'])}`;
    }
    return html`${this.head(chat)}${chat.turns.length === 0 ? html`<p class="empty">${promise}</p>` : this.turns(chat)}
      <div class="foot">
        ${this.reading(chat)}
        <langscope-context-meter .fit=${this.fit} .about=${chat.about}></langscope-context-meter>
        <langscope-chat-composer
          .busy=${chat.busy !== undefined}
          .blocked=${chat.model === undefined ? 'no model' : (this.fit?.problem ?? '')}
        ></langscope-chat-composer>
      </div>`;
  }

  private notice(sentence: string, sign: 'error' | 'circle-slash', run: readonly ChatAction[]): TemplateResult {
    return html`<div class="notice">
      ${signedSentence(sign, sentence)} ${actionButtons(run, actions, (action) => tell(this, { kind: 'run', action }))}
    </div>`;
  }

  private head(chat: ChatState): TemplateResult {
    return textHead<ChatScope>(chat, scopes, 'No text goes along.', (choice) => tell(this, choice));
  }

  private turns({ turns, busy }: ChatState): TemplateResult {
    const colourable = turns.some((turn) => turn.kind === 'answer' && turn.tokens.length > 0);
    return html`${
        colourable
          ? html`<div class="tools">
              <button
                class="tool colours"
                aria-pressed=${this.coloured}
                title="Colour tokens by how much they surprised the model that wrote them"
                aria-label="Colour tokens by surprise"
                @click=${() => (this.coloured = !this.coloured)}
              >
                ${icon('paintcan')}
              </button>
            </div>`
          : nothing
      }
      <div class="turns" role="log" aria-live="off" aria-label="Conversation" tabindex="0">
        ${turns.map((turn, at) => this.turn(turn, at === turns.length - 1 && !busy))}
      </div>`;
  }

  private turn(turn: ChatTurn, last: boolean): TemplateResult {
    switch (turn.kind) {
      case 'question':
        return html`<article class="question">
          <h2>You</h2>
          <div class="said">${turn.text}</div>
          ${turn.about ? html`<div class="quiet">with ${aboutText(turn.about)}</div>` : nothing}
        </article>`;
      case 'answer':
        return html`<article class="answer">
          <h2>Model</h2>
          <langscope-answer-turn .turn=${turn} .last=${last} .coloured=${this.coloured}></langscope-answer-turn>
        </article>`;
      case 'both':
        return html`<article class="question">
            <h2>You, both ways</h2>
            <div class="said">${turn.question}</div>
          </article>
          <article class="answer"><langscope-both-turn .turn=${turn} .last=${last}></langscope-both-turn></article>`;
    }
  }

  /** The place is kept, so that nothing moves when something is asked. */
  private reading({ busy, turns }: ChatState): TemplateResult {
    const last = turns.at(-1);
    const written = last?.kind === 'answer' ? last.tokens.length : 0;
    const text = !busy
      ? '\u00a0'
      : busy.total === 0
        ? 'Loading the model'
        : busy.done < busy.total
          ? `Reading ${formatCount(busy.done)} of ${formatCount(busy.total)} tokens`
          : `Writing${written === 0 ? '' : `: ${formatCount(written)} ${written === 1 ? 'token' : 'tokens'}`}`;
    return html`<div class="reading quiet number">${text}</div>`;
  }
}
