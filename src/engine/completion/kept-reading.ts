import { fail } from '../../protocol';
import type { Continuation } from '../families/continuation';
import type { LanguageModel } from '../families/language-model';
import { Pace } from '../inside/pace';

/** Tokens that are read one by one where the model goes back only to where a reading ended: those of a half typed word. */
const few = 8;

/** What a model has read for completions, kept with its cache or state so that the next one reads only what is new. */
export class KeptReading {
  /** The tokens read, the oldest first. */
  public readonly ids: number[] = [];
  /** Input of the vocabulary projection behind each of them, [hidden]. */
  private readonly rows: Float32Array[] = [];
  /** Where readings ended. */
  private ends: number[] = [];
  private place: Continuation;
  private readonly pace = new Pace();
  private reading = false;

  public constructor(public readonly model: LanguageModel) {
    this.place = model.continueFrom(model.begin());
  }

  /** False where a run failed: what the cache holds is not known then. */
  public get sound(): boolean {
    return !this.reading;
  }

  /** How many of the first tokens are those of `ids`. */
  public common(ids: Int32Array): number {
    const most = Math.min(ids.length, this.ids.length);
    let length = 0;
    while (length < most && this.ids[length] === ids[length]) length++;
    return length;
  }

  /** Goes back to `length` tokens, or to fewer where the model can only go back to where a reading ended. */
  public backTo(length: number): void {
    if (length >= this.ids.length) return;
    const ends = this.ends.filter((end) => end < length);
    const found = [length, ...ends.reverse()].find((end) => this.place.rewind(end));
    if (found === undefined) this.place = this.model.continueFrom(this.model.begin());
    this.ids.length = found ?? 0;
    this.rows.length = found ?? 0;
    this.ends = this.ends.filter((end) => end <= this.ids.length);
  }

  /** Reads on, a yield after each piece of about 80 ms. */
  public async *read(ids: Int32Array): AsyncGenerator<void, void, void> {
    for (let from = 0; from < ids.length;) {
      const single = this.model.context === undefined && ids.length - from <= few;
      const to = Math.min(ids.length, from + (single ? 1 : this.pace.tokens()));
      await this.readAtOnce(ids.subarray(from, to));
      from = to;
      yield;
    }
  }

  /**
   * The logits of what comes after the first `length` tokens, and after each of the `more` tokens behind them, [1 + more]
   * of [vocabulary]. Refuses (`run-failed`) what are no numbers.
   */
  public async logits(length: number, more = 0): Promise<readonly Float32Array[]> {
    const width = this.model.hiddenSize;
    const hidden = new Float32Array((more + 1) * width);
    for (let at = 0; at <= more; at++) hidden.set(this.rows[length - 1 + at]!, at * width);
    const logits = await this.model.logits(hidden);
    if (logits.some(Number.isNaN)) {
      throw fail('run-failed', 'The model gave logits that are no numbers. Choose another precision of it.');
    }
    const vocabulary = logits.length / (more + 1);
    return Array.from({ length: more + 1 }, (_, at) => logits.subarray(at * vocabulary, (at + 1) * vocabulary));
  }

  private async readAtOnce(ids: Int32Array): Promise<void> {
    this.reading = true;
    const hidden = await this.pace.time(ids.length, () => this.place.read(ids));
    const width = hidden.length / ids.length;
    for (let at = 0; at < ids.length; at++) {
      this.ids.push(ids[at]!);
      this.rows.push(hidden.slice(at * width, (at + 1) * width));
    }
    this.ends.push(this.ids.length);
    this.reading = false;
  }
}
