import type { CancellationToken } from 'vscode-jsonrpc';
import type { Edit, Span } from '../../protocol';
import type { Tokenizer } from '../text/tokenizer';
import { TokenTable } from './token-table';

/** What catching up with the text did to the tokens: [from, from + removed) became [from, from + inserted). */
export interface TokenChange {
  readonly from: number;
  readonly removed: number;
  readonly inserted: number;
  /** The stretch of the new text whose tokens a client must be told, though their figures may be the old ones. */
  readonly touched: Span;
}

/**
 * Text of a document and its tokens. The text follows every edit at once; the tokens follow when asked, between two
 * steps of scoring, so that a step always sees a table that stands still.
 */
export class DocumentTokens {
  public readonly table: TokenTable;
  /** The version that the tokens belong to; `version` may be ahead. */
  public tokensVersion = -1;
  private edits: Edit[] = [];
  private tokensText = '';

  public constructor(
    private textNow: string,
    private versionNow: number,
    top: number,
  ) {
    this.table = new TokenTable(top);
  }

  public get version(): number {
    return this.versionNow;
  }

  /** The text that the tokens belong to. */
  public get text(): string {
    return this.tokensText;
  }

  public get behind(): boolean {
    return this.tokensVersion !== this.versionNow;
  }

  public change(version: number, edits: readonly Edit[]): void {
    for (const { start, end, text } of edits) {
      this.textNow = this.textNow.slice(0, start) + text + this.textNow.slice(end);
    }
    this.edits.push(...edits);
    this.versionNow = version;
  }

  /** Tokenises what changed since; undefined when nothing did. */
  public async catchUp(tokenizer: Tokenizer, token: CancellationToken): Promise<TokenChange | undefined> {
    if (!this.behind) return undefined;
    const [text, version, edits] = [this.textNow, this.versionNow, this.edits];
    this.edits = [];
    const { table } = this;
    const first = this.tokensVersion < 0;
    const change = first
      ? await tokenizer
          .encode(text, token)
          .then((tokens) => ({ tokens, from: 0, removed: 0, inserted: tokens.ids.length }))
      : await tokenizer.retokenize(table, text, edits, token);
    table.replace(change.tokens, text, change.from, change.removed, change.inserted);
    [this.tokensText, this.tokensVersion] = [text, version];
    return { ...change, touched: first ? { start: 0, end: text.length } : touchedBy(edits) };
  }
}

/** The smallest stretch of the text after `edits` that holds everything they wrote or cut. */
function touchedBy(edits: readonly Edit[]): Span {
  let start = Infinity;
  let end = 0;
  for (const edit of edits) {
    const delta = edit.text.length - (edit.end - edit.start);
    end = end > edit.end ? end + delta : edit.start + edit.text.length;
    start = Math.min(start, edit.start);
  }
  return { start, end: Math.max(start, end) };
}
