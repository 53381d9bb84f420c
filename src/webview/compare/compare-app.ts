import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  compareSides,
  metricSignatures,
  type CompareAction,
  type ComparedText,
  type CompareState,
  type Comparison,
} from '../../protocol';
import { formatCount } from '../../protocol/format';
import { matchLevels } from '../../protocol/match-levels';
import type { IconName } from '../shared/codicons';
import { icon } from '../shared/icon';
import '../shared/panel/provenance-line';
import { actionButtons } from '../shared/side-bar/action-buttons';
import { announcementLine } from '../shared/side-bar/announcement-line';
import { leaveOnEscape } from '../shared/side-bar/leave-on-escape';
import { signedSentence } from '../shared/side-bar/signed-sentence';
import { sharedStyle } from '../shared/style';
import { announcement, figuresText, warningOf } from './compare-words';
import { compareStyle } from './compare-style';
import { matchStyle } from './match-style';
import './matched-text';
import type { RunAction } from './matched-text';
import './metric-table';
import { tell } from './tell';

const promise =
  'How close a draft comes to a reference: ROUGE, BLEU and chrF, with the words that both have marked in both texts.';
const names = { candidate: 'Draft', reference: 'Reference' } as const;
const labels: Readonly<Record<CompareAction, string>> = {
  'with-file': 'Compare with a file',
  'with-clipboard': 'Compare with the clipboard',
  swap: 'Swap draft and reference',
  again: 'Compare again',
  stop: 'Stop',
  'toggle-marks': 'Marks in the editor',
  'show-log': 'Show log',
};
/** How long an answer may take before it is said that one waits, ms. */
const patience = 400;
/** How long a button says that it copied, ms. */
const thanks = 1500;

/** The Compare view. */
@customElement('langscope-compare')
export class CompareApp extends LitElement {
  public static override readonly styles = [sharedStyle, matchStyle, compareStyle];

  @property({ attribute: false }) public accessor comparison: CompareState | undefined;
  @state() private accessor pointed: number | undefined;
  @state() private accessor waiting = false;
  @state() private accessor copied = false;
  @state() private accessor announced = '';
  private patience: ReturnType<typeof setTimeout> | undefined;

  public constructor() {
    super();
    leaveOnEscape(this, () => tell(this, { kind: 'leave' }));
    this.addEventListener('langscope-run', (event) => this.onRun((event as CustomEvent<RunAction>).detail));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('comparison')) return;
    const { comparison } = this;
    const before = changed.get('comparison');
    if (comparison?.busy !== before?.busy) {
      clearTimeout(this.patience);
      this.waiting = false;
      if (comparison?.busy === true) this.patience = setTimeout(() => (this.waiting = true), patience);
    }
    const { result, problem } = comparison ?? {};
    if (problem !== undefined && problem !== before?.problem) this.announced = problem;
    if (result?.metrics === before?.result?.metrics) return;
    this.pointed = undefined;
    if (result && comparison?.live === false) this.announced = announcement(result);
  }

  protected override render(): TemplateResult {
    return html`${this.body()}${announcementLine(this.announced)}`;
  }

  private body(): TemplateResult | typeof nothing {
    const { comparison } = this;
    if (!comparison) return nothing;
    const { candidate, reference, result, problem, live } = comparison;
    const refusal = problem === undefined ? nothing : signedSentence('error', problem);
    if (!candidate || !reference) {
      return html`<p class="promise">${promise}</p>
        ${refusal}${this.buttons('with-file', 'with-clipboard')}`;
    }
    const warning = result && warningOf(result);
    return html`
      <div class="sides">
        <span class="quiet">Draft</span>${this.named(candidate)}
        <span class="quiet">Reference</span>${this.named(reference)} ${this.tool('arrow-swap', 'swap')}
      </div>
      <div class="status quiet">${this.status(comparison)}</div>
      ${refusal} ${warning === undefined ? nothing : signedSentence('warning', warning)}
      <div class=${live ? 'live' : ''}>
        <langscope-metric-table .metrics=${result?.metrics}></langscope-metric-table>
        ${result ? this.texts(result, comparison.marked) : nothing}
      </div>
      ${
        result
          ? html`<langscope-provenance-line
              .text=${`${metricSignatures.join(' \u00b7 ')} \u00b7 ${formatCount(result.candidate.length)} against ${formatCount(result.reference.length)} characters`}
              .copy=${(text: string) => tell(this, { kind: 'copy', text })}
            ></langscope-provenance-line>`
          : nothing
      }
      ${this.buttons('with-file', 'with-clipboard')}
    `;
  }

  private status({ busy, live, candidate, reference }: CompareState): TemplateResult | string {
    if (busy && this.waiting) {
      return html`<span>Comparing</span>
        <button class="link" @click=${() => tell(this, { kind: 'run', action: 'stop' })}>Stop</button>`;
    }
    const closed = [candidate, reference].find((one) => one?.closed === true);
    if (closed) return `${closed.title} is closed: its last text stands here.`;
    return live ? 'live' : '';
  }

  private named({ title }: ComparedText): TemplateResult {
    return html`<span class="title" title=${title}>${title}</span>`;
  }

  private buttons(...actions: readonly CompareAction[]): TemplateResult {
    return actionButtons(actions, labels, (action) => tell(this, { kind: 'run', action }));
  }

  private tool(name: IconName, action: CompareAction, pressed?: boolean): TemplateResult {
    const label = labels[action];
    return html`<button
      class="tool"
      title=${label}
      aria-label=${label}
      aria-pressed=${pressed ?? nothing}
      @click=${() => tell(this, { kind: 'run', action })}
    >
      ${icon(name)}
    </button>`;
  }

  private texts(result: Comparison, marked: boolean): TemplateResult {
    const { matches } = result;
    return html`<div class="heading">
        <h2>Words that both have</h2>
        ${this.tool('eye', 'toggle-marks', marked)}
        <button class="tool" title="Copy the figures" aria-label="Copy the figures" @click=${() => this.copy(result)}>
          ${icon(this.copied ? 'check' : 'copy')}
        </button>
      </div>
      <div class="legend quiet">
        ${
          matches.length === 0
            ? 'No two neighbouring words are the same in both.'
            : matchLevels.map(({ label }, level) => html`<span class="run l${level}">${label}</span>`)
        }
      </div>
      <div class="texts">
        ${compareSides.map(
          (side) =>
            html`<section>
              <h2>${names[side]}</h2>
              <langscope-matched-text
                .side=${side}
                .text=${result[side]}
                .shared=${matches}
                .pointed=${this.pointed}
              ></langscope-matched-text>
            </section>`,
        )}
      </div>`;
  }

  private copy({ metrics }: Comparison): void {
    tell(this, { kind: 'copy', text: figuresText(metrics) });
    this.copied = true;
    setTimeout(() => (this.copied = false), thanks);
  }

  private onRun({ kind, side, match, focus }: RunAction): void {
    if (kind === 'point') {
      if (match === this.pointed) return;
      this.pointed = match;
      tell(this, { kind: 'preview', match });
      return;
    }
    // A text that lies in no document, as the clipboard's, leads to the same words of the other one.
    const other = side === 'candidate' ? 'reference' : 'candidate';
    const to = this.comparison?.[side]?.linked === true ? side : other;
    if (match !== undefined && this.comparison?.[to]?.linked === true)
      tell(this, { kind: 'go', side: to, match, focus });
  }
}
