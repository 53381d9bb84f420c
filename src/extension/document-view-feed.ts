import { type CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';

/**
 * Runs one job again and again while things change: at once after a pause, at most every `interval` milliseconds, never
 * two at a time, and once more for whatever changed during a run. Nothing runs while it is stopped.
 */
export class DocumentViewFeed {
  private going = false;
  private dirty = false;
  private running: CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last = -Infinity;

  public constructor(
    private readonly interval: number,
    /** Deals with its own failures. */
    private readonly job: (token: CancellationToken) => Promise<void>,
  ) {}

  public start(): void {
    this.going = true;
    this.touch();
  }

  /** Cancels what runs. */
  public stop(): void {
    this.going = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running?.cancel();
  }

  /** Something changed. */
  public touch(): void {
    this.dirty = true;
    this.schedule();
  }

  /** Something changed so that the answer to what runs would be of no use. */
  public restart(): void {
    this.running?.cancel();
    this.last = -Infinity;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.touch();
  }

  private schedule(): void {
    if (!this.going || !this.dirty || this.running !== undefined || this.timer !== undefined) return;
    const wait = Math.max(0, this.last + this.interval - performance.now());
    this.timer = setTimeout(() => void this.run(), wait);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.dirty = false;
    this.last = performance.now();
    const running = new CancellationTokenSource();
    this.running = running;
    try {
      await this.job(running.token);
    } finally {
      running.dispose();
      this.running = undefined;
      this.schedule();
    }
  }
}
