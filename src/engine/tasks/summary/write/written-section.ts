import type { CancellationToken } from 'vscode-jsonrpc';
import type { GeneratedToken, Span } from '../../../../protocol';
import type { Tokenizer } from '../../../text/tokenizer';
import type { JoinedText } from '../sections/readable-text';

/** A token that was written: where it stands in the text, and its log-probability by the model itself, nats. */
export interface WrittenToken extends Span {
  readonly logprob: number;
  /** Where the model looked for it; absent where nothing tells. */
  readonly look?: TokenLook;
}

export interface TokenLook {
  /** Of each token of the section, [source]: where the model looked and copied from, summing to 1 at most. */
  readonly weights: Float32Array;
  /** How much of the token's probability is copied, 0 to 1; absent: the model copies nothing. */
  readonly copied?: number;
}

/** What a model wrote of a section. */
export interface WrittenSection {
  /** Without white space at its ends. */
  readonly text: string;
  readonly tokens: readonly WrittenToken[];
  /** Tokens of the section that were read, [source, 2], places in its joined text. */
  readonly source: Int32Array;
  /** Tokens that the model read in all, and that it wrote. */
  readonly read: number;
  readonly written: number;
  /** Where in the section's joined text reading ended; its length where all was read. */
  readonly readTo: number;
  /** The text was cut because it grew too long: its last sentence may lack its end. */
  readonly unfinished: boolean;
  /** Why nothing tells where it looked; absent: `look` does. */
  readonly blind?: string;
}

/** What writes summaries of sections: one class a kind of model. */
export interface SectionWriter {
  readonly tokenizer: Tokenizer;
  /** Most tokens of a section. */
  readonly window: number;
  /** Sentences that it writes well of one section. */
  readonly sentencesEach: number;
  /**
   * Writes about so many sentences; `told` gets what is certain of the text as it grows, `progress` how many tokens are
   * read, where that takes several steps. Refuses as generating does.
   */
  write(
    section: JoinedText,
    sentences: number,
    told: (text: string, tokens: readonly GeneratedToken[]) => void,
    token: CancellationToken,
    progress: (read: number) => void,
  ): AsyncGenerator<void, WrittenSection, void>;
}
