import type { CancellationToken } from 'vscode-jsonrpc';
import type { Tokenizer } from '../text/tokenizer';
import { fimTable, type FimEntry } from './fim-table';

/** The ids of an entry's tokens in one tokenizer. */
export interface FimTokens {
  readonly first: FimEntry['first'];
  readonly prefix: number;
  readonly suffix: number;
  /** Undefined where nothing stands before what is filled in. */
  readonly middle: number | undefined;
  readonly ends: readonly number[];
}

/** The id of a special token; undefined where the tokenizer does not have it. */
async function idOf(tokenizer: Tokenizer, text: string, token: CancellationToken): Promise<number | undefined> {
  const { ids } = await tokenizer.encode(text, token);
  // A special token is one id that reads as it is written, and adds nothing to a text.
  const [id] = ids;
  if (id === undefined || ids.length > 1 || tokenizer.piece(id) !== text) return undefined;
  return tokenizer.insertion(id) === undefined ? id : undefined;
}

/** How the model is told what stands behind the cursor; undefined where its tokenizer has no tokens for that. */
export async function fimTokens(
  tokenizer: Tokenizer,
  name: string,
  token: CancellationToken,
): Promise<FimTokens | undefined> {
  for (const entry of fimTable) {
    if (entry.trained && !entry.trained.test(name)) continue;
    const prefix = await idOf(tokenizer, entry.prefix, token);
    const suffix = await idOf(tokenizer, entry.suffix, token);
    if (prefix === undefined || suffix === undefined) continue;
    const middle = await idOf(tokenizer, entry.middle, token);
    if (middle === undefined && entry.first === 'prefix') continue;
    const ends = await Promise.all(entry.ends.map((end) => idOf(tokenizer, end, token)));
    return { first: entry.first, prefix, suffix, middle, ends: ends.filter((end) => end !== undefined) };
  }
  return undefined;
}
