import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutRule } from '../../../src/engine/text/cut-rule';
import { readTokenizerFile } from '../../../src/engine/text/tokenizer-file';
import { prepended, unigram, wordPiece } from './toy-tokenizers';

const bpe = {
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
  model: { type: 'BPE', vocab: { a: 0 }, merges: [] },
};
const split = (pattern: object, behavior: string): object => ({ type: 'Split', pattern, behavior, invert: false });
const token = (content: string, options: object = {}): object => ({ id: 1, content, normalized: false, ...options });

/** Where a text may be cut, as the text with '|' in these places; undefined when no cut is promised. */
async function cuts(file: object, text: string): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'langscope-cuts-'));
  try {
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(file));
    const rule = cutRule(await readTokenizerFile(folder));
    if (!rule) return undefined;
    const safe = (i: number): boolean => i > 0 && rule(text.charCodeAt(i - 1), text.charCodeAt(i));
    return Array.from(text, (character, i) => (safe(i) ? '|' : '') + character).join('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('places where a text may be cut', () => {
  const cases: readonly [string, object, string, string | undefined][] = [
    ['byte level', bpe, "ab12 don't  f(x)\n\u00a0 é é", "ab|12| don't|  f|(x|)\n\u00a0 é| é"],
    ['not inside an added token', { ...bpe, added_tokens: [token('<a b(')] }, 'a b b(c(', 'a b| b(c|('],
    ['NFC: beside ASCII alone', { ...bpe, normalizer: { type: 'NFC' } }, 'é a b', 'é a| b'],
    [
      'prefix space: before spaces alone',
      { ...bpe, pre_tokenizer: { ...bpe.pre_tokenizer, add_prefix_space: true } },
      'a(b c\n',
      'a(b| c\n',
    ],
    ['WordPiece', wordPiece, 'ab1(x y\nz_a', 'ab1|(x| y|\nz_a'],
    ['Metaspace', unigram, 'ab1(x y\nz', 'ab1(x| y\nz'],
    ['whole: prefix in the normalizer', prepended, 'a b', undefined],
    ['whole: no pre-tokenizer', { ...bpe, pre_tokenizer: null }, 'a b', undefined],
    ['whole: unknown normalizer', { ...bpe, normalizer: { type: 'Precompiled' } }, 'a b', undefined],
    ['whole: unknown pre-tokenizer', { ...bpe, pre_tokenizer: { type: 'UnicodeScripts' } }, 'a b', undefined],
    ['whole: unknown expression', { ...bpe, pre_tokenizer: split({ Regex: '\\w+' }, 'Isolated') }, 'a b', undefined],
    [
      'whole: spaces merged with what precedes them',
      { ...bpe, pre_tokenizer: split({ String: ' ' }, 'MergedWithPrevious') },
      'a b',
      undefined,
    ],
    ['whole: an added token that strips', { ...bpe, added_tokens: [token('<s>', { rstrip: true })] }, 'a b', undefined],
    [
      'whole: an added token sought after normalization',
      { ...bpe, normalizer: { type: 'Lowercase' }, added_tokens: [token('<S>', { normalized: true })] },
      'a b',
      undefined,
    ],
    ['whole: unknown model', { ...bpe, model: { type: 'Magic' } }, 'a b', undefined],
  ];
  for (const [name, file, text, expected] of cases) {
    it(name, async () => {
      assert.equal(await cuts(file, text), expected);
    });
  }
});
