import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { FigureFormat, LensReading } from '../../protocol';
import { formatCount, formatModel, formatVisible } from '../../protocol/format';
import { lensCaveat } from '../../protocol/lens-view';
import { defaultModel } from '../../protocol/model';
import { cssProperties } from '../shared/css-properties';
import { Memo } from '../gates/memo';
import { formStyle } from '../gates/form-style';
import '../shared/heatmap/heatmap';
import type { Heatmap } from '../shared/heatmap/heatmap';
import type { HeatmapEvent } from '../shared/heatmap/heatmap-event';
import type { Cell } from '../shared/heatmap/matrix-source';
import type { CellSize } from '../shared/heatmap/view';
import { icon } from '../shared/icon';
import { PanelApp } from '../shared/panel/panel-app';
import { sharedStyle } from '../shared/style';
import { layerRows } from './layer-rows';
import './layer-table';
import type { LayerActions } from './layer-table';
import { lensAppStyle } from './lens-app-style';
import { colouringFacts, colourings, type Colouring } from './lens-colouring';
import { drawLens } from './lens-figure';
import { keptLook, type LensLook } from './lens-look';
import { bestGuess, cellLine, cellText, leftOut, lensPicture, textBefore, type LensPicture } from './lens-picture';
import { spanAt, tokenAt, tokensIn, type TokenRange } from './lens-place';

/** The bundled model whose layers can be shown where those of the chosen one cannot. */
const bundled = defaultModel;
/** CSS pixels of a cell: wide enough for most tokens. */
const cellHeight = 20;
/** Below so many CSS pixels the names of the layers are short. */
const narrow = 400;
const cellSize: CellSize = { aspect: 3.5, height: cellHeight };

/** The layer view: what each layer would have predicted, for the token at the cursor and for those around it. */
@customElement('langscope-lens')
export class LensApp extends PanelApp<'lens'> {
  public static override readonly styles = [sharedStyle, formStyle, lensAppStyle];

  protected readonly promise =
    'What each layer of the model would have predicted for the token at the cursor, and for the tokens around it.';

  @state() private accessor look: LensLook = keptLook(undefined);
  /** Of the cell that the pointer or the keyboard rests on. */
  @state() private accessor pointed: number | undefined;
  @state() private accessor marked: number | undefined;
  @query('langscope-heatmap') private accessor heatmap!: Heatmap | null;
  /** The token at the cursor, and those that are selected. */
  private chosen = 0;
  private selected: TokenRange | undefined;
  private seen: { readonly reading: LensReading; readonly token: number } | undefined;
  /** The heatmap had no room yet when the token was to be brought into view. */
  private unrevealed = false;
  private readonly picture = new Memo<LensPicture>();

  public readonly draw = (format: FigureFormat): Promise<string | Uint8Array | undefined> => {
    const { state } = this.client;
    const { reading } = this;
    const picture = this.picture.value;
    if (state.kind === 'empty' || reading === undefined || picture === undefined) return Promise.resolve(undefined);
    const figure = { document: state.title, focus: state.focus, reading, picture, range: this.heatmap?.range };
    return drawLens(format, figure, this);
  };

  public override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('resize', this.resized);
  }

  public override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('resize', this.resized);
  }

  protected override recall(kept: unknown): void {
    this.look = keptLook(kept);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { client, reading } = this;
    const { state } = client;
    if (state.kind === 'empty' || reading === undefined) return;
    const anew = this.seen?.reading !== reading;
    // While the text differs from what was read, the cursor's place is no place in it.
    const settled = state.kind === 'shown' && !state.live;
    const place = settled ? (client.place ?? (anew ? state.focus : undefined)) : anew ? state.focus : undefined;
    if (place !== undefined) {
      this.chosen = tokenAt(reading, place.start);
      this.selected = tokensIn(reading, place);
    }
    if (anew) this.pointed = undefined;
  }

  protected override updated(): void {
    const { reading, chosen, heatmap } = this;
    if (reading === undefined || (this.seen?.reading === reading && this.seen.token === chosen)) return;
    this.seen = { reading, token: chosen };
    this.unrevealed = heatmap?.range === undefined;
    if (!this.unrevealed) heatmap?.reveal({ row: 0, column: chosen - reading.from });
  }

  protected override renderControls(): TemplateResult | typeof nothing {
    const other = this.client.controls?.model;
    return html`${
      other === undefined
        ? nothing
        : html`<p class="other">
            Read with ${formatModel(other)}; the model that scores stays as it is.
            <button class="link" @click=${() => this.client.choose({ model: undefined })}>
              Read with the chosen model
            </button>
          </p>`
    }
    ${this.reading === undefined ? nothing : html`<p class="quiet caveat">${lensCaveat}</p>`}`;
  }

  protected override renderRemedy(): TemplateResult | typeof nothing {
    const { state, controls } = this.client;
    if (state.kind !== 'unsupported' || controls?.model === bundled || state.model === bundled) return nothing;
    return html`<p class="other">
        ${formatModel(bundled)} comes with Langscope and can be looked into. The model that scores stays as it is.
      </p>
      <button class="primary" @click=${() => this.client.choose({ model: bundled })}>
        Read with ${formatModel(bundled)}
      </button>`;
  }

  protected override renderContent(reading: LensReading): TemplateResult {
    return html`<section>${this.tokenPart(reading)}</section>
      <section>${this.heatmapPart(reading)}</section>`;
  }

  protected override announce(reading: LensReading): string {
    const { from, to, depths } = reading;
    const last = bestGuess(reading, { row: depths - 1, column: this.chosen - from });
    const says = last === undefined ? '' : ` At ${this.pieceOf(reading, this.chosen)} the last one expects ${last}.`;
    return `${formatCount(to - from)} tokens, ${formatCount(depths - 1)} layers.${says}`;
  }

  private tokenPart(reading: LensReading): TemplateResult {
    const { tokens, from, to, depths } = reading;
    const token = this.pointed ?? this.chosen;
    const rows = layerRows(reading, token);
    const piece = this.pieceOf(reading, token);
    const number = tokens.first + token + 1 - (tokens.special[0] ?? 0);
    return html`<div class="heading">
        <h2>Layers at <span class="token">${piece}</span></h2>
        <span class="quiet after">after <span class="before">${textBefore(reading, token)}</span></span>
        <span class="quiet number">token ${formatCount(number)} of ${formatCount(tokens.total)}</span>
        <span class="steps">
          ${this.stepButton(-1, 'chevron-left', 'Token before', token > from)}
          ${this.stepButton(1, 'chevron-right', 'Token behind', token < to - 1)}
        </span>
      </div>
      <div class="detail" ${cssProperties({ '--detail-height': `${26 + 22 * depths}px` })}>
        ${
          rows.length === 0
            ? html`<p class="nothing quiet">Nothing stands before this token, so no layer predicts it.</p>`
            : html`<langscope-layer-table
                .rows=${rows}
                .token=${piece}
                .marked=${this.marked}
                .actions=${this.actions}
              ></langscope-layer-table>`
        }
      </div>`;
  }

  private heatmapPart(reading: LensReading): TemplateResult {
    const { by } = this.look;
    const picture = this.picture.get([reading, by], () => lensPicture(reading, by))!;
    const { from, depths } = reading;
    const facts = colouringFacts[by];
    const { state } = this.client;
    const missing = state.kind === 'empty' ? undefined : leftOut(reading, state.focus.end);
    const name = 'Best guess of each layer for each token';
    return html`<div class="heading">
        <h2>${name}</h2>
        <label class="colour"
          ><span class="quiet">coloured by</span
          ><select @change=${(event: Event) => this.colour((event.target as HTMLSelectElement).value as Colouring)}>
            ${colourings.map(
              (each) => html`<option value=${each} ?selected=${each === by}>${colouringFacts[each].label}</option>`,
            )}
          </select></label
        >
      </div>
      <langscope-heatmap
        ${cssProperties({ '--heatmap-height': `${depths * cellHeight + labelHeight(picture.columnLabels)}px` })}
        .source=${picture.source}
        .rows=${{ name: 'Layer', labels: window.innerWidth < narrow ? picture.shortLabels : picture.rowLabels }}
        .columns=${{ name: 'Token', labels: picture.columnLabels }}
        .scale=${picture.scale}
        .cell=${cellSize}
        hue=${facts.hue}
        .name=${`${name}, coloured by: ${facts.label}`}
        .measure=${facts.measure}
        .formatValue=${facts.format}
        .textAt=${(cell: Cell) => cellText(reading, picture, cell)}
        .describe=${(cell: Cell) => cellLine(reading, cell)}
        .selectedRow=${this.marked}
        .selectedColumn=${this.chosen - from}
        .selectedColumns=${this.selected && { from: this.selected.from - from, to: this.selected.to - from }}
        @heatmap=${this.onHeatmap}
      ></langscope-heatmap>
      ${missing === undefined ? nothing : html`<p class="quiet left-out">${missing}</p>`}`;
  }

  private stepButton(by: -1 | 1, name: 'chevron-left' | 'chevron-right', title: string, possible: boolean) {
    return html`<button
      class="tool"
      title=${title}
      aria-label=${title}
      ?disabled=${!possible}
      @click=${() => this.step(by)}
    >
      ${icon(name)}
    </button>`;
  }

  private pieceOf({ tokens }: LensReading, token: number): string {
    return formatVisible(tokens.pieces[token] ?? '');
  }

  private colour(by: Colouring): void {
    this.look = { ...this.look, by };
    this.client.keepLook(this.look);
  }

  private step(by: -1 | 1): void {
    const { reading } = this;
    if (reading === undefined) return;
    this.go(Math.max(reading.from, Math.min(reading.to - 1, (this.pointed ?? this.chosen) + by)), false);
  }

  /** Goes to a token, here and in the editor. */
  private go(token: number, focus: boolean): void {
    const { reading } = this;
    if (reading === undefined) return;
    this.chosen = token;
    this.pointed = undefined;
    this.client.go(spanAt(reading, token), focus);
    this.requestUpdate();
  }

  private point(token: number | undefined): void {
    if (token === this.pointed || this.reading === undefined) return;
    this.pointed = token;
    this.client.preview(token === undefined ? undefined : spanAt(this.reading, token));
  }

  private readonly resized = (): void => this.requestUpdate();

  private readonly onHeatmap = ({ action }: HeatmapEvent): void => {
    const { reading } = this;
    if (reading === undefined) return;
    switch (action.kind) {
      case 'hover':
        this.point(action.cell && reading.from + action.cell.column);
        this.marked = action.cell?.row;
        break;
      case 'pick':
        this.go(reading.from + action.cell.column, action.by === 'keyboard');
        break;
      case 'pick-column':
        this.go(reading.from + action.column, false);
        break;
      case 'pick-row':
        this.marked = action.row;
        break;
      case 'view':
        if (this.unrevealed) this.heatmap?.reveal({ row: 0, column: this.chosen - reading.from });
        this.unrevealed = false;
        break;
      case 'choose-columns':
        break;
    }
  };

  private readonly actions: LayerActions = {
    mark: (depth) => (this.marked = depth),
    step: (by) => this.step(by),
    go: () => this.go(this.pointed ?? this.chosen, true),
  };
}

/** Room above the columns: one line where the labels fit over their columns, else the longest one upright. */
function labelHeight(labels: readonly string[]): number {
  const [line, character, gap] = [11, 6.7, 8];
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0) * character;
  const fits = longest + gap <= cellHeight * Number(cellSize.aspect);
  return Math.ceil(gap + 1 + (fits ? line : Math.min(120, longest)));
}
