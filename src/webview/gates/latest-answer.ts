/** A question on its way; `cancel` tells the other end that nobody waits any more. */
export interface Asked<T> {
  readonly answer: Promise<T>;
  readonly cancel: () => void;
}

/**
 * What answers the newest question. The older answer stays in place until the newer one is there, so that nothing on
 * the page comes and goes; an answer that comes too late is dropped.
 */
export class LatestAnswer<T> {
  private asked: { readonly key: string; readonly cancel: () => void; answered: boolean } | undefined;
  private found: { readonly key: string; readonly value: T } | undefined;
  private failed: unknown;

  /** `changed` is called when an answer or a failure has come. */
  public constructor(private readonly changed: () => void) {}

  /** The newest answer there is; it may belong to an older question, see `settled`. */
  public get value(): T | undefined {
    return this.found?.value;
  }

  /** Why the newest question was not answered. */
  public get failure(): unknown {
    return this.failed;
  }

  /** Whether `value` answers the newest question. */
  public get settled(): boolean {
    return this.found !== undefined && this.found.key === this.asked?.key;
  }

  public get waiting(): boolean {
    return this.asked !== undefined && !this.asked.answered;
  }

  /** Asks if the key is another one than before; two questions with one key have the same answer. */
  public follow(key: string, ask: () => Asked<T>): void {
    if (this.asked?.key === key) return;
    if (this.waiting) this.asked?.cancel();
    this.failed = undefined;
    const { answer, cancel } = ask();
    const asked = { key, cancel, answered: false };
    this.asked = asked;
    answer.then(
      (value) => {
        asked.answered = true;
        if (this.asked !== asked) return;
        this.found = { key, value };
        this.changed();
      },
      (error: unknown) => {
        asked.answered = true;
        if (this.asked !== asked) return;
        this.found = undefined;
        this.failed = error;
        this.changed();
      },
    );
  }

  /** Ends the question on its way and keeps what is there; the same key may be asked again. */
  public stop(): void {
    if (!this.waiting) return;
    this.asked?.cancel();
    this.asked = undefined;
  }

  /** There is nothing to ask: forgets the answer too. */
  public clear(): void {
    if (this.waiting) this.asked?.cancel();
    this.asked = undefined;
    this.found = undefined;
    this.failed = undefined;
  }
}
