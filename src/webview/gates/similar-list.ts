import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FoundPlace } from '../../protocol';
import { formatCount, formatPercent, formatVisible } from '../../protocol/format';
import { ListWalk, listStyle, showOption } from '../shared/list-walk';
import { sharedStyle } from '../shared/style';

export interface SimilarActions {
  readonly go: (place: FoundPlace, focus: boolean) => void;
  readonly preview: (place: FoundPlace | undefined) => void;
}

/** Where the same cells are on together: share, text and line, walked with the keyboard as any list of the platform. */
@customElement('langscope-similar-list')
export class SimilarList extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    listStyle,
    css`
      .list {
        height: 156px;
        border: 1px solid var(--hairline);
      }
      .share {
        min-width: 3.6em;
        text-align: right;
      }
      .size {
        min-width: 1.8em;
        text-align: right;
      }
      .text {
        flex: 1;
        min-width: 0;
        display: flex;
        white-space: pre;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      /* The place itself stays in sight: what stands before it gives way first, then what stands behind it. */
      .before {
        flex: 0 1 30%;
        min-width: 0;
        overflow: hidden;
        display: flex;
        justify-content: flex-end;
      }
      .match {
        flex: 0 1 auto;
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--vscode-list-highlightForeground, inherit);
        font-weight: 600;
      }
      .after {
        flex: 1 1 0;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .line {
        min-width: 3.4em;
        text-align: right;
      }
      .nothing {
        padding: 4px 8px;
        line-height: 1.4;
      }
    `,
  ];

  @property({ attribute: false }) public accessor places: readonly FoundPlace[] = [];
  /** What stands in the list where it is empty. */
  @property() public accessor absent = '';
  @property({ attribute: false }) public accessor actions: SimilarActions | undefined;
  @state() private accessor active = -1;
  @query('.list') private accessor box!: HTMLElement;
  private shown: readonly FoundPlace[] = [];
  private readonly walk = new ListWalk({
    activate: (index) => this.activate(index),
    choose: (index, focus) => this.choose(index, focus),
  });

  protected override willUpdate(): void {
    if (this.shown === this.places) return;
    this.shown = this.places;
    this.active = -1;
  }

  protected override render(): TemplateResult {
    return html`<div
      class="list number"
      role="listbox"
      tabindex="0"
      aria-label="Other places where these cells are on together"
      aria-activedescendant=${this.active >= 0 ? `place-${this.active}` : nothing}
      @keydown=${this.keyPressed}
      @focus=${this.focused}
      @blur=${() => this.actions?.preview(undefined)}
      @pointerleave=${() => this.actions?.preview(undefined)}
    >
      ${this.places.length === 0 ? html`<div class="quiet nothing">${this.absent}</div>` : nothing}
      ${this.places.map((place, index) => this.option(place, index))}
    </div>`;
  }

  private option(place: FoundPlace, index: number): TemplateResult {
    const { share, before, match, after, line, tokens } = place;
    const size = tokens === 1 ? '1 token' : `${formatCount(tokens)} tokens`;
    const spoken = `${match.trim()}, ${formatPercent(share)} of the cells, ${size}, line ${formatCount(line + 1)}`;
    return html`<div
      class="option"
      id="place-${index}"
      role="option"
      aria-selected=${index === this.active}
      aria-label=${spoken}
      title=${spoken}
      @pointerenter=${() => this.actions?.preview(place)}
      @click=${(event: MouseEvent) => this.choose(index, event.detail > 1)}
    >
      <span class="share">${formatPercent(share)}</span><span class="size quiet">${formatCount(tokens)}</span>
      <span class="text"
        ><span class="before quiet"><span>${oneLine(before)}</span></span
        ><span class="match">${formatVisible(match)}</span><span class="after quiet">${oneLine(after)}</span></span
      >
      <span class="line quiet">${formatCount(line + 1)}</span>
    </div>`;
  }

  private choose(index: number, focus: boolean): void {
    const place = this.places[index];
    if (place === undefined) return;
    this.active = index;
    this.actions?.go(place, focus);
  }

  private activate(index: number): void {
    this.active = index;
    this.actions?.preview(this.places[index]);
    showOption(this.box, index);
  }

  private readonly focused = (): void => {
    if (this.active < 0 && this.places.length > 0 && !this.box.matches(':hover')) this.activate(0);
  };

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const texts = this.places.map(({ match }) => match);
    this.walk.press(event, texts, this.active);
  };
}

/** Text beside a place: one line, its white space quiet. */
function oneLine(text: string): string {
  return formatVisible(text.replace(/\s+/g, ' ')).replaceAll('\u00b7', ' ');
}
