import type { ReadingState } from '../families/language-model';

/** The state after reading [start, end) of the sequence. Not fresh: of the text before an edit, kept to be met again. */
interface Checkpoint {
  start: number;
  end: number;
  fresh: boolean;
  readonly state: ReadingState;
}

/**
 * Reading states kept so that an edit need not read its window from the start. With carried state (recurrent models)
 * all are kept, also those behind an edit, since the new state may meet an old one again; of a transformer's caches,
 * which are megabytes, only the latest that fit into `limitBytes`.
 */
export class StateCache {
  private checkpoints: Checkpoint[] = [];

  public constructor(
    /** State is carried over the whole text, rather than begun anew with every window. */
    public readonly carried: boolean,
    private readonly limitBytes: number,
  ) {}

  /** Keeps a state; true when it meets the outdated one at the same place, whose future then holds again. */
  public put(start: number, end: number, state: ReadingState): boolean {
    const old = this.checkpoints.find((known) => known.start === start && known.end === end);
    this.checkpoints = this.checkpoints.filter((known) => known !== old);
    this.checkpoints.push({ start, end, fresh: true, state });
    if (this.carried) return old !== undefined && !old.fresh && old.state.meets(state);
    let bytes = this.checkpoints.reduce((sum, known) => sum + known.state.bytes, 0);
    while (bytes > this.limitBytes && this.checkpoints.length > 1) bytes -= this.checkpoints.shift()!.state.bytes;
    return false;
  }

  /** The longest usable reading from `start` that ends at or before `end`. */
  public before(start: number, end: number): { readonly end: number; readonly state: ReadingState } | undefined {
    let best: Checkpoint | undefined;
    for (const known of this.checkpoints) {
      if (known.fresh && known.start === start && known.end <= end && known.end > (best?.end ?? -1)) best = known;
    }
    return best;
  }

  /** The first outdated reading that ends behind `end`: where a new state may meet an old one. */
  public outdatedAfter(end: number): { readonly end: number; readonly state: ReadingState } | undefined {
    let best: Checkpoint | undefined;
    for (const known of this.checkpoints) {
      if (!known.fresh && known.end > end && known.end < (best?.end ?? Infinity)) best = known;
    }
    return best;
  }

  /** The old states in [from, to] hold again. */
  public renew(from: number, to: number): void {
    for (const known of this.checkpoints) if (known.end >= from && known.end <= to) known.fresh = true;
  }

  /** Sequence tokens [at, at + removed) became [at, at + inserted). */
  public edited(at: number, removed: number, inserted: number): void {
    const delta = inserted - removed;
    this.checkpoints = this.checkpoints.filter((known) => {
      if (!this.carried && known.start >= at + removed) {
        known.start += delta;
        known.end += delta;
        return true;
      }
      if (known.end <= at) return true;
      if (!this.carried || known.end < at + removed) return false;
      known.end += delta;
      known.fresh = false;
      return true;
    });
  }
}
