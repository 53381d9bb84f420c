import type { InsideText, ReadTokens } from '../../protocol';
import { KeptBranches } from '../branches/kept-branches';
import type { LanguageModel } from '../families/language-model';
import type { Reading } from '../inside/readings';
import type { Tokenizer } from '../text/tokenizer';

/** A text that was read up to a place: the logits there, and the place to go on from. */
export class KeptPlayground implements Reading {
  public readonly branches: KeptBranches;

  public constructor(
    request: Pick<InsideText, 'model' | 'precision' | 'provider'>,
    tokens: ReadTokens,
    /** New tokens that the context has room for. */
    public readonly room: number,
    public readonly tokenizer: Tokenizer,
    /** [vocabulary] */
    public logits: Float32Array = new Float32Array(0),
  ) {
    this.branches = new KeptBranches(request, tokens, room);
  }

  public get bytes(): number {
    return this.branches.bytes + this.logits.byteLength;
  }

  /** Reads the text where it has not been read with this very model. */
  public async *start(model: LanguageModel, report: (done: number, total: number) => void) {
    yield* this.branches.start(model, report);
    if (this.logits.length === 0) this.logits = await model.logits(await this.branches.row([]));
  }

  public dispose(): void {
    this.branches.dispose();
  }
}
