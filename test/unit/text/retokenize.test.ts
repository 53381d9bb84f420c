import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import type { Edit } from '../../../src/protocol';
import { openTokenizer } from '../../../src/engine/text/open-tokenizer';
import { untouched } from '../../../src/engine/text/retokenize';
import type { Tokenization, Tokenizer } from '../../../src/engine/text/tokenizer';
import { modelFolders, root } from './checkout';
import { prepended, toyTokenizer, unigram, wordPiece } from './toy-tokenizers';

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bits of text that make boundaries hard: contractions, runs of white space, digits, marks, special tokens. */
const morsels = [
  ...[
    'a',
    'the',
    'cat',
    'playing',
    's',
    "'s",
    "'ll",
    "'",
    'é',
    'e\u0301',
    '\u0301',
    '日本',
    '😀',
    '👩‍👩‍👧',
    '\ud83d',
    '\ude00',
  ],
  ...[' ', '  ', '    ', '\n', '\r\n', '\r', '\n\n', '\t', '\u00a0', '\u0085', '\u2003', '\u200b', '\ufeff', '\0', '▁'],
  ...[
    '1',
    '234',
    '3.14',
    '.',
    '...',
    '(',
    ')',
    '_',
    '-',
    '<|im_start|>',
    '<|im',
    '|>',
    '<s>',
    '[CLS]',
    '[cls]',
    '½',
    'ﬁ',
    'İ',
    '¨',
    '´',
  ],
];

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

function soup(random: () => number, morselCount: number): string {
  return Array.from({ length: morselCount }, () => pick(random, morsels)).join('');
}

function randomEdit(random: () => number, text: string): Edit {
  const start = Math.floor(random() * (text.length + 1));
  const removed = random() < 0.5 ? 0 : Math.floor(random() ** 4 * (text.length - start + 1));
  const inserted = random() < 0.3 && removed > 0 ? '' : soup(random, 1 + Math.floor(random() * 4));
  return { start, end: start + removed, text: inserted };
}

const apply = (text: string, { start, end, text: inserted }: Edit): string =>
  text.slice(0, start) + inserted + text.slice(end);

function same(actual: Tokenization, expected: Tokenization, note: string): void {
  assert.deepEqual(Array.from(actual.ids), Array.from(expected.ids), note);
  assert.deepEqual(Array.from(actual.spans), Array.from(expected.spans), note);
  assert.deepEqual(Array.from(actual.unknown), Array.from(expected.unknown), note);
}

/** Edits a text again and again; after every change the tokens must be those of the whole text. */
async function edits(tokenizer: Tokenizer, begin: string, count: number, seed: number): Promise<void> {
  const random = seeded(seed);
  let text = begin;
  let tokens = await tokenizer.encode(text, CancellationToken.None);
  for (let round = 0; round < count; round++) {
    const before = text;
    const change: Edit[] = [];
    for (let k = random() < 0.8 ? 1 : 3; k > 0; k--) {
      const edit = randomEdit(random, text);
      change.push(edit);
      text = apply(text, edit);
    }
    const result = await tokenizer.retokenize(tokens, text, change, CancellationToken.None);
    const note = JSON.stringify({ round, before, change });
    same(result.tokens, await tokenizer.encode(text, CancellationToken.None), note);
    const { from, removed, inserted } = result;
    assert.equal(tokens.ids.length - removed + inserted, result.tokens.ids.length, note);
    assert.deepEqual(result.tokens.ids.subarray(0, from), tokens.ids.subarray(0, from), note);
    assert.deepEqual(result.tokens.ids.subarray(from + inserted), tokens.ids.subarray(from + removed), note);
    tokens = result.tokens;
    if (text.length > 3000 || text.length < 3) {
      text = begin;
      tokens = await tokenizer.encode(text, CancellationToken.None);
    }
  }
}

const prose = "The cat sat on the mat. It's 12 years old, isn't it?\r\n\r\nNaïve café — “quotes”\t(f(x1)=y2);\n".repeat(
  3,
);

describe('retokenizing after edits equals encoding the whole text', function () {
  this.timeout(60_000);
  for (const [name, folder] of Object.entries(modelFolders)) {
    it(name, async function () {
      if (!existsSync(join(folder, 'tokenizer.json'))) {
        console.log(`      skipped: ${folder} is not there`);
        this.skip();
      }
      const tokenizer = await openTokenizer(folder);
      await edits(tokenizer, prose, 1500, 1);
      await edits(tokenizer, soup(seeded(2), 200), 1500, 3);
      await edits(tokenizer, '', 300, 4);
    });
  }

  const smollm = modelFolders['SmolLM2-135M-Instruct']!;
  const llama3 =
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
  const variants: Readonly<Record<string, object>> = {
    'Llama 3 pre-tokenizer': {
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [{ type: 'Split', pattern: { Regex: llama3 }, behavior: 'Isolated', invert: false }, byteLevel],
      },
    },
    'NFC normalizer': { normalizer: { type: 'NFC' } },
    'prefix space': { pre_tokenizer: { ...byteLevel, add_prefix_space: true, use_regex: true } },
    'unknown expression': {
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: '[a-z ]+' }, behavior: 'Isolated', invert: false },
          byteLevel,
        ],
      },
    },
    'added token that strips': {
      added_tokens: [
        { id: 0, content: '<s>', single_word: false, lstrip: true, rstrip: true, normalized: false, special: true },
      ],
    },
  };
  for (const [name, change] of Object.entries(variants)) {
    it(`SmolLM2's vocabulary with ${name}`, async function () {
      if (!existsSync(smollm)) this.skip();
      const file = JSON.parse(readFileSync(join(smollm, 'tokenizer.json'), 'utf8')) as object;
      const tokenizer = await toyTokenizer({ ...file, ...change });
      await edits(tokenizer, prose, 500, 5);
      await edits(tokenizer, soup(seeded(6), 150), 1000, 7);
    });
  }

  for (const [name, file] of Object.entries({ wordPiece, unigram, prepended })) {
    it(name, async () => {
      const tokenizer = await toyTokenizer(file);
      await edits(tokenizer, prose, 1000, 8);
      await edits(tokenizer, soup(seeded(9), 200), 2000, 10);
    });
  }
});

describe('retokenizing', () => {
  it('encodes no more than the neighbourhood of the edit', async function () {
    const folder = modelFolders['SmolLM2-135M-Instruct']!;
    if (!existsSync(folder)) this.skip();
    const tokenizer = await openTokenizer(folder);
    const text = readFileSync(join(root, 'src/engine/text/cut-rule.ts'), 'utf8').repeat(40);
    const old = await tokenizer.encode(text, CancellationToken.None);
    const at = text.indexOf('tolerates', text.length / 2) + 4;
    const edit = { start: at, end: at, text: 'x' };
    const begin = performance.now();
    const result = await tokenizer.retokenize(old, apply(text, edit), [edit], CancellationToken.None);
    const took = performance.now() - begin;
    assert.ok(result.removed <= 3 && result.inserted <= 5, JSON.stringify([result.removed, result.inserted]));
    assert.ok(took < 50, `${took} ms for one character in ${text.length}`);
  });

  it('folds edits that apply one after another', () => {
    const change = [
      { start: 2, end: 3, text: 'xyz' },
      { start: 7, end: 7, text: 'k' },
    ];
    assert.deepEqual(untouched(change, 13), { head: 2, tail: 5, growth: 3 });
    assert.throws(() => untouched([{ start: 3, end: 12, text: '' }], 2), RangeError);
  });
});
