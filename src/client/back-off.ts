/** Pauses between restarts, in milliseconds. */
export interface BackOffTimes {
  readonly first: number;
  readonly longest: number;
  /** After a life as long as this the next pause is the first again. */
  readonly forgiven: number;
}

export const restartTimes: BackOffTimes = { first: 250, longest: 30_000, forgiven: 60_000 };

/** Pauses that double from death to death, up to a longest one, and begin anew after a long enough life. */
export class BackOff {
  private next: number;

  public constructor(private readonly times: BackOffTimes) {
    this.next = times.first;
  }

  /** The pause after a life of `lived` milliseconds. */
  public pause(lived: number): number {
    if (lived >= this.times.forgiven) this.next = this.times.first;
    const pause = this.next;
    this.next = Math.min(this.times.longest, pause * 2);
    return pause;
  }

  public reset(): void {
    this.next = this.times.first;
  }
}
