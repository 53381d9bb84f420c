import type { CancellationToken } from 'vscode-jsonrpc';
import type { Tokenizer } from '../../../text/tokenizer';
import { JoinedText, type ReadUnit } from './readable-text';

/** How many tokens each unit has with the gap before it, [units]: a token counts where it ends. */
export async function unitTokens(
  tokenizer: Tokenizer,
  units: readonly ReadUnit[],
  token: CancellationToken,
): Promise<Uint32Array> {
  const joined = new JoinedText(units);
  const { spans } = await tokenizer.encode(joined.text, token);
  const counts = new Uint32Array(units.length);
  let unit = 0;
  for (let at = 1; at < spans.length; at += 2) {
    while (unit < units.length - 1 && spans[at]! > joined.spanOf(unit).end) unit++;
    counts[unit]!++;
  }
  return counts;
}
