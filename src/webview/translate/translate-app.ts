import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  translateBeams,
  translateWays,
  type Span,
  type TranslateAction,
  type TranslateBusy,
  type TranslateState,
  type TranslateWay,
  type Translation,
} from '../../protocol';
import { formatCount, formatNumber, formatProvenance } from '../../protocol/format';
import { fieldStyle } from '../chat/field-style';
import type { IconName } from '../shared/codicons';
import type { HeatmapEvent } from '../shared/heatmap/heatmap-event';
import { icon } from '../shared/icon';
import '../shared/panel/provenance-line';
import { actionButtons } from '../shared/side-bar/action-buttons';
import { announcementLine } from '../shared/side-bar/announcement-line';
import { leaveOnEscape } from '../shared/side-bar/leave-on-escape';
import { signedSentence } from '../shared/side-bar/signed-sentence';
import { sharedStyle } from '../shared/style';
import './alignment-map';
import { leadingOf, markedWords, sameWord, sourceSpans, type PointedWord } from './pointed-word';
import { roundPart } from './round-part';
import { waitingBox } from './waiting-box';
import { tell } from './tell';
import { translateHead, type HeadChoice } from './translate-head';
import { translateStyle } from './translate-style';
import {
  announcement,
  busyText,
  languageName,
  meanScore,
  sourceWords,
  targetWords,
  warningsOf,
  wordAt,
  type Word,
} from './translate-words';
import { wordStyle, type WordAction } from './word-text';

const promise =
  'The selection, or the whole document, in another language, by a model on this machine: where each word comes from, and what a round trip loses.';
const none =
  'None of the installed models can translate. Choose a folder that holds a translation model with encoder and decoder, such as an export of Opus-MT.';
const labels: Readonly<Record<TranslateAction, string>> = {
  translate: 'Translate',
  again: 'Translate again',
  stop: 'Stop',
  'add-folder': 'Choose a model folder',
  'show-log': 'Show log',
  'restart-engine': 'Restart the engine',
};
const wayNames: Readonly<Record<TranslateWay, string>> = { greedy: 'Greedy', beam: `Beam of ${translateBeams}` };

/** The Translate view. */
@customElement('langscope-translate')
export class TranslateApp extends LitElement {
  public static override readonly styles = [sharedStyle, fieldStyle, wordStyle, translateStyle];

  @property({ attribute: false }) public accessor shown: TranslateState | undefined;
  @state() private accessor pointed: PointedWord | undefined;
  /** The sentence whose alignment is drawn. */
  @state() private accessor drawn: { readonly way: TranslateWay; readonly sentence: number } = {
    way: 'beam',
    sentence: 0,
  };
  @state() private accessor copied: TranslateWay | undefined;
  @state() private accessor announced = '';
  private readonly words = new WeakMap<object, readonly Word[]>();

  public constructor() {
    super();
    leaveOnEscape(this, () => tell(this, { kind: 'leave' }));
  }

  public progress(busy: TranslateBusy): void {
    if (this.shown) this.shown = { ...this.shown, busy };
  }

  public grow(way: TranslateWay, text: string): void {
    if (this.shown) this.shown = { ...this.shown, partial: { ...this.shown.partial, [way]: text } };
  }

  /** The cursor of the editor stands in the source: its word is marked, and what came of it. */
  public cursorAt(offset: number | undefined): void {
    const leading = this.leading();
    const word = leading && offset !== undefined ? wordAt(this.sourceOf(leading), offset) : undefined;
    if (word) this.point({ side: 'source', sentence: word.sentence, token: word.token }, false);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('shown')) return;
    const before = changed.get('shown');
    const { shown } = this;
    if (shown?.translations !== undefined && shown.source?.text !== before?.source?.text) this.pointed = undefined;
    if (before?.busy && !shown?.busy && shown) this.announced = shown.problem ?? announcement(shown.translations);
    const count = this.leading()?.sentences.length ?? 0;
    if (this.drawn.sentence >= count) this.drawn = { way: this.drawn.way, sentence: 0 };
  }

  protected override render(): TemplateResult {
    return html`${this.body()}${announcementLine(this.announced)}`;
  }

  private body(): TemplateResult | typeof nothing {
    const { shown } = this;
    if (!shown) return nothing;
    const { models, source, problem } = shown;
    const refusal = problem === undefined ? nothing : signedSentence('error', problem);
    if (!models) {
      return problem === undefined
        ? html`<p class="quiet" role="status">Looking for models that translate</p>`
        : html`${refusal}${this.buttons('restart-engine', 'show-log')}`;
    }
    if (models.length === 0) return html`${signedSentence('circle-slash', none)}${this.buttons('add-folder')}`;
    if (!source)
      return html`${translateHead(shown, (choice) => this.change(choice))} ${this.start(shown)} ${refusal}
        <p class="promise">${promise}</p>`;
    const leading = this.leading();
    return html`${translateHead(shown, (choice) => this.change(choice))} ${this.start(shown)} ${refusal}
      ${leading ? warningsOf(leading).map((text) => signedSentence('warning', text)) : nothing}
      <div class=${shown.stale ? 'stale' : ''}>
        ${this.sourcePart(shown, source, leading)}
        <div class="columns">${translateWays.map((way) => this.column(shown, way))}</div>
        ${leading ? this.legend() : nothing} ${this.map()}
        ${shown.round ? roundPart(shown.round, wayNames[shown.round.way]) : nothing}
      </div>
      ${
        leading
          ? html`<langscope-provenance-line
              .text=${`${formatProvenance(leading.provenance)} \u00b7 ${leading.from} to ${leading.to} \u00b7 length penalty ${formatNumber(shown.lengthPenalty)} \u00b7 ${formatCount(source.text.length)} characters, ${formatCount(leading.sentences.length)} sentences`}
              .copy=${(text: string) => tell(this, { kind: 'copy', text })}
            ></langscope-provenance-line>`
          : nothing
      }`;
  }

  /** The place beside the button is kept, so that nothing moves when the text changes. */
  private start({ busy, stale }: TranslateState): TemplateResult {
    const action = busy ? 'stop' : 'translate';
    const again = html`The text has changed.
      <button class="link" @click=${() => tell(this, { kind: 'run', action: 'again' })}>Translate again</button>`;
    return html`<div class="start">
      <button class="primary" @click=${() => tell(this, { kind: 'run', action })}>
        ${icon(busy ? 'debug-stop' : 'play')}${labels[action]}
      </button>
      <span class="quiet number">${busy ? busyText(busy) : stale ? again : nothing}</span>
    </div>`;
  }

  private buttons(...actions: readonly TranslateAction[]): TemplateResult {
    return actionButtons(actions, labels, (action) => tell(this, { kind: 'run', action }));
  }

  private sourcePart(
    { round }: TranslateState,
    { title, text }: { readonly title: string; readonly text: string },
    leading: Translation | undefined,
  ): TemplateResult {
    return html`<section>
      <div class="heading">
        <h2>Source</h2>
        <span class="score quiet" title=${title}>${leading ? `${languageName(leading.from)}, ` : ''}${title}</span>
      </div>
      <langscope-word-text
        class="source"
        label="Source"
        .text=${text}
        .words=${leading ? this.sourceOf(leading, round?.lost) : []}
        .marked=${this.markedIn('source')}
        @langscope-word=${(event: CustomEvent<WordAction>) => this.onWord('source', event.detail)}
      ></langscope-word-text>
    </section>`;
  }

  private column({ translations, partial, busy, stale, source }: TranslateState, way: TranslateWay): TemplateResult {
    const found = translations[way];
    const growing = busy?.what === way ? partial[way] : undefined;
    const score = found && meanScore(found);
    return html`<section class=${way}>
      <div class="heading">
        <h2>${wayNames[way]}</h2>
        <span
          class="score quiet number"
          title="Mean over sentences of log-probability / tokens ^ length normalisation, nats"
          >${score === undefined ? '' : `score ${formatNumber(score)}`}</span
        >
        ${
          found
            ? html`${this.tool(this.copied === way ? 'check' : 'copy', 'Copy', () => this.copy(way, found.text))}
              ${this.tool('edit', 'Replace the text with this translation', () => tell(this, { kind: 'replace', way }), stale)}
              ${this.tool('insert', 'Insert this translation below the text', () => tell(this, { kind: 'insert', way }), stale)}
              ${this.tool('refresh', 'Translate back and mark what is lost', () => tell(this, { kind: 'round', way }), busy !== undefined)}`
            : nothing
        }
      </div>
      ${
        found && growing === undefined
          ? html`<langscope-word-text
              label=${`${wayNames[way]} translation`}
              .text=${found.text}
              .words=${this.targetOf(found)}
              .marked=${this.markedIn(way)}
              @langscope-word=${(event: CustomEvent<WordAction>) => this.onWord(way, event.detail)}
            ></langscope-word-text>`
          : waitingBox(growing, source?.text)
      }
    </section>`;
  }

  private tool(name: IconName, label: string, run: () => void, disabled = false): TemplateResult {
    return html`<button class="tool" title=${label} aria-label=${label} ?disabled=${disabled} @click=${run}>
      ${icon(name)}
    </button>`;
  }

  private legend(): TemplateResult {
    const round = this.shown?.round;
    return html`<div class="legend quiet">
      <span class="spelt" title="The model does not know the word and wrote it letter by letter">spelt</span>
      <span class="unknown" title="The model does not know the word and read it letter by letter">unknown</span>
      ${round ? html`<span class="lost">lost</span><span class="added">new</span>` : nothing}
    </div>`;
  }

  private map(): TemplateResult | typeof nothing {
    const { way, sentence: at } = this.drawn;
    const translation = this.shown?.translations[way] ?? this.leading();
    const sentence = translation?.sentences[at];
    if (!translation || !sentence?.attention) return nothing;
    const { pointed } = this;
    const here = pointed?.sentence === at;
    const place = `sentence ${formatCount(at + 1)} of ${formatCount(translation.sentences.length)}, score ${formatNumber(sentence.score)}`;
    return html`<section>
      <div class="heading">
        <h2>Alignment</h2>
        <span class="score quiet number" title=${place}>${place}</span>
        ${this.tool('chevron-left', 'Sentence before', () => this.turn(at - 1), at === 0)}
        ${this.tool('chevron-right', 'Next sentence', () => this.turn(at + 1), at + 1 >= translation.sentences.length)}
      </div>
      <langscope-alignment-map
        .sentence=${sentence}
        .row=${here && pointed.side !== 'source' ? pointed.token : undefined}
        .column=${here && pointed.side === 'source' ? pointed.token : undefined}
        @heatmap=${this.onMap}
      ></langscope-alignment-map>
    </section>`;
  }

  private get translations(): TranslateState['translations'] {
    return this.shown?.translations ?? {};
  }

  private leading(): Translation | undefined {
    return leadingOf(this.translations);
  }

  private sourceOf(translation: Translation, lost?: readonly Span[]): readonly Word[] {
    return this.kept(lost ?? translation.sentences, () => sourceWords(translation, lost));
  }

  private targetOf(translation: Translation): readonly Word[] {
    return this.kept(translation, () => targetWords(translation));
  }

  private kept(key: object, make: () => readonly Word[]): readonly Word[] {
    let words = this.words.get(key);
    if (!words) this.words.set(key, (words = make()));
    return words;
  }

  private markedIn(side: PointedWord['side']): ReadonlyMap<string, number> {
    return markedWords(side, this.pointed, this.translations);
  }

  private point(pointed: PointedWord | undefined, mark: boolean): void {
    if (sameWord(pointed, this.pointed)) return;
    this.pointed = pointed;
    if (pointed) {
      this.drawn = { way: pointed.side === 'source' ? this.drawn.way : pointed.side, sentence: pointed.sentence };
    }
    if (mark) tell(this, { kind: 'preview', spans: this.spansOf(pointed) });
  }

  private spansOf(pointed: PointedWord | undefined): readonly Span[] {
    return sourceSpans(pointed, this.translations);
  }

  private onWord(side: PointedWord['side'], { kind, word }: WordAction): void {
    const pointed = word && { side, sentence: word.sentence, token: word.token };
    if (kind === 'point') {
      this.point(pointed, true);
      return;
    }
    const [span] = this.spansOf(pointed);
    if (span) tell(this, { kind: 'go', span, focus: true });
  }

  private readonly onMap = ({ action }: HeatmapEvent): void => {
    const { way, sentence } = this.drawn;
    if (action.kind === 'hover') {
      this.point(action.cell && { side: way, sentence, token: action.cell.row }, true);
    } else if (action.kind === 'pick') {
      const [span] = this.spansOf({ side: 'source', sentence, token: action.cell.column });
      if (span) tell(this, { kind: 'go', span, focus: action.by === 'keyboard' });
    }
  };

  private turn(sentence: number): void {
    this.pointed = undefined;
    this.drawn = { ...this.drawn, sentence };
  }

  /** The slider answers at once, before the extension has told what it came to. */
  private change(choice: HeadChoice): void {
    if (choice.kind === 'length-penalty' && this.shown) this.shown = { ...this.shown, lengthPenalty: choice.value };
    tell(this, choice);
  }

  private copy(way: TranslateWay, text: string): void {
    tell(this, { kind: 'copy', text });
    this.copied = way;
    setTimeout(() => (this.copied = undefined), 1500);
  }
}
