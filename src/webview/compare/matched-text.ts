import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CompareSide, Match } from '../../protocol';
import { formatCount } from '../../protocol/format';
import { matchLevel } from '../../protocol/match-levels';
import { sharedStyle } from '../shared/style';
import { bringIntoBox, textBoxStyle, walkWords } from '../shared/walked-text';
import { runLabel, textParts } from './compare-words';
import { matchStyle } from './match-style';

/** Characters that are drawn at once; more on demand. */
const page = 20_000;

/** What a person does with a run. */
export interface RunAction {
  /** point: hovers or focuses it, undefined: leaves it. go: wants its place in the editor. */
  readonly kind: 'point' | 'go';
  readonly side: CompareSide;
  readonly match: number | undefined;
  readonly focus: boolean;
}

/** One of two texts, the runs marked that the other has too. */
@customElement('langscope-matched-text')
export class MatchedText extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    textBoxStyle,
    matchStyle,
    css`
      .text {
        max-height: 16em;
        min-height: 4em;
        line-height: 1.55;
      }
      .run {
        cursor: pointer;
      }
      .run.on {
        outline: 2px solid var(--vscode-focusBorder);
        outline-offset: 0;
      }
      .more {
        margin-top: 6px;
      }
    `,
  ];

  @property({ attribute: false }) public accessor side: CompareSide = 'candidate';
  @property() public accessor text = '';
  @property({ attribute: false }) public accessor shared: readonly Match[] = [];
  /** The run that is pointed at, in this text or the other. */
  @property({ attribute: false }) public accessor pointed: number | undefined;
  @state() private accessor most = page;
  /** The run that the Tab key comes to. */
  @state() private accessor current: number | undefined;
  @query('.text') private accessor box!: HTMLElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text')) this.current = undefined;
    const { pointed, shared, side } = this;
    const start = pointed === undefined ? 0 : (shared[pointed]?.[side].start ?? 0);
    if (start >= this.most) this.most = page * Math.ceil((start + 1) / page);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('pointed') || this.pointed === undefined || this.box.matches(':hover, :focus-within')) return;
    // The twin comes into view within its own box; nothing else moves.
    const run = this.run(this.pointed);
    if (run) bringIntoBox(this.box, run);
  }

  protected override render(): TemplateResult {
    const { parts, shown } = textParts(this.text, this.shared, this.side, this.most);
    const first = parts.find(({ match }) => match !== undefined)?.match;
    const stop = this.current ?? first;
    const rest = this.text.length - shown;
    const words = repeat(
      parts,
      (_, at) => at,
      ({ text, match }) => (match === undefined ? text : this.runOf(text, match, match === stop)),
    );
    return html`<div
        class="text"
        role="group"
        aria-label=${`${this.side === 'candidate' ? 'Draft' : 'Reference'}, ${formatCount(this.shared.length)} runs marked`}
        @pointerover=${(event: Event) => this.point(event, false)}
        @pointerleave=${() => this.act({ kind: 'point', match: undefined, focus: false })}
        @focusin=${(event: Event) => this.point(event, true)}
        @focusout=${() => this.act({ kind: 'point', match: undefined, focus: false })}
        @click=${(event: Event) => this.go(event, false)}
        @keydown=${this.keyPressed}
      >
        <span class="words">${words}</span>
      </div>
      ${
        rest > 0
          ? html`<button class="secondary more" @click=${() => (this.most += page)}>
              Show more: ${formatCount(rest)} characters
            </button>`
          : nothing
      }`;
  }

  private runOf(text: string, match: number, stop: boolean): TemplateResult {
    const { words } = this.shared[match]!;
    return html`<span
      class="run l${matchLevel(words)} ${match === this.pointed ? 'on' : ''}"
      role="button"
      data-match=${match}
      tabindex=${stop ? 0 : -1}
      aria-label=${runLabel(text, words)}
      >${text}</span
    >`;
  }

  private point(event: Event, focused: boolean): void {
    const match = matchOf(event);
    if (focused && match !== undefined) this.current = match;
    this.act({ kind: 'point', match, focus: false });
  }

  private go(event: Event, focus: boolean): void {
    const match = matchOf(event);
    if (match !== undefined) this.act({ kind: 'go', match, focus });
  }

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const match = matchOf(event);
    if (match === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.go(event, true);
      return;
    }
    const runs = [...this.renderRoot.querySelectorAll<HTMLElement>('.run')];
    const at = runs.findIndex((run) => Number(run.dataset['match']) === match);
    walkWords(event, runs, at);
  };

  private run(match: number): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-match="${match}"]`);
  }

  private act(action: Omit<RunAction, 'side'>): void {
    const detail: RunAction = { ...action, side: this.side };
    this.dispatchEvent(new CustomEvent<RunAction>('langscope-run', { detail, bubbles: true, composed: true }));
  }
}

function matchOf(event: Event): number | undefined {
  const match = (event.target as HTMLElement).closest<HTMLElement>('.run')?.dataset['match'];
  return match === undefined ? undefined : Number(match);
}
