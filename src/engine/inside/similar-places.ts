import type { SimilarPlace } from '../../protocol';

/** A token counts where at least this share of the chosen cells are on. */
const together = 0.75;

interface Run {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/**
 * Collects runs of tokens at which chosen cells are on together, as the shares come token by token; keeps the best. A
 * run is the better the larger its mean share, times its length where that is less than `length` tokens; then the
 * longer, then the earlier one. A run that touches the excluded tokens is no place.
 */
export class SimilarPlaces {
  private best: readonly Run[] = [];
  private from = 0;
  private sum = 0;
  private at = 0;

  /** excluded: [from, to). */
  public constructor(
    private readonly excluded: readonly [number, number],
    private readonly count: number,
  ) {}

  /** The share of the next token, 0 to 1. */
  public take(share: number): void {
    if (share >= together) this.sum += share;
    else this.close();
    this.at++;
    if (share < together) this.from = this.at;
  }

  /** The best runs, with their places in the text; spans: [n, 2]. */
  public places(spans: Int32Array): readonly SimilarPlace[] {
    this.close();
    this.from = this.at;
    return this.best.map(({ from, to, share }) => ({
      start: spans[2 * from]!,
      end: spans[2 * to - 1]!,
      tokens: to - from,
      share,
    }));
  }

  private close(): void {
    const run = { from: this.from, to: this.at, share: this.sum / (this.at - this.from) };
    this.sum = 0;
    const [from, to] = this.excluded;
    if (run.from === run.to || (run.from < to && run.to > from)) return;
    this.best = [...this.best, run].sort((a, b) => this.compare(a, b)).slice(0, this.count);
  }

  private compare(a: Run, b: Run): number {
    return this.worth(b) - this.worth(a) || b.to - b.from - (a.to - a.from) || a.from - b.from;
  }

  private worth({ from, to, share }: Run): number {
    const length = this.excluded[1] - this.excluded[0];
    return share * Math.min(1, (to - from) / length);
  }
}
