import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnswerCurve, AskResult, ShownAnswer } from '../../protocol';
import { formatVisible } from '../../protocol/format';
import { cssProperties } from '../shared/css-properties';
import { dataTable } from '../shared/data-table';
import { plotHeading } from '../shared/plot-heading';
import { seriesColours } from '../shared/series';
import { seriesColour } from '../shared/series-colour';
import { sharedStyle } from '../shared/style';
import { probability } from './ask-words';
import { curvePath, likeliest, movedPlace, placeAt } from './curve-shape';
import { lineStyle } from './line-style';
import { tell } from './tell';

const [width, height] = [480, 96];

/** What is drawn. */
const extents = { near: 'Around it', passage: 'Its passage', whole: 'Whole text' } as const;
type Extent = keyof typeof extents;
/** Tokens before and behind the answer that are drawn around it. */
const around = 12;
/** Rows of the table. */
const tableRows = 12;

/** How probable each token is as the first and as the last one of the answer, in the answer's passage or the whole text. */
@customElement('langscope-answer-curve')
export class AnswerCurvePlot extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    lineStyle,
    css`
      .plot {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 3em;
        column-gap: 6px;
      }
      svg {
        height: 96px;
        cursor: pointer;
        outline-offset: 2px;
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
  @state() private accessor extent: Extent = 'near';
  @state() private accessor asTable = false;
  @state() private accessor pointed: number | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { result, answer } = this;
    if (!result || !answer) return nothing;
    const curve = this.curve!;
    const count = curve.start.length;
    const [first, last] = placesOf(curve, answer);
    const at = Math.min(count - 1, this.pointed ?? first);
    const x = (place: number): number => (place * width) / count;
    return html`<div ${cssProperties({ '--second': seriesColour(seriesColours.bands[2]) })}>
      ${plotHeading('Start and end', '% by token', this.asTable, () => (this.asTable = !this.asTable))}
      <div class="switch quiet" role="group" aria-label="What is drawn">
        ${(Object.keys(extents) as Extent[]).filter((extent) => extent !== 'whole' || result.windows > 1).map((extent) => html`<button aria-pressed=${this.extent === extent} @click=${() => (this.extent = extent)}>${extents[extent]}</button>`)}
      </div>
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
          <path class="first" d=${curvePath(curve.start, width, height)}></path>
          <path class="second" d=${curvePath(curve.end, width, height)}></path>
          ${this.pointed === undefined ? nothing : svg`<line x1=${x(at + 0.5)} x2=${x(at + 0.5)} y1="0" y2=${height}></line>`}`}
        </svg>
        <div class="scale quiet number" aria-hidden="true"><span>100 %</span><span>50 %</span><span>0 %</span></div>
      </div>
      <div class="below quiet number" aria-hidden="true">
        <span class="key">start</span><span class="key dashed">end</span>
        <span class="readout">${this.readout(curve, at)}</span>
      </div>
      ${dataTable(this.table(curve), this.asTable)}
    </div>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('answer')) this.pointed = undefined;
  }

  private get curve(): AnswerCurve | undefined {
    const { result, answer, extent } = this;
    if (extent === 'whole') return result?.overview;
    return answer && (extent === 'near' ? part(answer.curve, ...this.near(answer)) : answer.curve);
  }

  /** The tokens around the answer, [from, to). */
  private near({ first, last, pieces }: ShownAnswer): readonly [number, number] {
    return [Math.max(0, first - around), Math.min(pieces.length, last + 1 + around)];
  }

  private name(curve: AnswerCurve, at: number): string {
    const { answer, extent } = this;
    if (!answer || extent === 'whole') return `stretch ${at + 1} of ${curve.start.length}`;
    return formatVisible(answer.pieces[at + (extent === 'near' ? this.near(answer)[0] : 0)] ?? '');
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
    const { curve } = this;
    tell(this, { kind: 'preview', span: place === undefined || !curve ? undefined : spanAt(curve, place) });
  }

  private pressed(event: KeyboardEvent, curve: AnswerCurve, at: number): void {
    if (event.key === 'Enter') this.go(curve, at);
    const place = movedPlace(event.key, at, curve.start.length);
    if (place === undefined) return;
    event.preventDefault();
    this.point(place);
  }

  private go(curve: AnswerCurve, place: number): void {
    tell(this, { kind: 'go', span: spanAt(curve, place), focus: true });
  }
}

/** Places [from, to) of a curve. */
function part({ spans, start, end }: AnswerCurve, from: number, to: number): AnswerCurve {
  return { spans: spans.subarray(2 * from, 2 * to), start: start.subarray(from, to), end: end.subarray(from, to) };
}

/** The answer's first and last place of a curve. */
function placesOf({ spans, start }: AnswerCurve, answer: ShownAnswer): readonly [number, number] {
  const places = [...start.keys()].filter((i) => spans[2 * i]! < answer.end && spans[2 * i + 1]! > answer.start);
  return [places[0] ?? 0, places.at(-1) ?? 0];
}

function spanAt({ spans }: AnswerCurve, place: number): { start: number; end: number } {
  return { start: spans[2 * place]!, end: spans[2 * place + 1]! };
}

function shareOf(event: MouseEvent): number {
  const { left, width: wide } = (event.currentTarget as SVGElement).getBoundingClientRect();
  return (event.clientX - left) / Math.max(1, wide);
}
