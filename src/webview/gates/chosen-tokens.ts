import type { ReadTokens, Span } from '../../protocol';
import { movedRange, rangeBetween, shownTokens, spanOf, tokenAt, type TokenRange, tokensOf } from './token-range';

/** Tokens that are shown around what is looked at, and of a long selection. */
const around = 128;
const most = 1024;

/** A text as it was read. */
export interface ReadText {
  /** Of the document. */
  readonly version: number;
  readonly tokens: ReadTokens;
}

/**
 * Which tokens are looked at: the editor's cursor, the tokens that are chosen (by a selection in the editor or on the
 * page itself), and the stretch that is shown around them.
 */
export class ChosenTokens {
  private text: ReadText | undefined;
  private place: Span | undefined;
  /** Where the page itself has sent the editor: that is no choice of tokens. */
  private sent: Span | undefined;
  private shownRange: TokenRange = { from: 0, to: 0 };
  private chosenRange: TokenRange | undefined;
  private byEditor = false;
  private cursorToken: number | undefined;

  /** Whether a text was read. */
  public get known(): boolean {
    return this.text !== undefined;
  }

  /** The token of the editor's cursor; undefined where no token is text. */
  public get cursor(): number | undefined {
    return this.cursorToken;
  }

  /** The tokens that were chosen; undefined: none were. */
  public get range(): TokenRange | undefined {
    return this.chosenRange;
  }

  public get shown(): TokenRange {
    return this.shownRange;
  }

  /** The chosen tokens, else the one at the cursor. */
  public get point(): TokenRange {
    const { cursorToken, shownRange } = this;
    return this.chosenRange ?? rangeBetween(cursorToken ?? shownRange.from, cursorToken ?? shownRange.from);
  }

  /** The page sends the editor there. */
  public send(span: Span): void {
    this.sent = span;
  }

  /** Chosen on the page; undefined: nothing is chosen any more. */
  public choose(range: TokenRange | undefined): void {
    this.chosenRange = range;
    this.byEditor = false;
  }

  /** The text was read, again perhaps; `focus` is where the editor stood then. */
  public read(text: ReadText, focus: Span): void {
    const before = this.text;
    if (before?.tokens === text.tokens) return;
    this.text = text;
    this.chosenRange = this.chosenRange && before && carried(before, text, this.chosenRange);
    this.shownRange = { from: 0, to: 0 };
    this.look(this.place ?? focus, before === undefined);
  }

  /** The editor's selection moved, in the text that is shown. */
  public follow(place: Span | undefined): void {
    if (place === undefined || (place.start === this.place?.start && place.end === this.place.end)) return;
    const own = place.start === this.sent?.start && place.end === this.sent.end;
    this.place = place;
    this.sent = undefined;
    this.look(place, !own);
  }

  private look(place: Span, chooses: boolean): void {
    const { text } = this;
    if (text === undefined) return;
    const { tokens } = text;
    this.cursorToken = tokenAt(tokens, place.start);
    const looked = tokensOf(tokens, place);
    if (chooses && place.end > place.start && looked !== undefined) {
      this.chosenRange = looked;
      this.byEditor = true;
    } else if (chooses && this.byEditor) this.chosenRange = undefined;
    if (looked === undefined) this.shownRange = { from: 0, to: tokens.ids.length };
    else this.shownRange = shownTokens(tokens.ids.length, looked, around, most, this.shownRange);
  }
}

/** The same tokens in another reading: by their places where the text is the same, else by what stayed alike. */
function carried(before: ReadText, after: ReadText, range: TokenRange): TokenRange | undefined {
  if (before.version !== after.version) {
    return before.tokens.first === after.tokens.first
      ? movedRange(before.tokens.ids, after.tokens.ids, range)
      : undefined;
  }
  const span = spanOf(before.tokens, range);
  const { spans } = after.tokens;
  if (span.start < (spans[0] ?? 0) || span.end > (spans.at(-1) ?? 0)) return undefined;
  return tokensOf(after.tokens, span);
}
