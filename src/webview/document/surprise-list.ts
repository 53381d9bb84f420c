import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SurprisingSpan } from '../../protocol';
import { formatCount, formatNumber, formatVisible } from '../../protocol/format';
import { ListWalk, listStyle, showOption } from '../shared/list-walk';
import { send } from '../shared/send';
import { sharedStyle } from '../shared/style';
import { nearestSpan, sameSpan } from './nearest-span';

/** Spans and the version of the text their offsets belong to. */
export interface SpanList {
  readonly version: number;
  readonly spans: readonly SurprisingSpan[];
}

/** The most surprising spans, the highest first, walked with the keyboard as any list of the platform. */
@customElement('langscope-surprise-list')
export class SurpriseList extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    listStyle,
    css`
      .list {
        height: calc(9 * 22px);
        margin: 0 calc(-1 * var(--inset, 0px));
        outline-offset: -1px;
      }
      .option {
        position: relative;
      }
      .option:not([aria-selected='true']):hover {
        color: var(--vscode-list-hoverForeground, inherit);
      }
      .option.here::before {
        content: '';
        position: absolute;
        inset: 3px auto 3px 4px;
        width: 2px;
        background: var(--vscode-editorCursor-foreground, var(--vscode-focusBorder));
      }
      .text {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        white-space: pre;
        text-overflow: ellipsis;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      .line {
        min-width: 3.2em;
        text-align: right;
      }
      .nothing {
        padding: 2px var(--inset, 8px);
      }
    `,
  ];

  @property({ attribute: false }) public accessor list: SpanList = { version: 0, spans: [] };
  /** UTF-16 offset of the editor's cursor. */
  @property({ attribute: false }) public accessor cursor: number | undefined;
  /** What to say where there is no span. */
  @property() public accessor absent = '';
  @state() private accessor active = -1;
  @state() private accessor hovered = false;
  @query('.list') private accessor box!: HTMLElement;
  /** What is shown: the last list that came while the pointer was elsewhere, for nothing may move under it. */
  private shown: SpanList = { version: 0, spans: [] };
  private readonly walk = new ListWalk({
    activate: (index) => this.activate(index),
    choose: (index, focus) => this.choose(index, focus),
  });

  protected override willUpdate(): void {
    if (this.hovered || this.list === this.shown) return;
    const kept = this.shown.spans[this.active];
    this.shown = this.list;
    const again = kept === undefined ? -1 : this.shown.spans.findIndex((span) => sameSpan(span, kept));
    this.active = again >= 0 ? again : Math.min(this.active, this.shown.spans.length - 1);
  }

  protected override render(): TemplateResult {
    const { spans } = this.shown;
    const here = this.cursor === undefined ? -1 : nearestSpan(spans, this.cursor);
    return html`
      <div class="heading">
        <h2 id="heading">Most surprising</h2>
        <span class="quiet">bits · line</span>
      </div>
      <div
        class="list number"
        role="listbox"
        tabindex="0"
        aria-labelledby="heading"
        aria-activedescendant=${this.active >= 0 ? `option-${this.active}` : nothing}
        @keydown=${this.keyPressed}
        @focus=${this.focused}
        @blur=${() => this.preview(-1)}
        @pointerenter=${() => (this.hovered = true)}
        @pointerleave=${this.pointerLeft}
      >
        ${spans.length === 0 ? html`<div class="quiet nothing">${this.absent}</div>` : nothing}
        ${spans.map((span, index) => this.option(span, index, index === here))}
      </div>
    `;
  }

  private option({ text, surprisal, line }: SurprisingSpan, index: number, here: boolean): TemplateResult {
    const visible = formatVisible(text.trim() === '' ? text : text.trim());
    const spoken = `${text.trim() === '' ? visible : text.trim()}, ${formatNumber(surprisal)} bits, line ${formatCount(line + 1)}`;
    return html`<div
      class=${here ? 'option here' : 'option'}
      id="option-${index}"
      role="option"
      aria-selected=${index === this.active}
      aria-label=${spoken}
      title=${spoken}
      @pointerenter=${() => this.preview(index)}
      @click=${(event: MouseEvent) => this.choose(index, event.detail > 1)}
    >
      <span class="text">${visible}</span><span>${formatNumber(surprisal)}</span
      ><span class="line quiet">${formatCount(line + 1)}</span>
    </div>`;
  }

  private choose(index: number, focus: boolean): void {
    const span = this.shown.spans[index];
    if (span === undefined) return;
    this.active = index;
    const { start, end } = span;
    send(this, {
      kind: 'go',
      place: { kind: 'span', version: this.shown.version, start, end },
      focus,
    });
  }

  private preview(index: number): void {
    const span = this.shown.spans[index];
    const place = span && { kind: 'span' as const, version: this.shown.version, start: span.start, end: span.end };
    send(this, { kind: 'preview', place });
  }

  /** Makes an option the active one and brings it into the list's own view, without scrolling the page. */
  private activate(index: number): void {
    this.active = index;
    this.preview(index);
    showOption(this.box, index);
  }

  private readonly focused = (): void => {
    if (this.active < 0 && this.shown.spans.length > 0 && !this.hovered) this.activate(0);
  };

  private readonly pointerLeft = (): void => {
    this.hovered = false;
    this.preview(-1);
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const texts = this.shown.spans.map(({ text }) => text);
    this.walk.press(event, texts, this.active);
  };
}
