import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTokenizer } from '../../../src/engine/text/open-tokenizer';
import type { Tokenizer } from '../../../src/engine/text/tokenizer';

/** Small tokenizers of other kinds than byte-level BPE, written as tokenizer.json. */
const words = ['the', 'cat', 'sat', 'on', 'mat', 'é', 'un', 'play', 'a', 'b', 'c', '1', '2', '(', ')', '.'];

const added = (id: number, content: string, options: object = {}): object => ({
  id,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
  ...options,
});

const vocabulary = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));

export const wordPiece = {
  version: '1.0',
  truncation: { direction: 'Right', max_length: 8, strategy: 'LongestFirst', stride: 0 },
  padding: {
    strategy: { Fixed: 16 },
    direction: 'Right',
    pad_to_multiple_of: null,
    pad_id: 0,
    pad_type_id: 0,
    pad_token: '[PAD]',
  },
  added_tokens: [added(0, '[PAD]'), added(1, '[UNK]'), added(2, '[CLS]'), added(3, '[SEP]')],
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: vocabulary([
      '[PAD]',
      '[UNK]',
      '[CLS]',
      '[SEP]',
      ...words,
      ...['ing', 's', 'a', 'b', '1'].map((w) => `##${w}`),
    ]),
  },
};

const pieces = ['▁', ...words.map((word) => `▁${word}`), ...words, 'ing', 's', ' ', '\n'];

/** Pre-tokenizes by Metaspace, one prefix for the text: cut only before spaces. */
export const unigram = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [added(0, '<unk>'), added(1, '<s>')],
  normalizer: null,
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true },
  post_processor: null,
  decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true },
  model: {
    type: 'Unigram',
    unk_id: 0,
    vocab: [['<unk>', 0], ['<s>', 0], ...pieces.map((piece, at) => [piece, -3 - at / 10])],
    byte_fallback: false,
  },
};

const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);

/** As Llama 2: a prefix and replaced spaces in the normalizer, no pre-tokenizer, byte fallback. Cannot be cut. */
export const prepended = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [added(0, '<unk>'), added(1, '<s>')],
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'Prepend', prepend: '▁' },
      { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    ],
  },
  pre_tokenizer: null,
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 0 } }],
    special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
  },
  decoder: {
    type: 'Sequence',
    decoders: [
      { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
      { type: 'ByteFallback' },
      { type: 'Fuse' },
      { type: 'Strip', content: ' ', start: 1, stop: 0 },
    ],
  },
  model: {
    type: 'BPE',
    dropout: 0.5,
    unk_token: '<unk>',
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: true,
    ignore_merges: false,
    vocab: vocabulary([
      '<unk>',
      '<s>',
      ...bytes,
      '▁',
      'a',
      'b',
      'c',
      'e',
      's',
      't',
      'h',
      'o',
      'th',
      'the',
      '▁the',
      'at',
      'ca',
    ]),
    merges: [
      ['t', 'h'],
      ['th', 'e'],
      ['▁', 'the'],
      ['a', 't'],
      ['c', 'a'],
    ],
  },
};

/** Opens a tokenizer from an object as tokenizer.json would hold it. */
export async function toyTokenizer(file: object): Promise<Tokenizer> {
  const folder = await mkdtemp(join(tmpdir(), 'langscope-tokenizer-'));
  try {
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(file));
    return await openTokenizer(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
