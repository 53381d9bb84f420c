import type { ContextReader, ContextState } from './context-reader';
import type { RowPace } from './row-pace';

interface Mark {
  /** Tokens read. */
  readonly at: number;
  readonly state: ContextState;
}

/** Bytes of the states that are kept. */
const mostBytes = 256 * 1024 ** 2;

/** The beginning of a text, read once; states are kept on the way, from where it is read on with something else. */
export class Prefix {
  private marks: readonly Mark[];
  /** Tokens between two states. */
  private every = 8;
  private row = new Float32Array(0);

  public constructor(
    private readonly reader: ContextReader,
    private readonly ids: Int32Array,
    private readonly pace: RowPace,
    private readonly width: number,
  ) {
    this.marks = [{ at: 0, state: reader.begin() }];
  }

  /** Reads up to a token (never back) and returns the row that predicts it, [hidden]. */
  public async *readTo(target: number): AsyncGenerator<void, Float32Array, void> {
    let since = performance.now();
    for (let { at, state } = this.marks.at(-1)!; at < target;) {
      const to = Math.min(target, at + this.every - (at % this.every));
      const piece = this.ids.subarray(at, to);
      const begin = state;
      const read = await this.pace.time(to - at, () => this.reader.read(begin, [piece], true));
      this.row = read.hidden.slice(read.hidden.length - this.width);
      ({ state } = read);
      at = to;
      this.keep({ at, state });
      if (performance.now() - since < 40) continue;
      yield;
      since = performance.now();
    }
    return this.row;
  }

  /** The last state before which no more than `at` tokens were read; undefined below 0 and where all were forgotten. */
  public before(at: number): Mark | undefined {
    return this.marks.findLast((mark) => mark.at <= at);
  }

  /** States before the last one that is not behind `at` are not needed any more. */
  public forget(at: number): void {
    const first = this.marks.findLastIndex((mark) => mark.at <= at);
    this.marks = this.marks.slice(Math.max(0, first));
  }

  private keep(mark: Mark): void {
    this.marks = [...this.marks, mark];
    const bytes = this.marks.reduce((sum, { state }) => sum + state.bytes, 0);
    if (bytes <= mostBytes) return;
    this.every *= 2;
    // The first and the last stay.
    this.marks = this.marks.filter(({ at }, i) => i === 0 || at % this.every === 0 || at === mark.at);
  }
}
