import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { ComparableModel, FigureFormat, InfluenceReading } from '../../protocol';
import { formatCount, formatModel, formatNumber, formatProbability, formatVisible } from '../../protocol/format';
import { formatFiller, formatInfluence, influenceMeasureWords } from '../../protocol/influence-words';
import { formStyle } from '../gates/form-style';
import { dataTable } from '../shared/data-table';
import { PanelApp } from '../shared/panel/panel-app';
import { plotHeading } from '../shared/plot-heading';
import { sharedStyle } from '../shared/style';
import { hexColour, highContrast } from '../shared/theme';
import type { CompareSeries } from './compare-figure';
import './compare-plot';
import type { ComparePlot } from './compare-plot';
import { Comparison } from './comparison';
import { orderControl, reachControl, readingControls } from './influence-controls';
import { influenceFile } from './influence-figure';
import { type InfluenceLook, keptLook, usualLook } from './influence-look';
import { influenceStyle } from './influence-style';
import { markLegend } from './mark-legend';
import { modelTable } from './model-table';
import { seriesLook } from './series-look';
import './unit-list';
import { backText, rowAt, sortedRows, unitRows, type UnitRow } from './unit-rows';
import './unit-strip';
import type { StripActions, UnitStrip } from './unit-strip';

/** Tokens that a curve is a mean over: a gradient goes back from many at once, others are read again for each. */
const targetsOf = { gradient: 32, removed: 8, replaced: 8 } as const;

/** How far back the model remembers: what matters to the token at the cursor, and how that fades in other models. */
@customElement('langscope-influence')
export class InfluenceApp extends PanelApp<'influence'> {
  public static override readonly styles = [sharedStyle, formStyle, influenceStyle];

  protected readonly promise =
    'What stands before the token at the cursor and how much each part of it matters to it, in the document and over distance, and how that fades in other models.';
  protected override readonly unit = 'parts';

  @state() private accessor look: InfluenceLook = usualLook;
  @state() private accessor pointed: UnitRow | undefined;
  @state() private accessor stripTable = false;
  @state() private accessor compareTable = false;
  @state() private accessor models: readonly ComparableModel[] = [];
  @query('langscope-unit-strip') private accessor strip!: UnitStrip | null;
  @query('langscope-compare-plot') private accessor plot!: ComparePlot | null;
  private asked = false;
  private shown: InfluenceReading | undefined;
  private rows: readonly UnitRow[] = [];
  private sorted: readonly UnitRow[] = [];
  private sortedFrom: { readonly rows: readonly UnitRow[]; readonly order: InfluenceLook['order'] } | undefined;
  private readonly comparison = new Comparison(
    (model, { measure, longest }, signal, progress) =>
      this.client.ask('curve', { model, measure, longest, targets: targetsOf[measure] }, signal, progress),
    () => this.requestUpdate(),
  );
  private readonly actions: StripActions = {
    point: (row) => this.pointAt(row),
    go: ({ start, end }, focus) => this.client.go({ start, end }, focus),
  };

  public readonly draw = (format: FigureFormat): Promise<string | Uint8Array | undefined> => {
    const { state } = this.client;
    if (state.kind === 'empty' || state.content === undefined) return Promise.resolve(undefined);
    const hex = (css: string): string => hexColour(this, css);
    const figure = {
      document: state.title,
      focus: state.focus,
      reading: state.content,
      rows: this.rows,
      series: this.series,
      strip: this.strip?.figure,
      compare: this.plot?.figure,
    };
    return influenceFile(format, figure, {
      background: hex('var(--vscode-editor-background)'),
      text: hex('var(--vscode-foreground)'),
      quiet: hex('var(--quiet)'),
      norm: hex('var(--data)'),
      help: hex('var(--vscode-charts-orange, var(--vscode-charts-foreground))'),
      mislead: hex('var(--vscode-charts-purple, var(--vscode-charts-foreground))'),
      series: ({ look }) => hex(look.color),
    });
  };

  protected override recall(kept: unknown): void {
    this.look = keptLook(kept);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const content = this.reading;
    if (content !== this.shown) {
      const other = content?.measure !== this.shown?.measure;
      this.shown = content;
      this.rows = content ? unitRows(content) : [];
      this.pointed = undefined;
      if (content) void this.askModels(content);
      // Another measure was chosen: curves of the old one would stand beside bars of the new one.
      if (content && other && this.comparison.begun) void this.compare();
    }
    // The list keeps its place as long as it gets the same rows.
    if (this.sortedFrom?.rows !== this.rows || this.sortedFrom.order !== this.look.order) {
      this.sortedFrom = { rows: this.rows, order: this.look.order };
      this.sorted = sortedRows(this.rows, this.look.order);
    }
  }

  protected override renderControls(): TemplateResult {
    return readingControls(this.client.controls!, (change) => this.client.choose(change));
  }

  protected override renderRemedy(): TemplateResult | typeof nothing {
    const { state, controls } = this.client;
    if (state.kind !== 'unsupported' || controls?.measure !== 'gradient') return nothing;
    return html`<button class="secondary" @click=${() => this.client.choose({ measure: 'removed' })}>
      Measure by leaving out
    </button>`;
  }

  protected override renderContent(content: InfluenceReading): TemplateResult {
    return html`${this.tokenPart(content)}${this.comparePart(content)}`;
  }

  protected override announce({ tokens, target, measure }: InfluenceReading): string {
    const best = sortedRows(this.rows, 'strongest')[0];
    const token = formatVisible(tokens.pieces[target]!);
    if (best === undefined) return `Nothing stands before ${token}.`;
    return `What matters most to ${token}: ${formatVisible(best.text)}, ${backText(best.distance)}, ${formatInfluence(best.value, measure)}.`;
  }

  private tokenPart(content: InfluenceReading): TemplateResult {
    const { tokens, target, logprob, measure, filler } = content;
    const { name, says } = influenceMeasureWords[measure];
    const heading = measure === 'gradient' ? 'norm of the gradient' : 'change of log p, nats';
    const spoken = (row: UnitRow): string =>
      `${formatVisible(row.text)}, ${backText(row.distance)}, ${formatInfluence(row.value, measure)}`;
    const { pointed } = this;
    return html`<section>
      <div class="target">
        <span>What matters to</span><span class="token">${formatVisible(tokens.pieces[target]!)}</span
        ><span class="quiet number">p = ${formatProbability(logprob)}</span>
      </div>
      <p class="says quiet">${says}${filler ? ` In its place stands ${formatFiller(filler)}.` : ''}</p>
      ${plotHeading(name, heading, this.stripTable, () => (this.stripTable = !this.stripTable))}
      <langscope-unit-strip
        .rows=${this.rows}
        .measure=${measure}
        .label=${`${name} of what stands before, in the order of the text`}
        .spoken=${spoken}
        .pointed=${pointed}
        .actions=${this.actions}
      ></langscope-unit-strip>
      <div class="below quiet number" aria-hidden="true">
        ${
          pointed === undefined
            ? nothing
            : html`<span class="what">${formatVisible(pointed.text)}</span
                ><span>${backText(pointed.distance)}, ${formatInfluence(pointed.value, measure)}</span>`
        }
      </div>
      ${dataTable(
        {
          caption: `What matters to ${tokens.pieces[target]!}`,
          columns: ['Text', 'Tokens back', heading],
          rows: this.rows.map(({ text, distance, value }) => [
            formatVisible(text),
            formatCount(distance),
            formatInfluence(value, measure),
          ]),
        },
        this.stripTable,
      )}
      ${highContrast() ? nothing : markLegend(measure)}
      <div class="fields">${orderControl(this.look, (change) => this.change(change))}</div>
      <langscope-unit-list
        .rows=${this.sorted}
        .measure=${measure}
        .label=${'What stands before, and how much it matters'}
        .pointed=${pointed}
        .actions=${this.actions}
      ></langscope-unit-list>
    </section>`;
  }

  private comparePart(content: InfluenceReading): TemplateResult {
    const { measure } = content;
    const series = this.series;
    const { look, comparison, compareTable } = this;
    const heading = measure === 'gradient' ? 'mean norm of the gradient' : 'mean size of the change, nats';
    const { state } = this.client;
    const old = state.kind !== 'empty' && comparison.isOld({ version: state.version });
    return html`<section>
      ${plotHeading('Models beside each other', heading, compareTable, () => (this.compareTable = !compareTable))}
      ${
        comparison.begun
          ? html`<langscope-compare-plot
                .series=${series}
                .longest=${look.reach}
                .unit=${heading}
                ?old=${old}
                .point=${(distance: number | undefined) => this.pointBack(distance)}
                .go=${(distance: number, focus: boolean) => this.goBack(distance, focus)}
              ></langscope-compare-plot>
              ${dataTable(this.curveTable(series), compareTable)}`
          : html`<div class="invite">
              <p class="quiet">
                The mean over several tokens of the text around the cursor, for each model a line over distance: what
                vanishes falls by orders of magnitude.
              </p>
              <button class="primary" @click=${() => this.compare()}>Compare models</button>
            </div>`
      }
      <div class="fields">
        ${reachControl(look, (change) => this.change(change))}
        ${
          comparison.busy
            ? html`<button class="secondary" @click=${() => comparison.stop()}>Stop</button>`
            : old
              ? html`<span class="quiet">The text has changed since.</span
                  ><button class="secondary" @click=${() => this.compare()}>Compare again</button>`
              : nothing
        }
      </div>
      ${modelTable(
        this.models.map((model) => ({
          model,
          chosen: this.isChosen(model.name),
          state: comparison.of(model.name),
        })),
        look.reach,
        (model, chosen) => this.chooseModel(model, chosen),
      )}
    </section>`;
  }

  private curveTable(series: readonly CompareSeries[]): Parameters<typeof dataTable>[0] {
    const longest = Math.max(0, ...series.map(({ curve }) => curve.mean.length));
    return {
      caption: 'Mean influence by tokens back',
      columns: ['Tokens back', ...series.map(({ short }) => short)],
      rows: Array.from({ length: longest }, (_, at) => [
        formatCount(at + 1),
        ...series.map(({ curve }) => formatNumber(curve.mean[at])),
      ]),
    };
  }

  /** What is drawn: the chosen models whose curve is there. */
  private get series(): readonly CompareSeries[] {
    return this.models.flatMap(({ name }, at) => {
      const state = this.comparison.of(name);
      if (state?.kind !== 'done' || !this.isChosen(name)) return [];
      const short = formatModel(name).replace(/^langscope-/, '');
      return [{ name, short, look: seriesLook(at), curve: state.curve }];
    });
  }

  private isChosen(name: string): boolean {
    return this.look.models?.includes(name) ?? true;
  }

  private chooseModel(name: string, chosen: boolean): void {
    const others = this.models.map((model) => model.name).filter((known) => this.isChosen(known) && known !== name);
    this.change({ models: chosen ? [...others, name] : others });
  }

  private change(change: Partial<InfluenceLook>): void {
    this.look = { ...this.look, ...change };
    this.client.keepLook(this.look);
    if (this.comparison.begun && (change.models !== undefined || change.reach !== undefined)) void this.compare();
  }

  private async compare(): Promise<void> {
    const { state } = this.client;
    if (state.kind === 'empty' || state.content === undefined) return;
    const { measure } = state.content;
    const chosen = this.models.filter(({ name }) => this.isChosen(name));
    await this.comparison.compare(chosen, { version: state.version, measure, longest: this.look.reach });
  }

  /** Bundled models first, those of the panel's own text too; asked once. */
  private async askModels({ provenance }: InfluenceReading): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    const found = await this.client.ask('models', {}).catch(() => []);
    const own = found.some(({ name }) => name === provenance.model);
    this.models = own ? found : [{ name: provenance.model, family: provenance.family }, ...found];
  }

  private pointAt(row: UnitRow | undefined): void {
    this.pointed = row;
    this.client.preview(row && { start: row.start, end: row.end });
  }

  /** The unit that stands so many tokens before the one that is explained. */
  private pointBack(distance: number | undefined): void {
    this.pointAt(distance === undefined ? undefined : rowAt(this.rows, distance));
  }

  private goBack(distance: number, focus: boolean): void {
    const row = rowAt(this.rows, distance);
    if (row) this.actions.go(row, focus);
  }
}
