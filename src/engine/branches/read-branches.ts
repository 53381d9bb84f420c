import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText, type ReadTokens } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import { mostTokens, readTokens } from '../inside/read-window';

/** Tokens that are left free for what may come, where the context is longer than four times that. */
const roomWanted = 128;

/**
 * The tokens before the end of the focus, as many of the last ones as are allowed and leave room for paths. Refuses
 * (`bad-request`) where there is nothing to go on from.
 */
export async function readBefore(
  { text, focus, limit }: InsideText,
  model: Pick<LanguageModel, 'tokenizer' | 'context'>,
  token: CancellationToken,
): Promise<{ readonly tokens: ReadTokens; readonly room: number }> {
  const before = text.slice(0, focus.end);
  const { tokenizer, context = Infinity } = model;
  const encoded = await tokenizer.encode(before, token);
  const lead = tokenizer.startToken === undefined ? 0 : 1;
  if (encoded.ids.length + lead === 0) {
    throw fail(
      'bad-request',
      'Nothing stands before the cursor, and this model has no start token: write something first.',
    );
  }
  const room = Math.min(roomWanted, Math.floor(context / 4));
  const most = Math.min(limit ?? Infinity, context - room, mostTokens) - lead;
  const count = Math.min(encoded.ids.length, Math.max(1, most));
  return { tokens: readTokens(before, encoded, tokenizer, encoded.ids.length - count, count), room };
}
