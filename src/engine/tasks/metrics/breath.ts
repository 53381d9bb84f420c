/** Work that hands the turn over whenever it has lasted a while. */
export type Steps<T> = Generator<void, T, void>;

/** How long work goes on before others have a turn, ms. */
const turn = 40;

/** Tells long work when it is time to hand the turn over. */
export class Breath {
  private since = performance.now();

  public due(): boolean {
    const now = performance.now();
    if (now - this.since < turn) return false;
    this.since = now;
    return true;
  }
}

/** The result of work that nobody waits beside: all its steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
