/** Milliseconds between two looks at what else is to be done. */
const budget = 80;
/** Tokens of a piece: below, a run costs more than its tokens. */
const [least, most] = [16, 128];

/** How many tokens a piece may have, by how long the last ones took. */
export class Pace {
  /** Milliseconds a token. */
  private pace = 2;

  public tokens(): number {
    return Math.max(least, Math.min(most, Math.round(budget / this.pace)));
  }

  /** Times a piece of so many tokens. */
  public async time<T>(tokens: number, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    this.pace = 0.5 * this.pace + (0.5 * (performance.now() - started)) / tokens;
    return result;
  }
}
