import { coarsest, type AnswerCurve } from '../../../protocol';

/**
 * A long text's probabilities in few stretches, each as high as its highest token: memory and messages stay small however long the
 * text is. Tokens are told window by window.
 */
export class AnswerOverview {
  private readonly perStretch: number;
  private readonly start: Float32Array;
  private readonly end: Float32Array;

  public constructor(private readonly tokenSpans: Int32Array) {
    const tokens = tokenSpans.length / 2;
    this.perStretch = Math.max(1, Math.ceil(tokens / coarsest));
    const stretches = Math.ceil(tokens / this.perStretch);
    this.start = new Float32Array(stretches);
    this.end = new Float32Array(stretches);
  }

  public add(token: number, start: number, end: number): void {
    const at = Math.floor(token / this.perStretch);
    this.start[at] = Math.max(this.start[at]!, start);
    this.end[at] = Math.max(this.end[at]!, end);
  }

  public curve(): AnswerCurve {
    const tokens = this.tokenSpans.length / 2;
    const spans = new Int32Array(2 * this.start.length);
    for (let at = 0; at < this.start.length; at++) {
      const last = Math.min(tokens, (at + 1) * this.perStretch) - 1;
      spans[2 * at] = this.tokenSpans[2 * at * this.perStretch]!;
      spans[2 * at + 1] = this.tokenSpans[2 * last + 1]!;
    }
    return { spans, start: this.start, end: this.end };
  }
}
