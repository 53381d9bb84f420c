import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AskAction, AskResult, AskScope, AskState, ShownAnswer } from '../../protocol';
import { formatCount, formatProvenance } from '../../protocol/format';
import { fieldStyle } from '../chat/field-style';
import { cssProperties } from '../shared/css-properties';
import { icon } from '../shared/icon';
import '../shared/panel/provenance-line';
import { aboutText } from '../shared/side-bar/about-text';
import { actionButtons } from '../shared/side-bar/action-buttons';
import { announcementLine } from '../shared/side-bar/announcement-line';
import { leaveOnEscape } from '../shared/side-bar/leave-on-escape';
import { signedSentence } from '../shared/side-bar/signed-sentence';
import { textHead } from '../shared/side-bar/text-head';
import { sharedStyle } from '../shared/style';
import './answer-curve';
import './answer-list';
import { askAppStyle } from './ask-app-style';
import { announcement, busyText, divided, foreignSentence, noAnswerSentence, probability } from './ask-words';
import './question-words';
import { tell } from './tell';
import './threshold-slider';

const promise =
  'Ask a question about your text: a small model on this machine points at the places that may answer it, says how sure it is, and says so when there is no answer.';
const scopes: Readonly<Record<AskScope, string>> = { document: 'the document', selection: 'the selection' };
const actions: Readonly<Record<AskAction, string>> = {
  'choose-folder': 'Choose a model folder',
  'show-log': 'Show log',
  'restart-engine': 'Restart the engine',
  'open-sample': 'Open a sample text',
};

/** The Ask view. */
@customElement('langscope-ask')
export class AskApp extends LitElement {
  public static override readonly styles = [sharedStyle, fieldStyle, askAppStyle];

  @property({ attribute: false }) public accessor ask: AskState | undefined;
  /** What is written and not yet asked. */
  @property() public accessor draft = '';
  @state() private accessor announced = '';
  /** The answer that is looked at; none: the best one. */
  @state() private accessor looked: ShownAnswer | undefined;
  @query('textarea') private accessor area!: HTMLTextAreaElement | null;
  /** Which earlier question stands in the field; -1: none. */
  private earlier = -1;
  private wantsFocus = false;

  public constructor() {
    super();
    leaveOnEscape(this, () => tell(this, { kind: 'leave' }));
  }

  /** Gives the question the keyboard, as soon as it is there. */
  public focusQuestion(): void {
    this.wantsFocus = true;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('ask')) return;
    const before = changed.get('ask');
    if (before?.result !== this.ask?.result && !same(before?.result, this.ask?.result)) this.looked = undefined;
    if (before?.busy && this.ask && !this.ask.busy) this.announced = announcement(this.ask);
    if (this.ask?.busy) this.announced = '';
  }

  protected override updated(): void {
    if (!this.wantsFocus || !this.area) return;
    this.wantsFocus = false;
    this.area.focus();
    this.area.select();
  }

  protected override render(): TemplateResult {
    return html`${this.body()}${announcementLine(this.announced)}`;
  }

  private body(): TemplateResult | typeof nothing {
    const { ask } = this;
    if (!ask) return nothing;
    if (ask.problem !== undefined) return this.notice(ask.problem, 'error', ['restart-engine', 'show-log']);
    if (ask.models === undefined) {
      return html`<div class="notice quiet" role="status">Looking for models that can answer</div>`;
    }
    if (ask.models.length === 0) {
      const why = 'None of the installed models points at answers. Choose a folder that holds a reader.';
      return this.notice(`${promise} ${why}`, 'circle-slash', ['choose-folder']);
    }
    return html`${this.head(ask)}${this.field(ask)}
      <div class="status">${this.status(ask)}</div>
      ${ask.busy ? this.soFar(ask.busy.answers.filter(({ gap }) => gap > ask.threshold)) : nothing}
      ${ask.result ? this.result(ask.result, ask) : nothing}
      ${ask.result || ask.busy || ask.failure ? nothing : this.empty(ask)}`;
  }

  private empty({ about, scope }: AskState): TemplateResult {
    if (about || scope === 'selection') return html`<p class="empty">${promise}</p>`;
    return html`<div class="notice">
      <span>${promise} There is no text open.</span>
      ${this.buttons('open-sample')}
    </div>`;
  }

  private notice(sentence: string, sign: 'error' | 'circle-slash', run: readonly AskAction[]): TemplateResult {
    return html`<div class="notice">${signedSentence(sign, sentence)} ${this.buttons(...run)}</div>`;
  }

  private buttons(...run: readonly AskAction[]): TemplateResult {
    return actionButtons(run, actions, (action) => tell(this, { kind: 'run', action }));
  }

  private head(ask: AskState): TemplateResult {
    return textHead<AskScope>(ask, scopes, 'No text is open.', (choice) => tell(this, choice));
  }

  private field({ about, busy, history }: AskState): TemplateResult {
    const cannot = this.draft.trim() === '' || !about;
    return html`<div class="ask">
      <textarea
        rows="2"
        aria-label="Question"
        placeholder="What is …? (Enter asks)"
        .value=${this.draft}
        @input=${(event: Event) => this.write((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => this.pressed(event)}
      ></textarea>
      <div class="buttons">
        ${
          busy
            ? html`<button class="primary stop" @click=${() => tell(this, { kind: 'stop' })}>
                ${icon('debug-stop')}Stop
              </button>`
            : html`<button class="primary go" ?disabled=${cannot} @click=${() => this.send()}>
                ${icon('send')}Ask
              </button>`
        }
        <select
          class="history"
          aria-label="Earlier questions"
          title="Earlier questions; the arrow up in the field goes through them too"
          ?disabled=${history.length === 0}
          @change=${(event: Event) => this.choose(event.target as HTMLSelectElement)}
        >
          <option value="">Earlier questions</option>
          ${history.map((question) => html`<option value=${question}>${question}</option>`)}
        </select>
      </div>
    </div>`;
  }

  /** Its place is kept, so that nothing moves when something is asked. */
  private status(ask: AskState): TemplateResult | typeof nothing {
    const { busy, failure, result } = ask;
    if (busy) {
      const share = busy.total === 0 ? 0 : busy.done / busy.total;
      return html`<div class="quiet number">${busyText(ask)}</div>
        <div class="progress">
          <div class="fill" ${cssProperties({ width: `${(100 * share).toFixed(1)}%` })}></div>
        </div>`;
    }
    if (failure) {
      const sign = failure.kind === 'failed' ? 'error' : 'warning';
      return html`<div class="failure">${signedSentence(sign, failure.message)}</div>
        ${
          failure.kind === 'failed'
            ? html`<div class="buttons">
                <button class="secondary" @click=${() => tell(this, { kind: 'run', action: 'show-log' })}>
                  ${actions['show-log']}
                </button>
              </div>`
            : nothing
        }`;
    }
    if (result?.stale) {
      return html`<div
        class="changed quiet"
        title="The places follow the edits; asking again reads the text as it is now."
      >
        The text has changed since.
        <button class="link" @click=${() => tell(this, { kind: 'ask', question: result.asked })}>Ask again</button>
      </div>`;
    }
    return nothing;
  }

  private soFar(answers: NonNullable<AskState['busy']>['answers']): TemplateResult | typeof nothing {
    if (answers.length === 0) return nothing;
    return html`<h2>So far</h2>
      <ol class="sofar">
        ${answers.map(({ text, probability: share }) => html`<li>${text} <span class="quiet number">${probability(share)}</span></li>`)}
      </ol>`;
  }

  private result(result: AskResult, { threshold, busy }: AskState): TemplateResult {
    const { given, withheld } = divided(result.answers, threshold);
    const looked = this.looked ?? result.answers[0];
    const current = result.answers.find(({ start, end }) => start === looked?.start && end === looked.end);
    const look = (event: CustomEvent<ShownAnswer>): void => void (this.looked = event.detail);
    const list = (answers: readonly ShownAnswer[], label: string, less: boolean): TemplateResult =>
      html`<langscope-answer-list
        .answers=${answers}
        .current=${current}
        .withheld=${less}
        .label=${label}
        @langscope-look=${look}
      ></langscope-answer-list>`;
    return html`<div class=${result.stale || busy ? 'stale' : ''}>
      <section class="answers">
        <div class="asked quiet">${result.asked} · ${aboutText(result.about)}</div>
        ${result.foreign ? signedSentence('warning', foreignSentence(result)) : nothing}
        ${
          given.length > 0
            ? list(given, 'Answers', false)
            : html`<div class="none"><strong>No answer</strong>${noAnswerSentence(result, threshold)}</div>`
        }
        ${
          withheld.length === 0
            ? nothing
            : html`<details ?open=${given.length === 0}>
                <summary class="quiet">
                  ${formatCount(withheld.length)} ${withheld.length === 1 ? 'place' : 'places'} below the threshold,
                  withheld
                </summary>
                ${list(withheld, 'Places below the threshold', true)}
              </details>`
        }
      </section>
      <section>
        <langscope-threshold-slider .result=${result} .threshold=${threshold}></langscope-threshold-slider>
      </section>
      <section><langscope-answer-curve .result=${result} .answer=${current}></langscope-answer-curve></section>
      <section><langscope-question-words .result=${result} .answer=${current}></langscope-question-words></section>
      <langscope-provenance-line
        .text=${`${formatProvenance(result.provenance)} \u00b7 ${formatCount(result.tokens)} tokens in ${formatCount(result.windows)} ${result.windows === 1 ? 'window' : 'windows'} \u00b7 probabilities are the model\u2019s own, of its passage`}
        .copy=${(text: string) => tell(this, { kind: 'copy', text })}
      ></langscope-provenance-line>
    </div>`;
  }

  private write(text: string): void {
    this.draft = text;
    this.earlier = -1;
    this.dispatchEvent(new CustomEvent('draft'));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.send();
      return;
    }
    const area = event.target as HTMLTextAreaElement;
    const { history = [] } = this.ask ?? {};
    const back = event.key === 'ArrowUp' && !area.value.slice(0, area.selectionStart).includes('\n');
    const forth = event.key === 'ArrowDown' && this.earlier >= 0;
    const at = this.earlier + (back ? 1 : -1);
    if ((!back && !forth) || at >= history.length) return;
    event.preventDefault();
    this.draft = history[at] ?? '';
    this.earlier = at;
    this.dispatchEvent(new CustomEvent('draft'));
  }

  private choose(select: HTMLSelectElement): void {
    const question = select.value;
    select.value = '';
    if (question === '') return;
    this.write(question);
    this.send();
  }

  private send(): void {
    const question = this.draft.trim();
    if (question !== '' && this.ask?.model !== undefined) tell(this, { kind: 'ask', question });
  }
}

/** Whether two results are one, perhaps with the text changed since. */
function same(a: AskResult | undefined, b: AskResult | undefined): boolean {
  return a?.asked === b?.asked && a?.version === b?.version && a?.about.name === b?.about.name;
}
