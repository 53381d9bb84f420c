import type { Tokenizer } from '../text/tokenizer';

/** Tokens that are decoded again with each new one; more, and those before the last `context` are settled. */
const most = 32;
/** Tokens at the end of what is settled that the next ones are decoded with: how a token reads hangs on its neighbours. */
const context = 8;

/** The text of a sequence as its tokens come; what cannot change any more is not decoded again. */
export class GrowingText {
  /** Text of the tokens before those that are decoded again. */
  private settled = '';
  /** Tokens to decode; the text of the first of them may be settled already, its length is `known`. */
  private ids: readonly number[] = [];
  private known = 0;

  public constructor(private readonly tokenizer: Tokenizer) {}

  /** The whole text with one token more, without special tokens. */
  public async add(id: number): Promise<string> {
    this.ids = [...this.ids, id];
    if (this.ids.length > most) await this.settle();
    return this.settled + (await this.decode(this.ids)).slice(this.known);
  }

  private async settle(): Promise<void> {
    const before = await this.decode(this.ids.slice(0, -context));
    // A character may still lack bytes.
    if (before.endsWith('\uFFFD')) return;
    const kept = this.ids.slice(-2 * context);
    this.settled += before.slice(this.known);
    this.known = (await this.decode(kept.slice(0, context))).length;
    this.ids = kept;
  }

  private decode(ids: readonly number[]): Promise<string> {
    return this.tokenizer.decode(Int32Array.from(ids));
  }
}
