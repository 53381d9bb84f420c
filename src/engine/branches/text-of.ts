import type { BranchPath } from '../../protocol';
import type { Tokenizer } from '../text/tokenizer';

/** Tokens decoded before the path: what a token writes can depend on the one before it. */
const before = 8;

/** What the path writes behind the prompt; `whole` false: it ends, or has bytes, within a character. */
export async function textOf(
  tokenizer: Tokenizer,
  prompt: Int32Array,
  path: BranchPath,
): Promise<{ readonly text: string; readonly whole: boolean }> {
  const tail = prompt.slice(-before);
  const [base, all] = [await tokenizer.decode(tail), await tokenizer.decode(Int32Array.of(...tail, ...path))];
  const text = all.startsWith(base) ? all.slice(base.length) : await tokenizer.decode(Int32Array.from(path));
  return { text, whole: !text.includes('\ufffd') };
}
