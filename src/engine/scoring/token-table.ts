import type { TokenScores } from '../../protocol';
import type { HeadScores } from '../families/language-model';
import type { Tokenization } from '../text/tokenizer';

type Column = Int32Array | Float32Array | Uint8Array;

/** `column` with rows [at, at + removed) replaced by `inserted` rows of `fill`; width = numbers a row. */
function splice<T extends Column>(
  column: T,
  width: number,
  at: number,
  removed: number,
  inserted: number,
  fill: number,
): T {
  const result = new (column.constructor as new (n: number) => T)(column.length + (inserted - removed) * width);
  result.set(column.subarray(0, at * width));
  result.fill(fill, at * width, (at + inserted) * width);
  result.set(column.subarray((at + removed) * width), (at + inserted) * width);
  return result;
}

/** No window scored the token since its context last changed. */
export const notScored = -1;

/** Tokens of a document and what is known of them, in columns, so that an edit is a splice and a message a slice. */
export class TokenTable {
  public ids = new Int32Array(0);
  /** [n, 2] UTF-16 offsets. */
  public spans = new Int32Array(0);
  public unknown = new Uint8Array(0);
  /** [n] UTF-8 bytes that the token adds to those before it (tokens may share a character). */
  public bytes = new Int32Array(0);
  public logprob = new Float32Array(0);
  public rank = new Int32Array(0);
  public entropy = new Float32Array(0);
  /** [n, top] */
  public topIds = new Int32Array(0);
  public topLogprob = new Float32Array(0);
  /** [n] start (sequence number) of the window that scored the token, or `notScored`: the figure is of older text. */
  public scoredBy = new Int32Array(0);

  public constructor(public readonly top: number) {}

  public get length(): number {
    return this.ids.length;
  }

  /** Takes over `tokens`, whose [from, from + inserted) replaced [from, from + removed); the figures of the others stay. */
  public replace(tokens: Tokenization, text: string, from: number, removed: number, inserted: number): void {
    this.ids = tokens.ids as Int32Array<ArrayBuffer>;
    this.spans = tokens.spans as Int32Array<ArrayBuffer>;
    this.unknown = tokens.unknown as Uint8Array<ArrayBuffer>;
    this.bytes = splice(this.bytes, 1, from, removed, inserted, 0);
    this.logprob = splice(this.logprob, 1, from, removed, inserted, NaN);
    this.rank = splice(this.rank, 1, from, removed, inserted, -1);
    this.entropy = splice(this.entropy, 1, from, removed, inserted, NaN);
    this.topIds = splice(this.topIds, this.top, from, removed, inserted, -1);
    this.topLogprob = splice(this.topLogprob, this.top, from, removed, inserted, NaN);
    this.scoredBy = splice(this.scoredBy, 1, from, removed, inserted, notScored);
    for (let i = from; i < from + inserted; i++) {
      const start = Math.max(this.spans[2 * i]!, i > 0 ? this.spans[2 * i - 1]! : 0);
      this.bytes[i] = Buffer.byteLength(text.slice(start, this.spans[2 * i + 1]), 'utf8');
    }
  }

  public write(at: number, scores: HeadScores, scoredBy: number): void {
    this.logprob.set(scores.logprob, at);
    this.rank.set(scores.rank, at);
    this.entropy.set(scores.entropy, at);
    this.topIds.set(scores.topIds, at * this.top);
    this.topLogprob.set(scores.topLogprob, at * this.top);
    this.scoredBy.fill(scoredBy, at, at + scores.rank.length);
  }

  /** The plan says that no window scores this token (the first of a disjoint window). */
  public clear(at: number): void {
    this.logprob[at] = this.entropy[at] = NaN;
    this.rank[at] = -1;
    this.topIds.fill(-1, at * this.top, (at + 1) * this.top);
    this.scoredBy[at] = notScored;
  }

  public slice(from: number, to: number): TokenScores {
    return {
      spans: this.spans.slice(2 * from, 2 * to),
      ids: this.ids.slice(from, to),
      logprob: this.logprob.slice(from, to),
      rank: this.rank.slice(from, to),
      entropy: this.entropy.slice(from, to),
      unknown: this.unknown.slice(from, to),
    };
  }

  /** First token that ends behind `offset`; `length` when there is none. Ends never decrease. */
  public at(offset: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.spans[2 * middle + 1]! > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
