import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { AttentionReading, FigureFormat, Span } from '../../protocol';
import { formatCount, formatPercent } from '../../protocol/format';
import { formStyle } from '../gates/form-style';
import { Memo } from '../gates/memo';
import '../shared/heatmap/heatmap';
import type { Heatmap } from '../shared/heatmap/heatmap';
import type { HeatmapEvent } from '../shared/heatmap/heatmap-event';
import type { Cell } from '../shared/heatmap/matrix-source';
import type { ValueScale } from '../shared/heatmap/value-scale';
import { PanelApp } from '../shared/panel/panel-app';
import { sharedStyle } from '../shared/style';
import './arc-view';
import type { ArcContent } from './arc-view';
import { AskedMap } from './asked-map';
import { axesOf, cellText, itemAtPlace, placeOf, type AttentionAxes, type ChosenItem } from './attention-content';
import { lookControls, readingControls, targetField } from './attention-controls';
import { drawAttention } from './attention-figure';
import { chosenHeads, fittingLook, keptLook, lookName, shapes, stackName, type AttentionLook } from './attention-look';
import type { AttentionMatrix } from './attention-source';
import { attentionStyle } from './attention-view-style';
import { strongestEnds, type AttentionEnd } from './attention-strip';
import './head-grid';
import type { HeadPlace } from './head-grid-layout';

/** A row or column of weights, and what it belongs to. */
interface Strip {
  readonly chosen: ChosenItem;
  readonly matrix: AttentionMatrix;
  readonly weights: Float32Array;
}

/** Stretches that are marked in the document at most. */
const mostMarks = 400;
const rolloutSays =
  'Rollout: how much of each token flows into each row when heads are averaged and half of every layer passes on what it got (Abnar and Zuidema 2020).';

/** The attention panel: where a model looks when it reads the document. */
@customElement('langscope-attention')
export class AttentionApp extends PanelApp<'attention'> {
  public static override readonly styles = [sharedStyle, formStyle, attentionStyle];

  protected readonly promise =
    'Where the model looks when it reads this text: every head of every layer, and what each token is bound to.';

  @state() private accessor look: AttentionLook = keptLook(undefined);
  @state() private accessor chosen: ChosenItem | undefined;
  @state() private accessor strip: Strip | undefined;
  @query('langscope-heatmap') private accessor heatmap!: Heatmap | null;
  private readonly axes = new Memo<AttentionAxes>();
  private readonly arcs = new Memo<ArcContent>();
  private readonly scale = new Memo<ValueScale>();
  private readonly thumbScale = new Memo<ValueScale>();
  private readonly map = new AskedMap(
    () => this.client,
    () => this.requestUpdate(),
  );
  private stripping = new AbortController();
  private placeSeen: string | undefined;
  private revealed: AttentionMatrix | undefined;

  public readonly draw = async (format: FigureFormat): Promise<string | Uint8Array | undefined> => {
    const { state } = this.client;
    const { reading, strip } = this;
    const { matrix } = this.map;
    const range = this.heatmap?.range;
    if (state.kind === 'empty' || reading === undefined || matrix === undefined || range === undefined)
      return undefined;
    const { look } = this;
    const axes = this.axesOf(reading, look);
    const title = `Attention, ${lookName(look).toLowerCase()}`;
    const about = { document: state.title, focus: state.focus, reading, title, look };
    const scale = this.scaleOf(matrix, look);
    return drawAttention(format, { ...about, axes, matrix, range, scale, strip }, this);
  };

  protected override recall(kept: unknown): void {
    this.look = keptLook(kept);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { reading } = this;
    if (reading === undefined || reading.stacks.length === 0) return;
    const look = fittingLook(this.look, reading.stacks);
    if (JSON.stringify(look) !== JSON.stringify(this.look)) this.look = look;
    this.map.follow(reading, look);
    this.followPlace(reading, look);
    this.followStrip();
  }

  protected override updated(): void {
    const { heatmap, chosen } = this;
    const { matrix } = this.map;
    if (!heatmap || matrix === undefined || chosen === undefined || this.revealed === matrix) return;
    if (heatmap.range === undefined) return;
    this.revealed = matrix;
    heatmap.reveal(
      chosen.axis === 'row'
        ? { row: chosen.index, column: Math.min(chosen.index, matrix.columns - 1) }
        : { row: Math.min(chosen.index, matrix.rows - 1), column: chosen.index },
    );
  }

  protected override renderControls(): TemplateResult {
    const { client, reading } = this;
    const choose = (controls: Parameters<typeof client.choose>[0]): void => client.choose(controls);
    const second = reading?.target !== undefined || (client.controls?.target ?? '') !== '';
    return html`${readingControls(client.controls!, choose)}
    ${second ? targetField(client.controls?.target ?? '', choose) : nothing}`;
  }

  protected override renderContent(reading: AttentionReading): TemplateResult {
    const stack = reading.stacks[this.look.stack];
    if (stack === undefined) return html`<p class="problem">This model has no attention.</p>`;
    const { look } = this;
    const { problem } = this.map;
    const thumbScale = this.thumbScale.get([look.shape], () => ({
      kind: 'sequential',
      largest: 1,
      shape: shapes[look.shape].shape,
    }));
    return html`${lookControls(look, reading.stacks, (part) => this.choose(part))}
      <section>
        <div class="heading">
          <h2>Heads by layer</h2>
          <span class="quiet number"
            >${stackName(stack)}: ${formatCount(stack.layers)} layers of ${formatCount(stack.heads)} heads</span
          >
        </div>
        <langscope-head-grid
          .stack=${stack}
          .scale=${thumbScale}
          .place=${{ layer: look.layer, head: look.head }}
          .chosen=${chosenHeads(look)}
          .choose=${(place: HeadPlace) => this.chooseHead(place)}
        ></langscope-head-grid>
      </section>
      <section>
        <div class="heading large">
          <h2>${lookName(look)}</h2>
          <span class="quiet number">${this.computingText()}</span>
        </div>
        ${look.kind === 'rollout' ? html`<p class="quiet explained">${rolloutSays}</p>` : nothing}
        ${problem === undefined ? this.mapPart(reading, look) : html`<p class="problem" role="alert">${problem}</p>`}
      </section>
      <section>
        <langscope-arc-view
          .content=${this.arcContent(reading, look)}
          .hover=${(item: number | undefined) => this.previewEnd(item)}
          .choose=${(item: number, by: 'pointer' | 'keyboard') => this.chooseEnd(item, by)}
        ></langscope-arc-view>
      </section>`;
  }

  protected override announce(reading: AttentionReading): string {
    const heads = reading.stacks.reduce((sum, stack) => sum + stack.layers * stack.heads, 0);
    return `${formatCount(reading.tokens.ids.length)} tokens read, ${formatCount(heads)} heads.`;
  }

  private axesOf(reading: AttentionReading, look: AttentionLook): AttentionAxes {
    return this.axes.get([reading, look.stack, look.unit], () => axesOf(reading, look))!;
  }

  private scaleOf(matrix: AttentionMatrix, { shape }: AttentionLook): ValueScale {
    return this.scale.get([matrix.largest, shape], () => ({
      kind: 'sequential',
      largest: matrix.largest > 0 ? matrix.largest : 1,
      shape: shapes[shape].shape,
    }))!;
  }

  private mapPart(reading: AttentionReading, look: AttentionLook): TemplateResult | typeof nothing {
    const { chosen } = this;
    const { matrix } = this.map;
    if (matrix === undefined) return nothing;
    const axes = this.axesOf(reading, look);
    return html`<langscope-heatmap
      .source=${matrix}
      .rows=${{ name: 'From', labels: axes.rows.labels }}
      .columns=${{ name: 'To', labels: axes.columns.labels }}
      .scale=${this.scaleOf(matrix, look)}
      .name=${`Attention weights, ${lookName(look)}`}
      measure="weight"
      .formatValue=${formatPercent}
      .describe=${(cell: Cell, value: number | undefined) => cellText(axes, cell, value)}
      .selectedRow=${chosen?.axis === 'row' ? chosen.index : undefined}
      .selectedColumn=${chosen?.axis === 'column' ? chosen.index : undefined}
      @heatmap=${this.onHeatmap}
    ></langscope-heatmap>`;
  }

  private computingText(): string {
    const { computing } = this.map;
    if (computing === undefined) return '';
    const { done, total } = computing;
    return total === 0 ? 'Computing\u2026' : `Computing\u2026 ${formatCount(done)} of ${formatCount(total)}`;
  }

  private choose(part: Partial<AttentionLook>): void {
    const { reading, look } = this;
    const next = { ...look, ...part };
    this.look = reading ? fittingLook(next, reading.stacks) : next;
    // Tokens and words are counted apart, and so are the rows of another stack.
    if (part.unit !== undefined || part.stack !== undefined) {
      const place = this.chosen && reading ? placeOf(this.axesOf(reading, look), this.chosen) : undefined;
      this.chosen = place && reading ? itemAtPlace(axesOf(reading, this.look), place) : undefined;
    }
    this.client.keepLook(this.look);
  }

  /** A head that is picked among the small pictures is shown large: alone, or in the mean that it is part of. */
  private chooseHead({ layer, head }: HeadPlace): void {
    this.choose({ layer, head, ...(this.look.kind === 'all' && { kind: 'head' }) });
  }

  /** The editor's cursor chooses a token, unless the text has changed since it was read. */
  private followPlace(reading: AttentionReading, look: AttentionLook): void {
    const { state, place } = this.client;
    if (state.kind === 'empty') return;
    const settled = state.kind === 'shown' && !state.live;
    const from = settled ? (place ?? state.focus) : undefined;
    if (from === undefined) return;
    const key = `${state.version} ${from.start} ${reading.reading}`;
    if (key === this.placeSeen) return;
    this.placeSeen = key;
    const axes = this.axesOf(reading, look);
    const item = itemAtPlace(axes, from);
    if (item === undefined) return;
    // The cursor is where a click on a column put it: the column stays chosen.
    const stands = this.chosen && placeOf(axes, this.chosen)?.start === from.start && this.chosen.axis === 'column';
    if (!stands) this.chosen = item;
  }

  /** Asks for the weights of the chosen token and marks them in the document. */
  private followStrip(): void {
    const { chosen, reading } = this;
    const { matrix } = this.map;
    if (chosen === undefined || matrix === undefined || reading === undefined) return;
    const { strip } = this;
    if (strip?.chosen === chosen && strip.matrix === matrix) return;
    if (chosen.index >= (chosen.axis === 'row' ? matrix.rows : matrix.columns)) return;
    this.stripping.abort();
    const { signal } = (this.stripping = new AbortController());
    const found = chosen.axis === 'row' ? matrix.row(chosen.index) : matrix.column(chosen.index, signal);
    this.strip = { chosen, matrix, weights: strip?.weights ?? new Float32Array() };
    found.then(
      (weights) => {
        if (signal.aborted) return;
        this.strip = { chosen, matrix, weights };
        this.mark(reading, chosen, weights);
      },
      // Why is said where the map is missing.
      () => undefined,
    );
  }

  private mark(reading: AttentionReading, chosen: ChosenItem, weights: Float32Array): void {
    const { state } = this.client;
    const axes = this.axesOf(reading, this.look);
    const other = chosen.axis === 'row' ? 'column' : 'row';
    const token = placeOf(axes, chosen);
    const ends = strongestEnds(weights, mostMarks)
      .map(({ index, weight }) => ({ span: placeOf(axes, { axis: other, index }), weight }))
      .filter((end): end is { readonly span: Span; readonly weight: number } => end.span !== undefined);
    if (state.kind !== 'shown' || state.live || (token === undefined && ends.length === 0)) return;
    const marks = {
      token: token ?? { start: 0, end: 0 },
      spans: Int32Array.from(ends.flatMap(({ span }) => [span.start, span.end])),
      weights: Float32Array.from(ends, ({ weight }) => weight),
    };
    // Marks are no answer: a refusal means that the reading is gone, and with it its marks.
    this.client.ask('marks', marks).catch(() => undefined);
  }

  private arcContent(reading: AttentionReading, look: AttentionLook): ArcContent | undefined {
    const { strip } = this;
    if (strip === undefined || strip.weights.length === 0 || strip.matrix !== this.map.matrix) return this.arcs.value;
    const { chosen, weights } = strip;
    const axes = this.axesOf(reading, look);
    return this.arcs.get([chosen, weights, axes], () => {
      const [own, other] = chosen.axis === 'row' ? [axes.rows, axes.columns] : [axes.columns, axes.rows];
      const ends: readonly AttentionEnd[] = strongestEnds(weights);
      if (weights.length !== other.count) return undefined;
      return {
        axis: other,
        chosen: own === other ? chosen.index : undefined,
        chosenLabel: own.labels[chosen.index] ?? '',
        ends,
        direction: chosen.axis === 'row' ? 'from' : 'to',
      };
    });
  }

  /** Chooses a token here, and goes to it in the editor where it has a place. */
  private go(item: ChosenItem, focus: boolean): void {
    const { reading } = this;
    if (reading === undefined) return;
    this.chosen = item;
    const place = placeOf(this.axesOf(reading, this.look), item);
    if (place) this.client.go(place, focus);
  }

  private preview(item: ChosenItem | undefined): void {
    const { reading } = this;
    if (reading === undefined) return;
    this.client.preview(item && placeOf(this.axesOf(reading, this.look), item));
  }

  private previewEnd(item: number | undefined): void {
    const axis = this.strip?.chosen.axis === 'row' ? 'column' : 'row';
    this.preview(item === undefined ? undefined : { axis, index: item });
  }

  /** An end of an arc is chosen in its turn; where rows are the document, as a row. */
  private chooseEnd(index: number, by: 'pointer' | 'keyboard'): void {
    const { reading, look } = this;
    if (reading === undefined) return;
    const axes = this.axesOf(reading, look);
    const other = this.strip?.chosen.axis === 'row' ? 'column' : 'row';
    const item: ChosenItem = { axis: axes.rows === axes.columns ? 'row' : other, index };
    this.go(item, by === 'keyboard');
  }

  private readonly onHeatmap = ({ action }: HeatmapEvent): void => {
    switch (action.kind) {
      case 'hover':
        this.preview(action.cell && { axis: 'column', index: action.cell.column });
        break;
      case 'pick':
        this.go({ axis: 'row', index: action.cell.row }, action.by === 'keyboard');
        break;
      case 'pick-row':
        this.go({ axis: 'row', index: action.row }, false);
        break;
      case 'pick-column':
        this.go({ axis: 'column', index: action.column }, false);
        break;
      case 'choose-columns':
      case 'view':
        break;
    }
  };
}
