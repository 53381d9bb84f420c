import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { mostLeftOut, type ShownSummary, type SummaryAction, type SummaryPiece } from '../../protocol/summary-view';
import { formatCount } from '../../protocol/format';
import type { IconName } from '../shared/codicons';
import { icon } from '../shared/icon';
import '../shared/panel/provenance-line';
import { sharedStyle } from '../shared/style';
import { summaryTextStyle } from './summary-style';
import {
  copiedShare,
  endSentence,
  foreignSentence,
  gapBefore,
  madeOf,
  meansLabel,
  piecesOf,
  reasonLabels,
  sourceSentence,
  tailOf,
  waySentence,
  wordSentence,
} from './summary-words';
import { tell } from './tell';

/** One summary: its sentences, where they came from, what was left out, and what can be done with it. */
@customElement('langscope-summary-article')
export class SummaryArticle extends LitElement {
  public static override readonly styles = [sharedStyle, summaryTextStyle];

  @property({ attribute: false }) public accessor summary: ShownSummary | undefined;
  /** 0, or 1 for the second one. */
  @property({ type: Number }) public accessor at = 0;
  @property({ type: Boolean }) public accessor beside = false;
  @property({ type: Boolean }) public accessor frontMatter = false;
  @property({ type: Boolean }) public accessor highlights = false;
  /** Sentences that the editor's cursor is at a source of. */
  @property({ attribute: false }) public accessor atCursor: readonly number[] = [];
  /** The piece that is pointed at or has the keyboard. */
  @state() private accessor pointed: Pick<SummaryPiece, 'of' | 'index'> | undefined;
  /** The sentence that Tab reaches, and the word in it that the arrows reached. */
  @state() private accessor reached = 0;
  private word: number | undefined;

  protected override render(): TemplateResult | typeof nothing {
    const { summary } = this;
    if (!summary) return nothing;
    const working = summary.end === 'working';
    const tail = working ? tailOf(summary) : '';
    return html`<article aria-label="Summary by ${meansLabel(summary.means)}">
      <div class="heading">
        <h2>${meansLabel(summary.means)}</h2>
        ${
          this.beside
            ? this.button('chrome-close', 'Take this summary away', () =>
                tell(this, { kind: 'remove', summary: this.at }),
              )
            : nothing
        }
      </div>
      ${summary.text === '' ? nothing : this.tools(summary)} ${this.warnings(summary)}
      <div
        class="text ${summary.stale ? 'old' : ''}"
        role="list"
        aria-label="Sentences of the summary"
        aria-busy=${working}
        @keydown=${(event: KeyboardEvent) => this.pressed(event)}
        @pointerleave=${() => this.point(undefined)}
      >
        ${summary.sentences.map((_one, index) => this.sentence(summary, index))}
        ${working ? html`<span class="tail">${tail}</span>` : nothing}
      </div>
      ${summary.sentences.length === 0 ? nothing : this.notes(summary)} ${this.leftOut(summary)}
      ${
        summary.provenance === undefined
          ? nothing
          : html`<langscope-provenance-line
              .text=${summary.provenance}
              .copy=${(text: string) => tell(this, { kind: 'copy', text })}
            ></langscope-provenance-line>`
      }
    </article>`;
  }

  private button(name: IconName, label: string, run: () => void, pressed?: boolean): TemplateResult {
    return html`<button
      class="tool ${name}"
      title=${label}
      aria-label=${label}
      aria-pressed=${pressed ?? nothing}
      @click=${run}
    >
      ${icon(name)}
    </button>`;
  }

  private tools({ end, means }: ShownSummary): TemplateResult {
    const act = (action: SummaryAction): void => tell(this, { kind: 'act', action, summary: this.at });
    return html`<div class="tools" role="toolbar" aria-label="What can be done with the summary">
      ${
        means.kind === 'extract'
          ? this.button(
              'list-selection',
              'Mark the sentences in the text',
              () => tell(this, { kind: 'highlights', on: !this.highlights }),
              this.highlights,
            )
          : nothing
      }
      ${this.button('copy', 'Copy the summary', () => act('copy'))}
      ${this.button('comment', 'Insert as a comment at the top', () => act('comment'))}
      ${this.frontMatter ? this.button('tag', 'Insert as front matter', () => act('front-matter')) : nothing}
      ${
        this.at === 0 && end !== 'working'
          ? this.button('git-compare', 'Compare with another summary', () => act('compare'))
          : nothing
      }
    </div>`;
  }

  private warnings(summary: ShownSummary): readonly TemplateResult[] {
    const ended = endSentence(summary);
    const foreign = foreignSentence(summary);
    const sign = summary.end === 'stopped' ? 'warning' : 'error';
    return [
      ...(foreign === '' ? [] : [html`<div class="line foreign">${icon('warning')}<span>${foreign}</span></div>`]),
      ...(ended === ''
        ? []
        : [html`<div class="line" data-end=${summary.end}>${icon(sign)}<span>${ended}</span></div>`]),
    ];
  }

  private sentence(summary: ShownSummary, index: number): TemplateResult {
    const sentence = summary.sentences[index]!;
    const gap = index === 0 ? '' : gapBefore(summary, index);
    const row = summary.means.kind === 'extract';
    const pointAt = (event: Event): void => {
      const word = (event.target as HTMLElement).dataset['word'];
      this.point(word === undefined ? { of: 'sentence', index } : { of: 'word', index: Number(word) });
    };
    const go = (event: Event): void => {
      const word = (event.target as HTMLElement).dataset['word'];
      this.go(word === undefined ? { of: 'sentence', index } : { of: 'word', index: Number(word) });
    };
    return html`${row ? nothing : gap.includes('\n') ? html`<br />` : gap}<span
        class="sentence ${row ? 'row' : ''} ${this.atCursor.includes(index) ? 'at-cursor' : ''}"
        role="listitem"
        tabindex=${index === Math.min(this.reached, summary.sentences.length - 1) ? 0 : -1}
        data-sentence=${index}
        aria-description=${sourceSentence(summary, index)}
        @focus=${() => {
          this.reached = index;
          this.word = undefined;
          this.point({ of: 'sentence', index });
        }}
        @blur=${() => this.point(undefined)}
        @pointerover=${pointAt}
        @click=${go}
        >${piecesOf(summary, sentence).map(({ text, word, copied }) =>
          word === undefined
            ? text
            : html`<span class="word ${copied ? 'copied' : ''} ${this.isWord(word) ? 'pointed' : ''}" data-word=${word}
                >${text}</span
              >`,
        )}${
          sentence.supported
            ? nothing
            : html` <span class="unsupported">${icon('warning')} not found in the text</span>`
        }</span
      >`;
  }

  /** The line below the text has its place whether something is pointed at or not. */
  private notes(summary: ShownSummary): TemplateResult {
    const { pointed } = this;
    const source =
      pointed?.of === 'sentence' && summary.sentences[pointed.index]
        ? sourceSentence(summary, pointed.index)
        : pointed?.of === 'word' && summary.words[pointed.index]
          ? `\u201c${summary.text.slice(summary.words[pointed.index]!.start, summary.words[pointed.index]!.end)}\u201d: ${wordSentence(summary, pointed.index)}`
          : 'Point at a sentence or a word: the editor marks where it came from. Enter goes there.';
    const share = copiedShare(summary);
    const made = madeOf(summary);
    const way = waySentence(summary);
    return html`<p class="note quiet source number">
        ${source.slice(0, 1).toUpperCase()}${source.slice(1).replaceAll(' %', '\u00a0%')}
      </p>
      ${share === undefined ? nothing : html`<p class="note quiet legend"><span class="copied">Underlined</span>: copied from the text (${share} of the words).</p>`}
      ${way === '' ? nothing : html`<p class="note quiet way">${way}</p>`}
      ${made === '' ? nothing : html`<p class="note quiet made number">${made}</p>`}`;
  }

  private leftOut({ leftOut, labels, end }: ShownSummary): TemplateResult | typeof nothing {
    if (leftOut.length === 0 || end !== 'done') return nothing;
    const listed = leftOut.slice(0, mostLeftOut);
    const count = `${formatCount(leftOut.length)} ${leftOut.length === 1 ? 'part was' : 'parts were'} not read`;
    return html`<details>
      <summary class="quiet number">${count}</summary>
      <ul class="left-out">
        ${listed.map(({ because, heading }, index) => {
          const name = [labels.leftOut[index], heading].filter((part) => part !== undefined && part !== '').join(', ');
          return html`<li>
            <button
              class="number"
              @click=${() => this.go({ of: 'left-out', index })}
              @focus=${() => this.point({ of: 'left-out', index })}
              @blur=${() => this.point(undefined)}
              @pointerenter=${() => this.point({ of: 'left-out', index })}
              @pointerleave=${() => this.point(undefined)}
            >
              ${name}<br /><span class="quiet">${reasonLabels[because]}</span>
            </button>
          </li>`;
        })}
      </ul>
      ${leftOut.length > listed.length ? html`<p class="quiet number">and ${formatCount(leftOut.length - listed.length)} more</p>` : nothing}
    </details>`;
  }

  private isWord(index: number): boolean {
    return this.pointed?.of === 'word' && this.pointed.index === index;
  }

  /** Arrows up and down: sentences; left and right: words of the sentence; Enter goes to the source. */
  private pressed(event: KeyboardEvent): void {
    const { summary } = this;
    if (!summary || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = summary.sentences.length - 1;
    const to = { ArrowDown: this.reached + 1, ArrowUp: this.reached - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      this.reach(Math.max(0, Math.min(last, to)));
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      this.step(summary, event.key === 'ArrowRight' ? 1 : -1);
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.go(this.word === undefined ? { of: 'sentence', index: this.reached } : { of: 'word', index: this.word });
    } else {
      return;
    }
    event.preventDefault();
  }

  private reach(index: number): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-sentence="${index}"]`)?.focus();
  }

  private step(summary: ShownSummary, by: number): void {
    const own = piecesOf(summary, summary.sentences[this.reached]!).flatMap(({ word }) => word ?? []);
    const at = this.word === undefined ? (by > 0 ? 0 : -1) : own.indexOf(this.word) + by;
    this.word = own[at];
    this.point(this.word === undefined ? { of: 'sentence', index: this.reached } : { of: 'word', index: this.word });
  }

  private point(piece: Pick<SummaryPiece, 'of' | 'index'> | undefined): void {
    if (piece?.of === this.pointed?.of && piece?.index === this.pointed?.index) return;
    this.pointed = piece;
    tell(this, { kind: 'preview', piece: piece && { ...piece, summary: this.at } });
  }

  private go(piece: Pick<SummaryPiece, 'of' | 'index'>): void {
    tell(this, { kind: 'go', piece: { ...piece, summary: this.at } });
  }
}
