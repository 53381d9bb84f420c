import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type Filler } from '../../../protocol';
import type { Tokenizer } from '../../text/tokenizer';

/**
 * The token that says least in place of others: the unknown token where the tokenizer has one, else a space where that
 * is a token, else the token that begins a text. Refuses (`unsupported`) a tokenizer with none of them.
 */
export async function fillerOf(tokenizer: Tokenizer, token: CancellationToken): Promise<Filler> {
  const { unknownToken, startToken } = tokenizer;
  const made = (id: number, kind: Filler['kind']): Filler => ({ id, piece: tokenizer.piece(id), kind });
  if (unknownToken !== undefined) return made(unknownToken, 'unknown');
  const { ids } = await tokenizer.encode(' ', token);
  if (ids.length === 1) return made(ids[0]!, 'space');
  if (startToken !== undefined) return made(startToken, 'start');
  throw fail(
    'unsupported',
    'The tokenizer has no token that could stand in for others: no unknown token, no single space, no start token. ' +
      'Measure by leaving tokens out instead.',
  );
}
