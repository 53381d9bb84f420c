import type { CancellationToken } from 'vscode-jsonrpc';
import type { Edit } from '../../protocol';
import type { Retokenization, Tokenization, Tokenizer } from '../text/tokenizer';

/** A tokenizer whose start token langscope.json names, as its post-processor does not. */
class StartedTokenizer implements Tokenizer {
  public readonly vocabularySize: number;

  public constructor(
    private readonly inner: Tokenizer,
    public readonly startToken: number,
  ) {
    this.vocabularySize = inner.vocabularySize;
  }

  public encode(text: string, token: CancellationToken): Promise<Tokenization> {
    return this.inner.encode(text, token);
  }

  public retokenize(
    old: Tokenization,
    text: string,
    edits: readonly Edit[],
    token: CancellationToken,
  ): Promise<Retokenization> {
    return this.inner.retokenize(old, text, edits, token);
  }

  public piece(id: number): string {
    return this.inner.piece(id);
  }

  public insertion(id: number): string | undefined {
    return this.inner.insertion(id);
  }

  public decode(ids: Int32Array): Promise<string> {
    return this.inner.decode(ids);
  }
}

export function withStartToken(tokenizer: Tokenizer, startToken: number | undefined): Tokenizer {
  return startToken === undefined ? tokenizer : new StartedTokenizer(tokenizer, startToken);
}
