import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnswerCurve, AskResult, ShownAnswer } from '../../protocol';
import { formatVisible } from '../../protocol/format';
import { dataTable } from '../shared/data-table';
import { plotHeading } from '../shared/plot-heading';
import { sharedStyle } from '../shared/style';
import { probability } from './ask-words';
import { curvePath, likeliest, movedPlace, placeAt } from './curve-shape';
import { tell } from './tell';

const [width, height] = [480, 96];
/** Rows of the table. */
const tableRows = 12;

/** How probable each token is as the first and as the last one of the answer, in the answer's passage or the whole text. */
@customElement('langscope-answer-curve')
export class AnswerCurvePlot extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        --end: var(--vscode-charts-orange, var(--vscode-charts-foreground));
      }
      .plot {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 3em;
        column-gap: 6px;
      }
      svg {
        display: block;
        width: 100%;
        height: 96px;
        overflow: visible;
        cursor: pointer;
        outline-offset: 2px;
      }
      path {
        fill: none;
        stroke-width: 1.5;
        vector-effect: non-scaling-stroke;
      }
      .start {
        stroke: var(--data);
      }
      .end {
        stroke: var(--end);
        stroke-dasharray: 4 2;
      }
      line {
        stroke: var(--quiet);
        vector-effect: non-scaling-stroke;
      }
      .grid {
        opacity: 0.3;
      }
      .answer {
        fill: var(--track);
        stroke: var(--vscode-contrastBorder, transparent);
        vector-effect: non-scaling-stroke;
      }
      .scale {
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        line-height: 1;
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1em;
        min-height: 3em;
        padding-top: 4px;
        overflow-wrap: anywhere;
      }
      .key::before {
        content: '';
        display: inline-block;
        width: 1.4em;
        margin-right: 0.4em;
        vertical-align: middle;
        border-top: 2px solid var(--data);
      }
      .key.last::before {
        border-top: 2px dashed var(--end);
      }
      .readout {
        flex: 1 0 100%;
        color: var(--vscode-foreground);
      }
      .switch {
        display: flex;
        gap: 4px;
        margin-bottom: 4px;
      }
      .switch button {
        padding: 1px 6px;
        border-radius: 3px;
      }
      .switch button[aria-pressed='true'] {
        color: var(--vscode-inputOption-activeForeground, var(--vscode-foreground));
        background: var(--vscode-inputOption-activeBackground);
        border-color: var(--vscode-inputOption-activeBorder, transparent);
      }
    `,
  ];

  @property({ attribute: false }) public accessor result: AskResult | undefined;
  @property({ attribute: false }) public accessor answer: ShownAnswer | undefined;
  @state() private accessor whole = false;
  @state() private accessor asTable = false;
  @state() private accessor pointed: number | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { result, answer } = this;
    if (!result || !answer) return nothing;
    const curve = this.whole ? result.overview : answer.curve;
    const count = curve.start.length;
    const [first, last] = this.extent(curve, answer);
    const at = Math.min(count - 1, this.pointed ?? first);
    const x = (place: number): number => (place * width) / count;
    const several = result.windows > 1;
    return html`${plotHeading('Start and end of the answer', '% by token', this.asTable, () => (this.asTable = !this.asTable))}
      ${
        several
          ? html`<div class="switch quiet" role="group" aria-label="What is drawn">
              ${this.choice('Its passage', false)}${this.choice('Whole text', true)}
            </div>`
          : nothing
      }
      <div class="plot">
        <svg
          viewBox="0 0 ${width} ${height}"
          preserveAspectRatio="none"
          tabindex="0"
          role="slider"
          aria-label="Probability of start and end by token. Arrow keys move, Enter goes to the token."
          aria-valuemin="1"
          aria-valuemax=${count}
          aria-valuenow=${at + 1}
          aria-valuetext=${this.readout(curve, at)}
          @pointermove=${(event: PointerEvent) => this.point(placeAt(curve, shareOf(event)))}
          @pointerleave=${() => this.point(undefined)}
          @click=${(event: MouseEvent) => this.go(curve, placeAt(curve, shareOf(event)))}
          @keydown=${(event: KeyboardEvent) => this.pressed(event, curve, at)}
          @blur=${() => this.point(undefined)}
        >
          ${svg`<rect class="answer" x=${x(first)} y="0" width=${Math.max(2, x(last + 1) - x(first))} height=${height}></rect>
          <line class="grid" x1="0" x2=${width} y1=${height / 2} y2=${height / 2}></line>
          <line x1="0" x2=${width} y1=${height} y2=${height}></line>
          <path class="start" d=${curvePath(curve.start, width, height)}></path>
          <path class="end" d=${curvePath(curve.end, width, height)}></path>
          ${this.pointed === undefined ? nothing : svg`<line x1=${x(at + 0.5)} x2=${x(at + 0.5)} y1="0" y2=${height}></line>`}`}
        </svg>
        <div class="scale quiet number" aria-hidden="true"><span>100 %</span><span>50 %</span><span>0 %</span></div>
      </div>
      <div class="below quiet number" aria-hidden="true">
        <span class="key">start</span><span class="key last">end</span>
        <span class="readout">${this.readout(curve, at)}</span>
      </div>
      ${dataTable(this.table(curve), this.asTable)}`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('answer')) this.pointed = undefined;
  }

  private choice(label: string, whole: boolean): TemplateResult {
    return html`<button aria-pressed=${this.whole === whole} @click=${() => (this.whole = whole)}>${label}</button>`;
  }

  /** The answer's first and last place of the curve. */
  private extent({ spans, start }: AnswerCurve, answer: ShownAnswer): readonly [number, number] {
    if (!this.whole) return [answer.first, answer.last];
    const places = [...start.keys()].filter((i) => spans[2 * i]! < answer.end && spans[2 * i + 1]! > answer.start);
    return [places[0] ?? 0, places.at(-1) ?? 0];
  }

  private name(curve: AnswerCurve, at: number): string {
    const piece = this.whole ? undefined : this.answer?.pieces[at];
    if (piece !== undefined) return formatVisible(piece);
    return `stretch ${at + 1} of ${curve.start.length}`;
  }

  private readout(curve: AnswerCurve, at: number): string {
    return `${this.name(curve, at)}: start ${probability(curve.start[at]!)}, end ${probability(curve.end[at]!)}`;
  }

  private table(curve: AnswerCurve): Parameters<typeof dataTable>[0] {
    const row = (at: number): readonly string[] => [
      this.name(curve, at),
      probability(curve.start[at]!),
      probability(curve.end[at]!),
    ];
    return {
      caption: 'The likeliest tokens for the start and the end of the answer, in the order of the text',
      columns: ['Token', 'Start', 'End'],
      rows: likeliest(curve, tableRows).map(row),
    };
  }

  private point(place: number | undefined): void {
    if (place === this.pointed) return;
    this.pointed = place;
    const curve = this.whole ? this.result?.overview : this.answer?.curve;
    tell(this, { kind: 'preview', span: place === undefined || !curve ? undefined : spanAt(curve, place) });
  }

  private pressed(event: KeyboardEvent, curve: AnswerCurve, at: number): void {
    if (event.key === 'Enter') return this.go(curve, at);
    const place = movedPlace(event.key, at, curve.start.length);
    if (place === undefined) return;
    event.preventDefault();
    this.point(place);
  }

  private go(curve: AnswerCurve, place: number): void {
    tell(this, { kind: 'go', span: spanAt(curve, place), focus: true });
  }
}

function spanAt({ spans }: AnswerCurve, place: number): { start: number; end: number } {
  return { start: spans[2 * place]!, end: spans[2 * place + 1]! };
}

function shareOf(event: MouseEvent): number {
  const { left, width: wide } = (event.currentTarget as SVGElement).getBoundingClientRect();
  return (event.clientX - left) / Math.max(1, wide);
}
