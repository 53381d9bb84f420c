import type { LensReading } from '../../../protocol';
import type { Tokenizer } from '../../text/tokenizer';
import type { LensRun } from './lens-runs';
import type { LensScores } from './lens-session';

/** The figures of tokens [from, to) at each depth, as they come in; NaN (ids and ranks -1) until then. */
export class LensFigures {
  private readonly ids: Int32Array;
  private readonly logprob: Float32Array;
  private readonly trueLogprob: Float32Array;
  private readonly trueRank: Int32Array;
  private readonly divergence: Float32Array;
  private readonly entropy: Float32Array;

  public constructor(
    private readonly from: number,
    private readonly to: number,
    private readonly depths: number,
    public readonly top: number,
  ) {
    const cells = (to - from) * depths;
    this.ids = new Int32Array(cells * top).fill(-1);
    this.logprob = new Float32Array(cells * top).fill(NaN);
    this.trueLogprob = new Float32Array(cells).fill(NaN);
    this.trueRank = new Int32Array(cells).fill(-1);
    this.divergence = new Float32Array(cells).fill(NaN);
    this.entropy = new Float32Array(cells).fill(NaN);
  }

  /** Takes the scores of a run whose token 0 predicts token `first` of the text. */
  public write(first: number, run: LensRun, scores: LensScores): void {
    const { depths, top } = this;
    run.tokens.forEach((token, row) => {
      const cell = (first + token - this.from) * depths + run.depths[row]!;
      this.trueLogprob[cell] = scores.logprob[row]!;
      this.trueRank[cell] = scores.rank[row]!;
      this.divergence[cell] = scores.divergence[row]!;
      this.entropy[cell] = scores.entropy[row]!;
      this.ids.set(scores.topIds.subarray(row * top, (row + 1) * top), cell * top);
      this.logprob.set(scores.topLogprob.subarray(row * top, (row + 1) * top), cell * top);
    });
  }

  public reading(tokenizer: Tokenizer): Omit<LensReading, 'tokens' | 'provenance'> {
    const { from, to, depths, top, ids, logprob, trueLogprob, trueRank, divergence, entropy } = this;
    const pieces: Record<number, string> = {};
    for (const id of ids) if (id >= 0) pieces[id] ??= tokenizer.piece(id);
    return { from, to, depths, top, ids, logprob, pieces, trueLogprob, trueRank, divergence, entropy };
  }
}
