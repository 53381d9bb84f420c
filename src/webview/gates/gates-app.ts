import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { FigureFormat, GatesReading } from '../../protocol';
import { FailureError } from '../../protocol/failure';
import { formatCount } from '../../protocol/format';
import { gateSeries } from '../../protocol/gates';
import { cssProperties } from '../shared/css-properties';
import type { Heatmap } from '../shared/heatmap/heatmap';
import '../shared/heatmap/heatmap';
import type { HeatmapEvent } from '../shared/heatmap/heatmap-event';
import type { Cell } from '../shared/heatmap/matrix-source';
import type { CellSize } from '../shared/heatmap/view';
import { PanelApp } from '../shared/panel/panel-app';
import { sharedStyle } from '../shared/style';
import { fittingPage } from './cell-page';
import { ChosenTokens } from './chosen-tokens';
import { type CurveContent, curveContent } from './curve-content';
import './curve-plot';
import type { CurveActions, CurvePlot } from './curve-plot';
import { formStyle } from './form-style';
import { gatesAppStyle } from './gates-app-style';
import { failurePart, gatesControls, missingPart, overlayControl, pageControls } from './gates-controls';
import { GatesData, type GatesWish } from './gates-data';
import { gatesData } from './gates-figure';
import { gatesFile } from './gates-file';
import { bundledModelPart, otherModelPart } from './gates-model';
import { fittingView, type GatesView, keptView, thresholdOf } from './gates-view';
import {
  columnsOf,
  describeCell,
  type HeatmapContent,
  heatmapContent,
  measureText,
  rowOfCell,
} from './heatmap-content';
import { layerName } from './layer-name';
import { Memo } from './memo';
import './on-together';
import type { OnTogetherActions, OnTogetherContent } from './on-together';
import { choiceSize, choiceText, onSentence } from './on-text';
import { seriesFacts, seriesHeading } from './series-facts';
import './series-switch';
import { spanOf, type TokenRange } from './token-range';

/** CSS pixels of a row, and the rows that are seen at once at most. */
const rowHeight = 14;
const mostRowsSeen = 36;
const cellSize: CellSize = { aspect: 1, height: rowHeight };

/** The recurrent view: gates and states of the cells over the tokens of the text. */
@customElement('langscope-gates')
export class GatesApp extends PanelApp<'gates'> {
  public static override readonly styles = [sharedStyle, formStyle, gatesAppStyle];

  protected readonly promise =
    'What the cells of a recurrent model do at each token: which gates open, what is remembered, and which cells follow quotes, brackets or indentation.';

  @state() private accessor view: GatesView = keptView(undefined);
  /** The token that the pointer or the keyboard rests on, anywhere in the panel. */
  @state() private accessor pointed: number | undefined;
  @query('langscope-heatmap') private accessor heatmap!: Heatmap | null;
  @query('langscope-curve-plot') private accessor curve!: CurvePlot | null;
  private readonly tokens = new ChosenTokens();
  private readonly data = new GatesData(
    (ask, params, signal, progress) => this.client.ask(ask, params, signal, progress),
    () => this.requestUpdate(),
  );
  private readonly heatmapMemo = new Memo<HeatmapContent>();
  private readonly curveMemo = new Memo<CurveContent>();
  private wish: GatesWish | undefined;
  /** What was brought into view last: cursor, tokens and rows. */
  private looked = '';
  private foundVersion = -1;
  /** A reading that the engine has dropped is asked for again once. */
  private renewed = -1;

  public readonly draw = (format: FigureFormat): Promise<string | Uint8Array | undefined> => {
    const { state } = this.client;
    const content = this.heatmapMemo.value;
    if (state.kind === 'empty' || state.content === undefined || content === undefined)
      return Promise.resolve(undefined);
    const figure = {
      title: state.title,
      focus: state.focus,
      reading: state.content,
      view: this.fitted,
      heatmap: content,
      chosen: this.tokens.point,
      on: this.data.on.value,
      found: this.data.found.value,
    };
    if (format === 'json' || format === 'csv') return Promise.resolve(gatesData(format, figure));
    const { range: chosen } = this.tokens;
    const curve = this.curveMemo.value;
    const picture = { heatmap: content, seen: this.heatmap?.range, chosen, curve, rows: this.curve?.figure ?? [] };
    return gatesFile(format, figure, picture, this);
  };

  protected override recall(kept: unknown): void {
    this.view = keptView(kept);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { client } = this;
    const { state } = client;
    const content = this.reading;
    if (state.kind === 'empty' || content === undefined) {
      this.wish = undefined;
      return;
    }
    // A page that comes back in the middle of a reading has the content of the one before.
    if (state.kind === 'shown' || !this.tokens.known)
      this.tokens.read({ version: state.version, tokens: content.tokens }, state.focus);
    if (state.kind === 'shown') {
      // What is selected in a text that has changed since is no place in the one that is shown.
      if (!state.live) this.tokens.follow(client.place);
      if (state.version !== this.foundVersion) this.data.clearFound();
      this.foundVersion = state.version;
    }
    const view = this.fitted;
    const layer = content.layers[view.layer];
    if (layer === undefined) return;
    this.wish = {
      reading: content.reading,
      allSeries: gateSeries[layer.cell],
      view,
      shown: this.tokens.shown,
      chosen: this.tokens.point,
    };
    this.data.follow(this.wish);
    this.renew(content);
  }

  protected override updated(): void {
    const { cursor } = this.tokens;
    const tokens = this.heatmapMemo.value?.values.tokens;
    const rows = this.heatmapMemo.value?.rowLabels.length;
    const looked = `${cursor} ${tokens?.from} ${tokens?.to} ${rows}`;
    if (looked === this.looked || tokens === undefined || cursor === undefined) return;
    this.looked = looked;
    const last = this.tokens.range?.from === cursor ? this.tokens.range.to - 1 : cursor;
    void this.reveal([last - tokens.from, cursor - tokens.from]);
  }

  /** Brings columns into view, the last of them surely, once the heatmap shows what it was given. */
  private async reveal(columns: readonly number[]): Promise<void> {
    const { heatmap } = this;
    await heatmap?.updateComplete;
    if (heatmap?.range === undefined) return;
    const row = (heatmap.range.fromRow + heatmap.range.toRow) >> 1;
    for (const column of columns) heatmap.reveal({ row, column });
  }

  protected override renderControls(): TemplateResult | typeof nothing {
    const { client, reading } = this;
    return html`${otherModelPart(client)}
    ${reading === undefined ? nothing : gatesControls(reading.layers, this.fitted, (change) => this.change(change))}`;
  }

  protected override renderRemedy(): TemplateResult | typeof nothing {
    return bundledModelPart(this.client);
  }

  protected override renderContent(content: GatesReading): TemplateResult {
    const view = this.fitted;
    const layer = content.layers[view.layer];
    if (layer === undefined) return html`${missingPart(content.missing)}`;
    const facts = seriesFacts[view.series];
    return html`
      ${failurePart(this.data.failure, () => this.client.run('read'))} ${missingPart(content.missing)}
      <section>
        <div class="heading">
          <h2>All series</h2>
          <span class="quiet">at ${choiceText(content.tokens.pieces, this.tokens.point)}</span>
        </div>
        <langscope-series-switch
          .series=${gateSeries[layer.cell]}
          .chosen=${view.series}
          .all=${this.data.all.value}
          .choose=${(series: GatesView['series']) => this.change({ series })}
        ></langscope-series-switch>
      </section>
      <section>
        <div class="heading">
          <h2>${seriesHeading(view.series)}</h2>
          ${pageControls(this.data.shown, view.page, (change) => this.change(change))}
        </div>
        <p class="quiet says">
          ${facts.says} ● marks cells that are on at
          ${choiceSize(this.tokens.point) === '1 token' ? 'this token' : 'the chosen tokens'}.
        </p>
        ${this.heatmapPart(content, view)}
      </section>
      <section>${this.curvePart(content, view)}</section>
      <section>${this.onPart(content, view)}</section>
    `;
  }

  protected override announce({ layers, tokens }: GatesReading): string {
    const count = tokens.special.reduce((sum, special) => sum + (special === 0 ? 1 : 0), 0);
    return `${formatCount(count)} tokens were read; ${layerName(layers, this.fitted.layer)}.`;
  }

  private heatmapPart(content: GatesReading, view: GatesView): TemplateResult {
    const { values, on } = this.data;
    const shown = this.heatmapMemo.get(
      [values.value, view.order, on.value],
      () => values.value && heatmapContent(values.value, view.order, content.tokens.pieces, on.value),
    );
    const first = shown?.values.tokens.from ?? 0;
    const columns = shown?.columnLabels.length ?? 0;
    const cell = this.data.cellOf(view);
    const { cursor, range } = this.tokens;
    const rows = Math.min(mostRowsSeen, Math.max(10, fittingPage(view.page, 256).count));
    return html`<langscope-heatmap
      ${cssProperties({ '--heatmap-height': `${rows * rowHeight + 96}px` })}
      .source=${shown?.source}
      .rows=${{ name: 'Cell', labels: shown?.rowLabels ?? [] }}
      .columns=${{ name: 'Token', labels: shown?.columnLabels ?? [] }}
      .scale=${shown?.scale ?? { kind: 'sequential', largest: 1, shape: { kind: 'linear' } }}
      .cell=${cellSize}
      .name=${`${seriesHeading(shown?.values.series ?? view.series)} of each cell at each token`}
      .measure=${shown === undefined ? '' : measureText(shown)}
      .describe=${({ row, column }: Cell, value: number | undefined) =>
        shown === undefined ? '' : describeCell(shown, row, column, value)}
      .selectedRow=${rowOfCell(shown, cell)}
      .selectedColumn=${cursor !== undefined && cursor >= first && cursor < first + columns ? cursor - first : undefined}
      .selectedColumns=${columnsOf(shown, range)}
      .choosesColumns=${true}
      @heatmap=${(event: HeatmapEvent) => shown && this.onHeatmap(event, shown)}
    ></langscope-heatmap>`;
  }

  private curvePart({ tokens }: GatesReading, view: GatesView): TemplateResult {
    const { curve, property } = this.data;
    const content = this.curveMemo.get(
      [curve.value, property.value],
      () => curve.value && curveContent(curve.value, property.value, tokens.pieces),
    );
    const { cursor, range } = this.tokens;
    return html`<langscope-curve-plot
      .content=${content}
      .actions=${this.curveActions}
      .cursor=${cursor}
      .pointed=${this.pointed}
      .chosen=${range}
      >${overlayControl(view, (change) => this.change(change))}</langscope-curve-plot
    >`;
  }

  private onPart({ tokens, layers }: GatesReading, view: GatesView): TemplateResult {
    const { on, found, progress } = this.data;
    const { point, range } = this.tokens;
    const facts = seriesFacts[view.series];
    const threshold = thresholdOf(view);
    const cells = layers[view.layer]?.cells ?? 0;
    const sentence = on.value === undefined ? '' : onSentence(on.value.length, cells, facts, threshold, point);
    const most = facts.kind === 'gate' ? 1 : (this.heatmapMemo.value?.scale.largest ?? 1);
    return html`<langscope-on-together
        .content=${
          {
            size: choiceSize(point),
            text: choiceText(tokens.pieces, point),
            chosen: range !== undefined,
            on: on.value && { cells: on.value, sentence, threshold, most },
            onlyOn: view.onlyOn,
            cell: this.data.cellOf(view),
            found: found.value,
            finding: found.waiting,
            progress,
          } satisfies OnTogetherContent
        }
        .actions=${this.onActions}
      ></langscope-on-together>
      <div class="unseen" role="status" aria-live="polite">${on.settled ? sentence : ''}</div>`;
  }

  /** The engine keeps few readings: one that it dropped is made again. */
  private renew({ reading }: GatesReading): void {
    const { failure } = this.data;
    if (!(failure instanceof FailureError) || failure.failure.code !== 'reading-unknown') return;
    if (this.renewed === reading) return;
    this.renewed = reading;
    this.client.run('read');
  }

  private change(change: Partial<GatesView>): void {
    this.view = { ...this.view, ...change };
    this.client.keepLook(this.view);
  }

  private choose(range: TokenRange | undefined): void {
    this.tokens.choose(range);
    this.preview(range);
    this.requestUpdate();
  }

  /** The view as far as the reading's layers have it. */
  private get fitted(): GatesView {
    return fittingView(this.view, this.reading?.layers ?? []);
  }

  private preview(range: TokenRange | undefined): void {
    this.client.preview(range && this.reading && spanOf(this.reading.tokens, range));
  }

  private point(token: number | undefined): void {
    if (token === this.pointed) return;
    this.pointed = token;
    this.preview(token === undefined ? undefined : { from: token, to: token + 1 });
  }

  private go(token: number, focus: boolean): void {
    if (this.reading === undefined) return;
    const span = spanOf(this.reading.tokens, { from: token, to: token + 1 });
    this.tokens.send(span);
    this.client.go(span, focus);
  }

  private onHeatmap({ action }: HeatmapEvent, { values }: HeatmapContent): void {
    const first = values.tokens.from;
    switch (action.kind) {
      case 'hover':
        this.point(action.cell && first + action.cell.column);
        break;
      case 'pick':
        this.change({ cell: values.cells[action.cell.row] });
        this.go(first + action.cell.column, action.by === 'keyboard');
        break;
      case 'pick-row':
        this.change({ cell: values.cells[action.row] });
        break;
      case 'pick-column':
        this.go(first + action.column, false);
        break;
      case 'choose-columns':
        this.choose({ from: first + action.from, to: first + action.to });
        break;
      case 'view':
        break;
    }
  }

  private readonly curveActions: CurveActions = {
    point: (token) => this.point(token),
    go: (token, focus) => this.go(token, focus),
    choose: (range) => this.choose(range),
  };

  private readonly onActions: OnTogetherActions = {
    chooseNone: () => this.choose(undefined),
    chooseCell: (cell) => this.change({ cell }),
    setThreshold: (threshold) => {
      const { thresholds, series } = this.fitted;
      this.change({ thresholds: { ...thresholds, [series]: threshold } });
    },
    setOnlyOn: (onlyOn) => this.change({ onlyOn, page: { ...this.view.page, first: 0 } }),
    find: () => {
      if (this.wish === undefined) return;
      this.data.find(this.wish, choiceText(this.reading?.tokens.pieces ?? [], this.wish.chosen));
      this.requestUpdate();
    },
    stop: () => this.data.stopFinding(),
    go: (place, focus) => {
      this.tokens.send({ start: place.start, end: place.end });
      this.client.go(place, focus);
    },
    preview: (place) => this.client.preview(place),
  };
}
