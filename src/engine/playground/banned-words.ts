import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type BannedWord } from '../../protocol';
import type { Tokenizer } from '../text/tokenizer';

/** Words at most, and characters of each: a list that is longer is no list of words. */
const mostWords = 200;
const longest = 200;

function written(word: string): readonly string[] {
  const [first = '', ...rest] = Array.from(word);
  const capital = first.toLocaleUpperCase() + rest.join('');
  return [...new Set([word, ` ${word}`, capital, ` ${capital}`])];
}

/**
 * The sequences of ids that write the words: as they are, with a space before them, and both with a capital, where the
 * tokenizer tells these apart. Refuses (`bad-request`) a list that is too long.
 */
export async function bannedWords(
  tokenizer: Tokenizer,
  words: readonly string[],
  token: CancellationToken,
): Promise<readonly BannedWord[]> {
  if (words.length > mostWords || words.some((word) => word.length > longest)) {
    throw fail('bad-request', `At most ${mostWords} words of ${longest} characters can be banned: shorten the list.`);
  }
  const found: BannedWord[] = [];
  for (const word of words) {
    const forms = new Map<string, BannedWord['forms'][number]>();
    for (const form of written(word)) {
      const ids = Array.from((await tokenizer.encode(form, token)).ids);
      if (ids.length > 0) forms.set(ids.join(' '), { ids, pieces: ids.map((id) => tokenizer.piece(id)) });
    }
    found.push({ word, forms: [...forms.values()] });
  }
  return found;
}
