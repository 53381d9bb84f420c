import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatCount, formatNumber } from '../../protocol/format';
import { movedIndex } from '../shared/list-keys';
import { sharedStyle } from '../shared/style';
import { cellText } from './cell-page';
import { formStyle } from './form-style';

export interface OnCellsContent {
  readonly cells: Int32Array;
  /** What the numbers say: '12 of 640 cells have ...'. */
  readonly sentence: string;
  readonly threshold: number;
  /** The slider's end. */
  readonly most: number;
}

/** How long a slider rests before its number counts, ms: each asks the engine. */
const rest = 60;

/** The threshold, and the cells that are on over the chosen tokens: a list that is walked with the arrow keys. */
@customElement('langscope-on-cells')
export class OnCells extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    formStyle,
    css`
      .sentence {
        min-height: 1.4em;
        margin: 4px 0;
        line-height: 1.4;
      }
      .list {
        display: flex;
        flex-wrap: wrap;
        align-content: flex-start;
        gap: 2px;
        height: 74px;
        padding: 2px;
        overflow-y: auto;
        border: 1px solid var(--hairline);
      }
      .cell {
        min-width: 2.8em;
        padding: 1px 4px;
        text-align: center;
        cursor: pointer;
        border: 1px solid transparent;
      }
      .cell:hover {
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
      }
      .cell.chosen {
        color: var(--vscode-list-inactiveSelectionForeground, inherit);
        background: var(--vscode-list-inactiveSelectionBackground);
        border-color: var(--vscode-contrastActiveBorder, transparent);
      }
      .list:focus .cell.active {
        outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
      }
    `,
  ];

  @property({ attribute: false }) public accessor content: OnCellsContent | undefined;
  /** The cell whose curve is drawn. */
  @property({ attribute: false }) public accessor chosen: number | undefined;
  @property({ attribute: false }) public accessor choose: (cell: number) => void = () => undefined;
  @property({ attribute: false }) public accessor setThreshold: (threshold: number) => void = () => undefined;
  @state() private accessor active = 0;
  @query('.list') private accessor list!: HTMLElement;
  private resting: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(): void {
    this.active = Math.max(0, Math.min(this.active, (this.content?.cells.length ?? 0) - 1));
  }

  protected override render(): TemplateResult {
    const { content } = this;
    const cells = content?.cells ?? new Int32Array();
    const threshold = content?.threshold ?? 0;
    return html`
      <div class="fields">
        <label for="threshold">Threshold</label>
        <input
          id="threshold"
          type="range"
          min="0"
          max=${content?.most ?? 1}
          step="0.01"
          .value=${String(threshold)}
          aria-valuetext=${formatNumber(threshold)}
          @input=${this.slid}
        />
        <input
          type="number"
          min="0"
          step="0.05"
          aria-label="Threshold as a number"
          .value=${String(threshold)}
          @change=${this.typed}
        />
      </div>
      <div class="sentence" id="sentence">${content?.sentence ?? ''}</div>
      <div
        class="list number"
        role="listbox"
        tabindex="0"
        aria-label="Cells that are on"
        aria-describedby="sentence"
        aria-orientation="horizontal"
        aria-activedescendant=${cells.length > 0 ? `cell-${this.active}` : nothing}
        @keydown=${this.keyPressed}
      >
        ${Array.from(cells, (cell, index) => this.option(cell, index))}
      </div>
    `;
  }

  private option(cell: number, index: number): TemplateResult {
    const chosen = cell === this.chosen;
    return html`<span
      class="cell ${chosen ? 'chosen' : ''} ${index === this.active ? 'active' : ''}"
      id="cell-${index}"
      role="option"
      aria-selected=${chosen}
      aria-label=${cellText(cell)}
      title="Draw ${cellText(cell)} over the text"
      @click=${() => this.pick(index)}
      >${formatCount(cell)}</span
    >`;
  }

  private pick(index: number): void {
    const cell = this.content?.cells[index];
    if (cell === undefined) return;
    this.active = index;
    this.choose(cell);
  }

  private readonly slid = (event: Event): void => {
    const threshold = Number((event.target as HTMLInputElement).value);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.setThreshold(threshold), rest);
  };

  private readonly typed = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const threshold = field.valueAsNumber;
    // What is no number leaves the threshold as it was.
    if (Number.isFinite(threshold) && threshold >= 0) this.setThreshold(threshold);
    else field.value = String(this.content?.threshold ?? 0);
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const { length } = this.content?.cells ?? [];
    const key = { ArrowLeft: 'ArrowUp', ArrowRight: 'ArrowDown' }[event.key] ?? event.key;
    const row = Math.max(1, Math.floor(this.list.clientWidth / (this.list.firstElementChild?.clientWidth ?? 40)));
    const moved = movedIndex(key, this.active, length, row);
    if (moved !== undefined) {
      this.active = moved;
      // The page stays where it is; only the list itself scrolls.
      const option = this.list.children[moved] as HTMLElement | undefined;
      if (option) {
        const top = option.offsetTop - this.list.offsetTop;
        if (top < this.list.scrollTop) this.list.scrollTop = top;
        else this.list.scrollTop = Math.max(this.list.scrollTop, top + option.offsetHeight - this.list.clientHeight);
      }
    } else if (event.key === 'Enter' || event.key === ' ') this.pick(this.active);
    else return;
    event.preventDefault();
  };
}
