import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import {
  FailureError,
  type FigureFormat,
  type PlaygroundContent,
  type PlaygroundDistribution,
  type PlaygroundSettings,
  type SampledPart,
} from '../../protocol';
import { formatCount, formatPercent, formatVisible } from '../../protocol/format';
import { mostSamples } from '../../protocol/playground';
import { generationConfigOf, settingsFrom } from '../../protocol/playground-config';
import { samplerControls } from '../../protocol/playground-samplers';
import { defaultPlayground } from '../../protocol/playground-view';
import { formStyle } from '../gates/form-style';
import { LatestAnswer } from '../gates/latest-answer';
import { cssProperties } from '../shared/css-properties';
import { icon } from '../shared/icon';
import { PanelApp } from '../shared/panel/panel-app';
import { sharedStyle } from '../shared/style';
import { distributionFacts } from './bar-table';
import { drawPlayground } from './playground-figure';
import { playgroundStyle } from './playground-style';
import './sample-list';
import type { SampleActions } from './sample-list';
import { endedEarly, finished, grown, type SampleRun } from './sample-run';
import './sampler-panel';
import { barCounts, keptLook, type PlaygroundLook, wholeWithin } from './settings-form';
import './token-bars';

/** How long a control rests before the distribution is computed anew, ms. */
const rest = 40;

/** The playground: the next token's distribution with every sampler a control, and samples drawn from it. */
@customElement('langscope-playground')
export class PlaygroundApp extends PanelApp<'playground'> {
  public static override readonly styles = [sharedStyle, formStyle, playgroundStyle];

  protected readonly promise =
    'What may come next at the cursor, what each sampler makes of it, and samples drawn from what is left.';

  @state() private accessor look: PlaygroundLook = { top: barCounts[1] };
  /** What came of the last button. */
  @state() private accessor says = '';
  @state() private accessor progress: readonly [number, number] | undefined;
  private readonly distribution = new LatestAnswer<PlaygroundDistribution>(() => this.requestUpdate());
  private drawing: AbortController | undefined;
  private asked: { readonly reading: number; readonly look: PlaygroundLook } | undefined;
  private timer: number | undefined;

  public readonly draw = (format: FigureFormat): Promise<string | Uint8Array | undefined> => {
    const { state: now } = this.client;
    const { reading: content, settings } = this;
    const { value: distribution } = this.distribution;
    if (now.kind === 'empty' || !content || !settings || !distribution) return Promise.resolve(undefined);
    return drawPlayground(format, { document: now.title, content, settings, distribution, run: this.look.run }, this);
  };

  protected override recall(kept: unknown): void {
    this.look = keptLook(kept);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { reading: content, look } = this;
    if (content === undefined || this.client.state.kind === 'failed') return;
    const { asked } = this;
    if (asked?.reading === content.reading && asked.look.settings === look.settings && asked.look.top === look.top) return; // prettier-ignore
    this.asked = { reading: content.reading, look };
    window.clearTimeout(this.timer);
    // Another place is told at once; a slider that is dragged only now and then.
    if (asked?.reading !== content.reading) this.ask();
    else this.timer = window.setTimeout(() => this.ask(), rest);
  }

  protected override renderControls(): TemplateResult | typeof nothing {
    return nothing;
  }

  protected override renderContent(content: PlaygroundContent): TemplateResult {
    const { settings } = this;
    if (settings === undefined) return html``;
    return html`<section>${this.samplerPart(settings)}</section>
      <section>${this.barPart()}</section>
      <section>${this.samplePart(content, settings)}</section>`;
  }

  protected override announce(): string {
    const { value, settled } = this.distribution;
    const best = value?.bars[0];
    if (!settled || value === undefined || best === undefined) return '';
    return `${formatVisible(best.piece)} ${formatPercent(best.raw)}; ${formatCount(value.left)} tokens left.`;
  }

  private samplerPart(settings: PlaygroundSettings): TemplateResult {
    return html`<div class="heading"><h2>Samplers</h2></div>
      <langscope-sampler-panel
        .settings=${settings}
        .distribution=${this.distribution.value}
        .change=${(changed: PlaygroundSettings) => this.change(changed)}
      ></langscope-sampler-panel>
      <div class="buttons">
        <button class="secondary" @click=${() => this.allOff(settings)}>All off</button>
        <button class="secondary" @click=${() => this.change({ ...defaultPlayground, seed: settings.seed })}>
          Defaults
        </button>
        <button
          class="secondary"
          title="For transformers: GenerationConfig(**settings['generation_config']), and set_seed(settings['seed'])"
          @click=${() => this.copySettings(settings)}
        >
          Copy as JSON
        </button>
        <button class="secondary" @click=${() => void this.pasteSettings(settings)}>Paste JSON</button>
      </div>
      <p class="quiet says" role="status">${this.says}</p>`;
  }

  private barPart(): TemplateResult {
    const { value, failure, settled } = this.distribution;
    const { top } = this.look;
    return html`<div class="heading">
        <h2>Next token</h2>
        <label class="end"
          ><span class="quiet">show</span
          ><select
            aria-label="Tokens shown"
            @change=${(event: Event) => this.keep({ top: Number((event.target as HTMLSelectElement).value) })}
          >
            ${barCounts.map((count) => html`<option value=${count} ?selected=${count === top}>${count}</option>`)}
          </select></label
        >
      </div>
      ${
        failure instanceof FailureError && failure.failure.code !== 'cancelled'
          ? html`<p class="broken" role="alert">${icon('error')}<span>${failure.failure.message}</span></p>`
          : nothing
      }
      <div class=${settled ? 'bars' : 'bars stale'} ${cssProperties({ '--bars-height': `${70 + 22 * (top + 2)}px` })}>
        ${
          value === undefined
            ? nothing
            : html`<dl class="facts">
                  ${distributionFacts(value).map(
                    ([name, text]) =>
                      html`<div>
                        <dt class="quiet">${name}</dt>
                        <dd class="number">${text}</dd>
                      </div>`,
                  )}
                </dl>
                <langscope-token-bars .distribution=${value}></langscope-token-bars>`
        }
      </div>`;
  }

  private samplePart(content: PlaygroundContent, settings: PlaygroundSettings): TemplateResult {
    const { run } = this.look;
    const most = Math.min(content.room, 512);
    const number = (
      label: string,
      key: 'count' | 'maxNewTokens' | 'seed',
      range: readonly [number, number],
      off = false,
    ) =>
      html`<label
        >${label}
        <input
          type="number"
          min=${range[0]}
          max=${range[1]}
          ?disabled=${off}
          .value=${String(settings[key])}
          @change=${(event: Event) => {
            const value = wholeWithin((event.target as HTMLInputElement).valueAsNumber, ...range);
            if (value !== undefined) this.change({ ...settings, [key]: value });
            else this.requestUpdate();
          }}
      /></label>`;
    return html`<div class="heading"><h2>Samples</h2></div>
      <div class="fields">
        <label
          ><input
            type="checkbox"
            .checked=${settings.sample}
            @change=${(event: Event) =>
              this.change({ ...settings, sample: (event.target as HTMLInputElement).checked })}
          />Draw</label
        >
        ${number('Samples', 'count', [1, mostSamples], !settings.sample)}
        ${number('Tokens', 'maxNewTokens', [1, Math.max(1, most)])}
        ${number('Seed', 'seed', [0, 2 ** 31 - 1], !settings.sample)}
        ${
          run?.running === true
            ? html`<span class="going"
                ><button class="secondary" @click=${() => this.stop()}>Stop</button
                ><span class="quiet number">${this.progressText}</span></span
              >`
            : html`<button class="primary" @click=${() => void this.generate(content, settings)}>Generate</button>`
        }
      </div>
      <p class="quiet says" role="status">${run?.message ?? (run?.running === false ? `${run.samples.length} drawn.` : '')}</p>
      <langscope-sample-list .run=${run} .surprise=${content.surprise} .actions=${this.actions}></langscope-sample-list>`; // prettier-ignore
  }

  private get settings(): PlaygroundSettings | undefined {
    return this.look.settings ?? this.reading?.settings;
  }

  private get progressText(): string {
    const { progress } = this;
    return progress === undefined ? '' : `${formatCount(progress[0])} of ${formatCount(progress[1])} tokens`;
  }

  private keep(look: Partial<PlaygroundLook>): void {
    this.look = { ...this.look, ...look };
    this.client.keepLook(this.look);
  }

  private change(settings: PlaygroundSettings): void {
    this.says = '';
    this.keep({ settings });
  }

  private allOff(settings: PlaygroundSettings): void {
    const samplers = Object.fromEntries(samplerControls.map(({ name, neutral }) => [name, neutral]));
    this.change({
      ...settings,
      samplers: samplers as PlaygroundSettings['samplers'],
      bannedWords: [],
      bannedIds: [],
    });
  }

  private ask(): void {
    const { reading: content, settings, look } = this;
    if (content === undefined || settings === undefined) return;
    const { top } = look;
    this.distribution.follow(JSON.stringify([content.reading, top, settings]), () => {
      const asking = new AbortController();
      const answer = this.client.ask('distribution', { settings, top }, asking.signal);
      answer.catch((error: unknown) => this.lost(error, content));
      return { answer, cancel: () => asking.abort() };
    });
    this.requestUpdate();
  }

  /** What was read may have been dropped for others: it is read again. */
  private lost(error: unknown, { reading }: PlaygroundContent): void {
    const { state: now } = this.client;
    if (!(error instanceof FailureError) || error.failure.code !== 'reading-unknown') return;
    if (now.kind === 'shown' && now.content.reading === reading) this.client.run('read');
  }

  private async generate(content: PlaygroundContent, settings: PlaygroundSettings): Promise<void> {
    this.stop();
    const drawing = new AbortController();
    this.drawing = drawing;
    const { seed, sample } = settings;
    let run: SampleRun = { samples: [], running: true, seed, greedy: !sample };
    const show = (next: SampleRun): void => {
      run = next;
      if (this.drawing === drawing) this.look = { ...this.look, run };
    };
    show(run);
    this.progress = undefined;
    try {
      const { samples } = await this.client.ask(
        'samples',
        { settings: { ...settings, maxNewTokens: Math.min(settings.maxNewTokens, content.room) } },
        drawing.signal,
        (done, total) => (this.progress = [done, total]),
        (part) => show(grown(run, part as SampledPart)),
      );
      show(finished(run, samples));
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      const { code, message } = error.failure;
      show(endedEarly(run, code === 'cancelled' ? 'Stopped.' : `Ended early: ${message}`));
      this.lost(error, content);
    }
    this.client.keepLook(this.look);
  }

  private stop(): void {
    this.drawing?.abort();
  }

  private readonly actions: SampleActions = {
    insert: (text) => {
      this.client.ask('insert', { text }).then(
        () => (this.says = ''),
        (error: unknown) => this.refuse(error),
      );
    },
    copy: (text) => this.client.copy(text),
  };

  private refuse(error: unknown): void {
    if (!(error instanceof FailureError)) throw error;
    const { run } = this.look;
    const { message } = error.failure;
    if (run) this.look = { ...this.look, run: { ...run, message } };
    else this.says = message;
  }

  private copySettings(settings: PlaygroundSettings): void {
    const words = this.distribution.value?.banned ?? [];
    const ids = [...settings.bannedIds, ...words.flatMap(({ forms }) => forms.map((form) => form.ids))];
    this.client.copy(generationConfigOf(settings, ids));
    this.says = 'Copied the settings as JSON.';
  }

  private async pasteSettings(old: PlaygroundSettings): Promise<void> {
    try {
      const { text } = await this.client.ask('clipboard', {});
      const { settings, unknown } = settingsFrom(text, old);
      this.change(settings);
      this.says = unknown.length === 0 ? 'Took the settings.' : `Took the settings, but not ${unknown.join(', ')}.`;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.says = error.failure.message;
    }
  }
}
