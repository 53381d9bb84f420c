import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { InfluenceMeasure } from '../../protocol';
import { formatCount, formatVisible } from '../../protocol/format';
import { formatInfluence } from '../../protocol/influence-words';
import { cssProperties } from '../shared/css-properties';
import { sharedStyle } from '../shared/style';
import type { UnitRow } from './unit-rows';
import type { StripActions } from './unit-strip';

/** Rows seen at once. */
const seen = 9;

/** Earlier units as a list, walked with the keyboard as any list of the platform; each with its value and a bar. */
@customElement('langscope-unit-list')
export class UnitList extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    css`
      :host {
        container-type: inline-size;
        --help: var(--vscode-charts-orange, var(--vscode-charts-foreground));
        --mislead: var(--vscode-charts-purple, var(--vscode-charts-foreground));
      }
      .list {
        max-height: calc(10 * 22px);
        overflow-y: auto;
        overflow-x: hidden;
        margin: 0 -8px;
      }
      .option {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 4em 5.5em clamp(4em, 26%, 11em);
        column-gap: 10px;
        align-items: center;
        height: 22px;
        line-height: 22px;
        padding: 0 8px;
        cursor: pointer;
        scroll-margin-top: 22px;
      }
      @container (max-width: 340px) {
        .option {
          grid-template-columns: minmax(0, 1fr) 3em 5em;
        }
        .option > .track {
          display: none;
        }
      }
      .head {
        position: sticky;
        top: 0;
        z-index: 1;
        cursor: default;
        background: var(--vscode-editor-background);
      }
      .option.pointed {
        color: var(--vscode-list-hoverForeground, inherit);
        background: var(--vscode-list-hoverBackground);
        outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      .list:focus .option[aria-selected='true'] {
        color: var(--vscode-list-activeSelectionForeground, inherit);
        background: var(--vscode-list-activeSelectionBackground);
        outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
        outline-offset: -1px;
      }
      .text {
        overflow: hidden;
        white-space: pre;
        text-overflow: ellipsis;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      .right {
        text-align: right;
        white-space: nowrap;
      }
      /* Bars grow from the left; changes from the middle, to the left where it misled. */
      .track {
        position: relative;
        height: 8px;
      }
      .bar {
        position: absolute;
        top: 0;
        bottom: 0;
        left: 0;
        width: var(--size);
        background: var(--data);
      }
      .help,
      .mislead {
        width: calc(var(--size) / 2);
      }
      .help {
        left: 50%;
        background: var(--help);
      }
      .mislead {
        left: auto;
        right: 50%;
        background: var(--mislead);
      }
      .middle::after {
        content: '';
        position: absolute;
        inset: -3px auto -3px 50%;
        border-left: 1px solid var(--hairline);
      }
    `,
  ];

  /** In the order in which they are listed. */
  @property({ attribute: false }) public accessor rows: readonly UnitRow[] = [];
  @property() public accessor measure: InfluenceMeasure = 'gradient';
  @property() public accessor label = '';
  @property({ attribute: false }) public accessor pointed: UnitRow | undefined;
  @property({ attribute: false }) public accessor actions: StripActions | undefined;
  @state() private accessor active = 0;
  @query('.list') private accessor box!: HTMLElement;

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('rows')) this.active = 0;
  }

  protected override render(): TemplateResult {
    const most = this.rows.reduce((largest, { value }) => Math.max(largest, Math.abs(value) || 0), 0) || 1;
    return html`
      <div
        class="list"
        role="listbox"
        tabindex="0"
        aria-label=${this.label}
        aria-activedescendant=${this.rows.length === 0 ? '' : `unit-${this.active}`}
        @keydown=${this.pressed}
        @focus=${() => this.move(this.active)}
        @blur=${() => this.actions?.point(undefined)}
        @pointerleave=${() => this.actions?.point(undefined)}
      >
        <div class="option head" aria-hidden="true">
          <span class="quiet">Text</span><span class="right quiet">Back</span
          ><span class="right quiet">${this.measure === 'gradient' ? 'Norm' : 'Nats'}</span><span class="track"></span>
        </div>
        ${this.rows.map((row, at) => this.option(row, at, most))}
      </div>
    `;
  }

  private option(row: UnitRow, at: number, most: number): TemplateResult {
    const { text, distance, value } = row;
    const share = `${Math.round((1000 * (Math.abs(value) || 0)) / most) / 10}%`;
    const signed = this.measure !== 'gradient';
    const kind = !signed ? '' : value >= 0 ? 'help' : 'mislead';
    return html`<div
      class="option ${row === this.pointed ? 'pointed' : ''}"
      id="unit-${at}"
      role="option"
      aria-selected=${at === this.active}
      @pointerenter=${() => this.actions?.point(row)}
      @click=${() => this.chosen(at)}
    >
      <span class="text" title=${text}>${formatVisible(text)}</span>
      <span class="right quiet number">${formatCount(distance)}</span>
      <span class="right number">${formatInfluence(value, this.measure).replace(' nats', '')}</span>
      <span class="track ${signed ? 'middle' : ''}" aria-hidden="true"
        ><span class="bar ${kind}" ${cssProperties({ '--size': share })}></span
      ></span>
    </div>`;
  }

  private chosen(at: number): void {
    this.active = at;
    this.actions?.go(this.rows[at]!, false);
  }

  private move(at: number): void {
    const row = this.rows[at];
    if (!row) return;
    this.active = at;
    this.actions?.point(row);
    // The head row stands before the options.
    this.box.children[at + 1]?.scrollIntoView({ block: 'nearest' });
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    const { active, rows } = this;
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: active - 1,
      ArrowDown: active + 1,
      PageUp: active - seen,
      PageDown: active + seen,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const row = rows[active];
    if (row && (event.key === 'Enter' || event.key === ' ')) this.actions?.go(row, event.key === 'Enter');
    else if (to === undefined) return;
    else this.move(Math.min(rows.length - 1, Math.max(0, to)));
    event.preventDefault();
  };
}
