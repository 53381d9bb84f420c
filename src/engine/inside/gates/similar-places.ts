import type { SimilarPlace } from '../../../protocol';

/** A token counts where at least this share of the chosen cells are on. */
const together = 0.75;

interface Run {
  readonly from: number;
  readonly to: number;
  /** How many of the chosen cells are on, summed over the tokens. */
  readonly on: number;
}

/**
 * Collects runs of tokens at which chosen cells are on together, as their numbers come token by token; keeps the best.
 * A run is the better the larger its mean share of cells that are on, times its length where that is less than the
 * excluded tokens'; then the longer, then the earlier one. A run that touches the excluded tokens is no place.
 */
export class SimilarPlaces {
  private best: readonly Run[] = [];
  private from = 0;
  private on = 0;
  private at = 0;

  /** cells: how many are chosen, at least one; excluded: [from, to), at least one token; count: places to keep. */
  public constructor(
    private readonly cells: number,
    private readonly excluded: readonly [number, number],
    private readonly count: number,
  ) {}

  /** How many of the cells are on at the next token. */
  public take(on: number): void {
    if (on >= together * this.cells) this.on += on;
    else this.close(this.at + 1);
    this.at++;
  }

  /** The best runs, with their places in the text; spans: [n, 2]. */
  public places(spans: Int32Array): readonly SimilarPlace[] {
    this.close(this.at);
    return this.best.map(({ from, to, on }) => ({
      start: spans[2 * from]!,
      end: spans[2 * to - 1]!,
      tokens: to - from,
      share: on / (this.cells * (to - from)),
    }));
  }

  /** The run in progress ends before the token to come; the next one begins at `next` at the earliest. */
  private close(next: number): void {
    const run: Run = { from: this.from, to: this.at, on: this.on };
    [this.from, this.on] = [next, 0];
    const [from, to] = this.excluded;
    if (run.from === run.to || (run.from < to && run.to > from)) return;
    this.best = [...this.best, run].sort((a, b) => this.compare(a, b)).slice(0, this.count);
  }

  private compare(a: Run, b: Run): number {
    return this.worth(b) - this.worth(a) || b.to - b.from - (a.to - a.from) || a.from - b.from;
  }

  /** One division, so that equal runs are equal. */
  private worth({ from, to, on }: Run): number {
    return on / (this.cells * Math.max(to - from, this.excluded[1] - this.excluded[0]));
  }
}
