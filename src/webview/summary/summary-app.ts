import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  summaryScopes,
  type SummaryPiece,
  type SummaryRemedy,
  type SummaryScope,
  type SummaryState,
} from '../../protocol/summary-view';
import { extractiveMethods, sentencesOfLength, summaryLengths, type SummaryLength } from '../../protocol/summary';
import { formatPercent } from '../../protocol/format';
import { fieldStyle } from '../chat/field-style';
import { cssProperties } from '../shared/css-properties';
import { icon } from '../shared/icon';
import { announcementLine } from '../shared/side-bar/announcement-line';
import { leaveOnEscape } from '../shared/side-bar/leave-on-escape';
import { sharedStyle } from '../shared/style';
import './summary-article';
import { summaryAppStyle } from './summary-style';
import {
  announcementOf,
  meansLabel,
  meansOf,
  meansValue,
  methodLabels,
  progressText,
  scopeLabels,
} from './summary-words';
import { tell } from './tell';

const promise =
  'A summary of your text: the sentences that stand for it, or the words of a model. Each sentence shows where it came from, and what was left out is said.';
const remedies: Readonly<Record<SummaryRemedy, string>> = {
  'show-log': 'Show log',
  'restart-engine': 'Restart the engine',
  'add-folder': 'Choose a model folder',
};

/** The Summary view. */
@customElement('langscope-summary')
export class SummaryApp extends LitElement {
  public static override readonly styles = [sharedStyle, fieldStyle, summaryAppStyle];

  @property({ attribute: false }) public accessor summary: SummaryState | undefined;
  @property({ attribute: false }) public accessor atCursor: readonly Pick<SummaryPiece, 'summary' | 'index'>[] = [];
  /** Summaries that the page itself had kept are no news. */
  public restored = false;
  @state() private accessor announced = '';

  public constructor() {
    super();
    leaveOnEscape(this, () => tell(this, { kind: 'leave' }));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('summary')) return;
    const before = changed.get('summary');
    const now = this.summary?.shown ?? [];
    const working = (list: typeof now): boolean => list.some(({ end }) => end === 'working');
    // A summary can be there before the page that shows it.
    const came = before ? working(before.shown) : !this.restored;
    if (came && !working(now)) this.announced = announcementOf(now);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { summary } = this;
    if (!summary) return nothing;
    const working = summary.shown.find(({ end }) => end === 'working');
    return html`${this.head(summary)}
      <div class="start">
        ${
          working
            ? html`<button class="primary stop" @click=${() => tell(this, { kind: 'stop' })}>
                ${icon('debug-stop')}Stop
              </button>`
            : html`<button class="primary go" @click=${() => tell(this, { kind: 'summarize' })}>
                ${icon('play')}Summarize
              </button>`
        }
        <span class="quiet number doing">${working ? progressText(working) : this.stale(summary)}</span>
      </div>
      ${this.bar(working?.progress)} ${this.troubles(summary)}
      ${
        summary.shown.length === 0
          ? html`<p class="empty">${promise}</p>`
          : html`${this.closeness(summary)}
              <div class="summaries">
                ${summary.shown.map(
                  (one, at) =>
                    html`<langscope-summary-article
                      .summary=${one}
                      .at=${at}
                      .beside=${summary.shown.length > 1}
                      .frontMatter=${summary.frontMatter}
                      .highlights=${summary.highlights}
                      .atCursor=${this.atCursor.filter((place) => place.summary === at).map(({ index }) => index)}
                    ></langscope-summary-article>`,
                )}
              </div>`
      }
      ${announcementLine(this.announced)}`;
  }

  private head({ scope, means, length, models = [], selector, about }: SummaryState): TemplateResult {
    const chosen = (event: Event): string => (event.target as HTMLSelectElement).value;
    const value = meansValue(means);
    const option = (one: string, label: string): TemplateResult =>
      html`<option value=${one} ?selected=${one === value}>${label}</option>`;
    const methods = extractiveMethods.filter((one) => one !== 'selector' || selector);
    const missing = means.kind === 'write' && !models.some(({ name }) => name === means.model);
    return html`<div class="head">
      <label class="wide"
        ><span class="quiet">How</span>
        <select
          class="means"
          .value=${live(value)}
          @change=${(event: Event) => tell(this, { kind: 'means', means: meansOf(chosen(event)) })}
        >
          <optgroup label="Sentences of the text">
            ${methods.map((method) => option(`extract:${method}`, methodLabels[method]))}
          </optgroup>
          ${
            models.length > 0 || missing
              ? html`<optgroup label="In the words of a model">
                  ${missing ? option(value, meansLabel(means)) : nothing}
                  ${models.map(({ name, label }) => option(`write:${name}`, label))}
                </optgroup>`
              : nothing
          }
        </select></label
      >
      <label
        ><span class="quiet">What</span>
        <select
          class="scope"
          .value=${live(scope)}
          @change=${(event: Event) => tell(this, { kind: 'scope', scope: chosen(event) as SummaryScope })}
        >
          ${summaryScopes.map((one) => html`<option value=${one} ?selected=${one === scope}>${scopeLabels[one]}</option>`)}
        </select></label
      >
      <label
        ><span class="quiet">Sentences</span>
        <select
          class="length"
          .value=${live(length)}
          @change=${(event: Event) => tell(this, { kind: 'length', length: chosen(event) as SummaryLength })}
        >
          ${summaryLengths.map((one) => html`<option value=${one} ?selected=${one === length}>${one}, ${sentencesOfLength[one]}</option>`)}
        </select></label
      >
      <div class="wide about quiet number">
        <span title=${about ?? nothing}
          >${about ?? (scope === 'selection' ? 'Nothing is selected.' : scope === 'document' ? 'No text is open.' : 'Nothing is chosen.')}</span
        >
        ${
          scope === 'files' || scope === 'folder'
            ? html`<button
                class="tool"
                title="Choose others"
                aria-label="Choose others"
                @click=${() => tell(this, { kind: 'scope', scope })}
              >
                ${icon('edit')}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  /** Beside the button, so that nothing moves while somebody types. */
  private stale({ shown }: SummaryState): TemplateResult | typeof nothing {
    if (!shown.some(({ stale }) => stale)) return nothing;
    return html`<span class="stale"
      >Text changed. <button class="link" @click=${() => tell(this, { kind: 'again' })}>Summarize again</button></span
    >`;
  }

  /** Its place is kept, so that nothing moves when something is asked. */
  private bar(progress: { readonly done: number; readonly total: number } | undefined): TemplateResult {
    const share = progress && progress.total > 0 ? progress.done / progress.total : 0;
    return html`<div
      class="bar ${progress ? 'on' : ''}"
      role="progressbar"
      aria-label="Tokens of sections that are summarised"
      aria-hidden=${progress ? 'false' : 'true'}
      aria-valuemin="0"
      aria-valuemax=${progress?.total ?? 0}
      aria-valuenow=${progress?.done ?? 0}
    >
      <div class="fill" ${cssProperties({ width: `${(100 * share).toFixed(1)}%` })}></div>
    </div>`;
  }

  private troubles({ refusal, problem }: SummaryState): readonly TemplateResult[] {
    const run = (action: SummaryRemedy): TemplateResult =>
      html`<button class="secondary" @click=${() => tell(this, { kind: 'run', action })}>${remedies[action]}</button>`;
    return [
      ...(refusal === undefined
        ? []
        : [html`<div class="line refusal" role="alert">${icon('circle-slash')}<span>${refusal}</span></div>`]),
      ...(problem === undefined
        ? []
        : [
            html`<div class="line problem" role="alert">${icon('error')}<span>${problem}</span></div>
              <div class="buttons">${run('restart-engine')}${run('show-log')}</div>`,
          ]),
    ];
  }

  private closeness({ closeness, shown }: SummaryState): TemplateResult | typeof nothing {
    const [first, second] = shown;
    if (!closeness || !first || !second) return nothing;
    const names = { rouge1: 'ROUGE-1', rouge2: 'ROUGE-2', rougeL: 'ROUGE-L' } as const;
    return html`<table class="closeness">
        <caption class="quiet">
          Words that both summaries have, F1
        </caption>
        <thead>
          <tr>
            ${Object.values(names).map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          <tr>
            ${(['rouge1', 'rouge2', 'rougeL'] as const).map((name) => html`<td>${formatPercent(closeness[name])}</td>`)}
          </tr>
        </tbody>
      </table>
      <p class="quiet">
        ${meansLabel(second.means)} against ${meansLabel(first.means)} as the reference. It tells how many words they
        share, not which is better.
      </p>`;
  }
}
