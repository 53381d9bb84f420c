/** Milliseconds that a piece may take, so that hovers get their turn. */
const budget = 80;
/** Tokens of a piece below which its rows are made fewer, and tokens at most. */
const [few, most] = [16, 256];

/** How many rows and tokens a piece may have, by how long the last ones took. */
export class RowPace {
  /** Milliseconds a token of a row. */
  private pace = 2;

  public rows(): number {
    return Math.max(1, Math.floor(budget / (this.pace * few)));
  }

  public tokens(rows: number): number {
    return Math.max(4, Math.min(most, Math.floor(budget / (this.pace * rows))));
  }

  /** Times a piece of so many tokens, all rows together. */
  public async time<T>(tokens: number, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    this.pace = 0.5 * this.pace + (0.5 * (performance.now() - started)) / tokens;
    return result;
  }
}
