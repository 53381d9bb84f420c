import type { LanguageModel, ReadingState } from '../families/language-model';
import type { Target } from './pending';
import type { StateCache } from './state-cache';
import type { TokenTable } from './token-table';

/** What a step did: sequence tokens [from, to) got figures (none where from = to). */
export interface Progress {
  readonly from: number;
  readonly to: number;
  /** Where the reading stands, and whether its state there is what it was before an edit. */
  readonly end: number;
  readonly met: boolean;
}

/** Recurrent models leave a state every so many tokens, from which an edit behind it can be read on. */
const checkpointEvery = 256;

/** Attention over a longer piece costs more than handing the cache on (measured: 64 to 256 are best). */
const longestPiece = 128;

/** Reads a document window by window, in pieces, and writes what the head says into the table. */
export class WindowReader {
  private reading: { readonly start: number; readonly position: number; readonly state: ReadingState } | undefined;
  /** Milliseconds a token took lately. */
  private pace = 2;

  public constructor(
    private readonly model: LanguageModel,
    private readonly table: TokenTable,
    private readonly cache: StateCache,
    private readonly lead: number,
  ) {}

  public edited(): void {
    this.reading = undefined;
  }

  /** Reads one piece of about `budget` milliseconds towards `target`. `keepPrefix`: an edit here will likely be followed by another. */
  public async step(target: Target, budget: number, keepPrefix: boolean): Promise<Progress> {
    const { window, first, last } = target;
    const { position, state } = this.resume(window.start, first);
    const end = this.pieceEnd(position, target, budget, keepPrefix);
    const started = performance.now();
    const more = end < last || this.carried || (keepPrefix && end < first);
    const { hidden, state: after } = await this.model.read(state, this.sequence(position, end), more);
    // Row r of hidden has read token position + r and predicts the next one.
    const from = Math.max(first, position + 1);
    const to = Math.min(last, end) + 1;
    if (from < to) {
      const size = this.model.hiddenSize;
      const rows = hidden.subarray((from - 1 - position) * size, (to - 1 - position) * size);
      const scores = await this.model.score(rows, this.sequence(from, to), this.table.top);
      this.table.write(from - this.lead, scores, window.start);
    }
    this.pace = 0.5 * this.pace + (0.5 * (performance.now() - started)) / (end - position);
    this.reading = more ? { start: window.start, position: end, state: after } : undefined;
    const met = (this.carried || (keepPrefix && end < first)) && this.cache.put(window.start, end, after);
    return { from: Math.min(from, to), to, end, met };
  }

  private get carried(): boolean {
    return this.cache.carried;
  }

  /** The reading in progress or a kept one, whichever is further but has not passed what is to be scored. */
  private resume(start: number, first: number): { readonly position: number; readonly state: ReadingState } {
    const kept = this.cache.before(start, first - 1);
    const { reading } = this;
    if (reading?.start === start && reading.position < first && reading.position >= (kept?.end ?? 0)) return reading;
    return kept ? { position: kept.end, state: kept.state } : { position: start, state: this.model.begin() };
  }

  private pieceEnd(position: number, { first, last }: Target, budget: number, keepPrefix: boolean): number {
    let end = position + Math.min(longestPiece, Math.max(16, Math.round(budget / this.pace)));
    if (this.carried) {
      end = Math.min(end, (Math.floor(position / checkpointEvery) + 1) * checkpointEvery);
      end = Math.min(end, this.cache.outdatedAfter(position)?.end ?? end);
    } else if (keepPrefix && position < first - 1) end = Math.min(end, first - 1);
    return Math.min(end, last);
  }

  /** Ids of the sequence tokens [from, to); number 0 is the start token where the model has one. */
  private sequence(from: number, to: number): Int32Array {
    if (from >= this.lead) return this.table.ids.subarray(from - this.lead, to - this.lead);
    const ids = new Int32Array(to - from);
    ids[0] = this.model.tokenizer.startToken!;
    ids.set(this.table.ids.subarray(0, to - this.lead), 1);
    return ids;
  }
}
