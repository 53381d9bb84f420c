import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { cssProperties } from '../shared/css-properties';
import { sharedStyle } from '../shared/style';
import { layerTableStyle } from './layer-table-style';
import type { Guess, LayerRow } from './layer-rows';

/** What a person does with the table. */
export interface LayerActions {
  /** The pointer or the keyboard rests on a depth; undefined: on none any more. */
  readonly mark: (depth: number | undefined) => void;
  /** To the token before (-1) or behind (1). */
  readonly step: (by: -1 | 1) => void;
  /** Enter: goes to the token in the editor. */
  readonly go: () => void;
}

/** What each layer would have predicted for one token: a row a layer, with its best guesses as bars. */
@customElement('langscope-layer-table')
export class LayerTable extends LitElement {
  public static override readonly styles = [sharedStyle, layerTableStyle];

  @property({ attribute: false }) public accessor rows: readonly LayerRow[] = [];
  /** The token in the text, as it is shown. */
  @property() public accessor token = '';
  /** The depth that is marked here or in the heatmap. */
  @property({ attribute: false }) public accessor marked: number | undefined;
  @property({ attribute: false }) public accessor actions: LayerActions | undefined;

  protected override render(): TemplateResult {
    const { rows, token } = this;
    return html`<div
      class="frame"
      tabindex="0"
      role="group"
      aria-label="What each layer would have predicted for ${token}. Up and down move from layer to layer, left and right from token to token, Enter goes there."
      @keydown=${this.keyPressed}
      @blur=${() => this.actions?.mark(undefined)}
      @pointerleave=${() => this.actions?.mark(undefined)}
    >
      <table>
        <thead>
          <tr>
            <th scope="col" class="depth">Layer</th>
            <th scope="col" class="guessed">Most probable next tokens</th>
            <th scope="col" class="probability" title="Probability of the token that stands in the text">
              <span class="token">${token}</span>
            </th>
            <th scope="col" class="rank" title="Rank of the token that stands in the text; 1 is the most probable">
              Rank
            </th>
            <th scope="col" class="divergence" title="How far its prediction is from that of the last layer">
              KL to last
            </th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.row(row))}
        </tbody>
      </table>
      <div class="unseen" role="status" aria-live="polite">${this.spoken}</div>
    </div>`;
  }

  private row({ depth, name, guesses, probability, rank, divergence }: LayerRow): TemplateResult {
    return html`<tr class=${depth === this.marked ? 'marked' : ''} @pointerenter=${() => this.actions?.mark(depth)}>
      <th scope="row" class="depth">${name}</th>
      <td class="guessed">
        <ol>
          ${guesses.map((guess) => guessItem(guess))}
        </ol>
      </td>
      <td class="probability number">${probability}</td>
      <td class="rank number">${rank}</td>
      <td class="divergence number">${divergence}</td>
    </tr>`;
  }

  /** Said while the keyboard moves from layer to layer. */
  private get spoken(): string {
    const row = this.matches(':focus-within') ? this.rows[this.marked ?? -1] : undefined;
    if (row === undefined) return '';
    const [best] = row.guesses;
    const guess = best === undefined ? '' : `${best.text} ${best.percent}, `;
    return `${row.name}: ${guess}${this.token} ${row.probability}, rank ${row.rank}, KL ${row.divergence}`;
  }

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const { actions, marked, rows } = this;
    if (actions === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = rows.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowUp: Math.max(0, (marked ?? last + 1) - 1),
      ArrowDown: Math.min(last, (marked ?? -1) + 1),
      Home: 0,
      End: last,
    };
    if (Object.hasOwn(to, event.key)) actions.mark(to[event.key]);
    else if (event.key === 'ArrowLeft') actions.step(-1);
    else if (event.key === 'ArrowRight') actions.step(1);
    else if (event.key === 'Enter') actions.go();
    else return;
    event.preventDefault();
  };
}

function guessItem({ text, share, percent, own }: Guess): TemplateResult {
  return html`<li class=${own ? 'guess own' : 'guess'} title="${text} ${percent}">
    <span class="bar" ${cssProperties({ width: `${100 * share}%` })}></span>
    <span class="text">${text}</span>
    <span class="percent number" aria-hidden="true">${percent}</span>
    <span class="unseen">, ${percent}${own ? ', the token in the text' : ''}</span>
  </li>`;
}
