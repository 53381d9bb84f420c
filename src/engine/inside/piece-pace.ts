/** Milliseconds that a piece may take, so that hovers get their turn. */
const budget = 80;
/** Attention over a longer piece costs more than handing the cache on. */
const longest = 128;
const shortest = 16;

/** Chooses how many tokens to read at once, by how long the last piece took. */
export class PiecePace {
  /** Milliseconds a token took lately. */
  private pace = 2;
  private started = 0;

  /** Tokens of the next piece, which begins now. */
  public next(): number {
    this.started = performance.now();
    return Math.min(longest, Math.max(shortest, Math.round(budget / this.pace)));
  }

  /** The piece is read. */
  public done(tokens: number): void {
    this.pace = 0.5 * this.pace + (0.5 * (performance.now() - this.started)) / tokens;
  }
}
