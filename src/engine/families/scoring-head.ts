import { Tensor } from 'onnxruntime-node';
import { headNames } from '../graph/score-nodes';
import type { Session } from '../runtime/session';
import type { HeadScores } from './language-model';

/**
 * Rows that one run takes: at most 32, fewer where a large vocabulary would make their logits larger than 8 MB, but
 * not below 16, under which reading the weights from memory takes longer than multiplying with them.
 */
const rowsOf = (width: number): number => Math.max(16, Math.min(32, Math.floor((8 * 1024 * 1024) / (4 * width))));

const outputs = [headNames.logprob, headNames.rank, headNames.entropy, headNames.topIds, headNames.topLogprob];

function int64(values: ArrayLike<number>, dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(Array.from(values, BigInt)), dims);
}

/** The vocabulary projection with the scoring nodes behind it; works through few rows at a time. */
export class ScoringHead {
  private constructor(
    private readonly session: Session,
    public readonly hiddenSize: number,
    /** Columns of the logits; may be more than the tokenizer has, as exporters pad. */
    public readonly width: number,
    private readonly rowsPerRun: number,
  ) {}

  /** Measures the head by a run with one row of zeros, which also proves that it runs. */
  public static async open(session: Session, hiddenSize: number): Promise<ScoringHead> {
    const feeds = {
      [headNames.hidden]: new Tensor('float32', new Float32Array(hiddenSize), [1, 1, hiddenSize]),
      [headNames.labels]: int64([0], [1]),
      [headNames.top]: int64([1], [1]),
    };
    const results = await session.run(feeds, [headNames.width]);
    const width = Number((results.get(headNames.width)!.data as BigInt64Array)[0]);
    return new ScoringHead(session, hiddenSize, width, rowsOf(width));
  }

  /** hidden: [n, hiddenSize]; labels: [n] below `width`; top: how many alternatives, at most `width`. */
  public async score(hidden: Float32Array, labels: Int32Array, top: number): Promise<HeadScores> {
    const n = labels.length;
    if (hidden.length !== n * this.hiddenSize) throw new RangeError(`${n} labels for ${hidden.length} numbers`);
    const scores: HeadScores = {
      logprob: new Float32Array(n),
      rank: new Int32Array(n),
      entropy: new Float32Array(n),
      topIds: new Int32Array(n * top),
      topLogprob: new Float32Array(n * top),
    };
    for (let from = 0; from < n; from += this.rowsPerRun) {
      await this.scoreRows(hidden, labels, top, from, Math.min(n, from + this.rowsPerRun), scores);
    }
    return scores;
  }

  /** hidden: [n, hiddenSize], of few rows. Returns [n, width]. */
  public async logits(hidden: Float32Array): Promise<Float32Array> {
    const rows = hidden.length / this.hiddenSize;
    const feeds = {
      [headNames.hidden]: new Tensor('float32', hidden, [1, rows, this.hiddenSize]),
      [headNames.labels]: int64(new Int32Array(rows), [rows]),
      [headNames.top]: int64([1], [1]),
    };
    return (await this.session.run(feeds, [headNames.logits])).get(headNames.logits)!.data as Float32Array;
  }

  public async dispose(): Promise<void> {
    await this.session.dispose();
  }

  private async scoreRows(
    hidden: Float32Array,
    labels: Int32Array,
    top: number,
    from: number,
    to: number,
    into: HeadScores,
  ): Promise<void> {
    const rows = to - from;
    const part = hidden.subarray(from * this.hiddenSize, to * this.hiddenSize);
    const feeds = {
      [headNames.hidden]: new Tensor('float32', part, [1, rows, this.hiddenSize]),
      [headNames.labels]: int64(labels.subarray(from, to), [rows]),
      // The graph wants at least one; nobody looks at it where none is asked for.
      [headNames.top]: int64([Math.max(1, top)], [1]),
    };
    const results = await this.session.run(feeds, top > 0 ? outputs : outputs.slice(0, 3));
    const floats = (name: string): Float32Array => results.get(name)!.data as Float32Array;
    const ints = (name: string): Int32Array => results.get(name)!.data as Int32Array;
    into.logprob.set(floats(headNames.logprob), from);
    into.rank.set(ints(headNames.rank), from);
    into.entropy.set(floats(headNames.entropy), from);
    if (top === 0) return;
    into.topIds.set(ints(headNames.topIds), from * top);
    into.topLogprob.set(floats(headNames.topLogprob), from * top);
  }
}
