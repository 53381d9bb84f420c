/** Work that is done in steps of about 50-100 ms, since a run of the model cannot be interrupted. */
export interface Work {
  /** Lower runs first (see `urgency`); asked again before every step. Undefined: nothing to do at present. */
  urgency(): number | undefined;
  step(): Promise<void>;
  /** A step threw: the work is out of the schedule until it is added again. */
  failed(error: unknown): void;
}

/** What a person waits for goes before what they can see, that before the rest, and tidying comes last. */
export const urgency = { interactive: 0, visible: 1, background: 2, canonical: 3 } as const;

/** Runs one step at a time and lets messages in between two steps. */
export class Scheduler {
  /** In the order of their last step, so that equals take turns. */
  private readonly works = new Set<Work>();
  private running = false;

  public add(work: Work): void {
    this.works.add(work);
    this.wake();
  }

  public remove(work: Work): void {
    this.works.delete(work);
  }

  /** Runs `task` once, as soon as the step in progress ends if it is interactive. */
  public once<T>(level: number, task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const work: Work = {
        urgency: () => level,
        step: async () => {
          this.remove(work);
          resolve(await task());
        },
        failed: reject,
      };
      this.add(work);
    });
  }

  /** To be called when a work's urgency may have changed from undefined. */
  public wake(): void {
    if (this.running) return;
    this.running = true;
    void this.loop();
  }

  private async loop(): Promise<void> {
    for (;;) {
      // Not a microtask: messages of the client arrive as macrotasks.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const work = this.next();
      if (work === undefined) break;
      this.works.delete(work);
      this.works.add(work);
      try {
        await work.step();
      } catch (error) {
        this.works.delete(work);
        work.failed(error);
      }
    }
    this.running = false;
  }

  private next(): Work | undefined {
    let best: Work | undefined;
    let bestLevel = Infinity;
    for (const work of this.works) {
      const level = work.urgency();
      if (level !== undefined && level < bestLevel) [best, bestLevel] = [work, level];
    }
    return best;
  }
}
