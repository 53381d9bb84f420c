import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { cssProperties } from '../shared/css-properties';
import { sharedStyle } from '../shared/style';
import { bringIntoBox, textBoxStyle, walkWords } from '../shared/walked-text';
import { wordParts, type Word, type WordPart } from './translate-words';

/** point: hovers or focuses a word, undefined: leaves it. go: wants its place in the editor. */
export interface WordAction {
  readonly kind: 'point' | 'go';
  readonly word: Word | undefined;
}

/** How words look that were spelt, lost and so on: in the texts and in their legend; never by colour alone. */
export const wordStyle = css`
  .spelt {
    text-decoration: underline dotted 2px;
    text-underline-offset: 3px;
  }
  .unknown {
    text-decoration: underline dashed 1px;
    text-underline-offset: 3px;
  }
  .lost {
    text-decoration: line-through 1.5px;
    background: color-mix(in srgb, var(--vscode-editorWarning-foreground, transparent) 22%, transparent);
  }
  .added {
    text-decoration: underline double 1px;
    text-underline-offset: 3px;
    background: color-mix(in srgb, var(--vscode-charts-purple, transparent) 22%, transparent);
  }
  :host-context(.vscode-high-contrast) .lost,
  :host-context(.vscode-high-contrast) .added {
    background: none;
  }
`;

/** A text whose words can be pointed at, hovered or walked through by keyboard. */
@customElement('langscope-word-text')
export class WordText extends LitElement {
  public static override readonly styles = [
    sharedStyle,
    textBoxStyle,
    wordStyle,
    css`
      .text {
        max-height: 9.5em;
        min-height: 3em;
        line-height: 1.6;
      }
      .word {
        cursor: pointer;
        border-radius: 2px;
      }
      .word.on {
        background: color-mix(in srgb, var(--data) calc(10% + 28% * var(--weight)), transparent);
        outline: 1px solid var(--data);
      }
      :host-context(.vscode-high-contrast) .word.on {
        background: none;
        outline: calc(1px + 2px * var(--weight)) solid var(--vscode-focusBorder);
      }
      .word:focus-visible {
        outline: 2px solid var(--vscode-focusBorder);
      }
    `,
  ];

  @property() public accessor text = '';
  @property() public accessor label = '';
  @property({ attribute: false }) public accessor words: readonly Word[] = [];
  /** Words that are marked, 'sentence/token', and how strongly, 0 to 1. */
  @property({ attribute: false }) public accessor marked: ReadonlyMap<string, number> = new Map();
  @state() private accessor current: string | undefined;
  @query('.text') private accessor box!: HTMLElement;
  private parts: readonly WordPart[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('words') || changed.has('text')) this.parts = wordParts(this.text, this.words);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('marked') || this.marked.size === 0 || this.box.matches(':hover, :focus-within')) return;
    const word = this.renderRoot.querySelector<HTMLElement>('.word.on');
    if (word) bringIntoBox(this.box, word);
  }

  protected override render(): TemplateResult {
    const first = this.parts.find(({ word }) => word !== undefined)?.word;
    const stop = this.current ?? (first && keyOf(first));
    const words = this.parts.map(({ text, word }) => (word ? this.wordOf(text, word, stop) : text));
    return html`<div
      class="text"
      role="group"
      aria-label=${this.label}
      @pointerover=${(event: Event) => this.act('point', this.at(event))}
      @pointerleave=${() => this.act('point', undefined)}
      @focusin=${(event: Event) => this.focused(this.at(event))}
      @focusout=${() => this.act('point', undefined)}
      @click=${(event: Event) => this.act('go', this.at(event))}
      @keydown=${this.keyPressed}
    >
      <span class="words">${words}</span>
    </div>`;
  }

  private wordOf(text: string, word: Word, stop: string | undefined): TemplateResult {
    const key = keyOf(word);
    const weight = this.marked.get(key);
    const said = word.look === 'plain' ? text : `${text}, ${word.look}`;
    return html`<span
      class="word ${word.look} ${weight === undefined ? '' : 'on'}"
      role="button"
      data-key=${key}
      tabindex=${key === stop ? 0 : -1}
      aria-label=${said}
      ${cssProperties({ '--weight': String(weight ?? 0) })}
      >${text}</span
    >`;
  }

  private focused(word: Word | undefined): void {
    if (word) this.current = keyOf(word);
    this.act('point', word);
  }

  private act(kind: WordAction['kind'], word: Word | undefined): void {
    if (kind === 'go' && !word) return;
    this.dispatchEvent(new CustomEvent<WordAction>('langscope-word', { detail: { kind, word } }));
  }

  private at(event: Event): Word | undefined {
    const key = (event.target as HTMLElement).closest<HTMLElement>('.word')?.dataset['key'];
    return this.words.find((word) => keyOf(word) === key);
  }

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const word = this.at(event);
    if (!word || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.act('go', word);
      return;
    }
    const words = [...this.renderRoot.querySelectorAll<HTMLElement>('.word')];
    const at = words.findIndex(({ dataset }) => dataset['key'] === keyOf(word));
    walkWords(event, words, at);
  };
}

export function keyOf({ sentence, token }: Pick<Word, 'sentence' | 'token'>): string {
  return `${sentence}/${token}`;
}
