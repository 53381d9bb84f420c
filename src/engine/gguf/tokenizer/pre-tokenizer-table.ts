import { fail } from '../../../protocol';

/** A part of tokenizer.json. */
export type TokenizerPart = Readonly<Record<string, unknown>>;

/** How a family of byte-level tokenizers cuts a text before its merges apply. */
export interface PreTokenizer {
  /** What `tokenizer.ggml.pre` calls it. */
  readonly names: readonly string[];
  /** Applied one after another; each cuts the pieces of the one before. The last one turns bytes into characters. */
  readonly parts: readonly TokenizerPart[];
  readonly normalizer?: TokenizerPart;
  /** A piece that is a token as it stands is taken whole. */
  readonly ignoreMerges?: true;
  /** Whether a text begins with the start token where the file does not say. */
  readonly startToken?: true;
}

const split = (regex: string): TokenizerPart => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior: 'Isolated',
  invert: false,
});
const byteLevel = (regex: boolean): TokenizerPart => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: regex,
});
const bytes = byteLevel(false);
/** GPT-2's own expression is built into this one. */
const gpt2Bytes = byteLevel(true);
const digits: TokenizerPart = { type: 'Digits', individual_digits: true };
const nfc: TokenizerPart = { type: 'NFC' };

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const gpt2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
/** What follows the words in the expressions of cl100k and its heirs; `digits` in a run of digits. */
const words = (numbers: string): string =>
  `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
/** Words that begin with capitals end where the next one begins (o200k and Tekken). */
const cased = (ending: string, numbers: string): string =>
  `[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+${ending}` +
  `|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*${ending}` +
  `|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
const deepSeekWords =
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+' +
  '| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
/** The letters with case as DeepSeek LLM spells them out, escaped: some look like others, and editors make them so. */
const casedLetters =
  'A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01ba\u01bc-\u01bf\u01c4-\u0293\u0295-\u02af\u0370-\u0373' +
  '\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03f5\u03f7-\u0481\u048a-\u052f' +
  '\u0531-\u0556\u10a0-\u10c5\u13a0-\u13f5\u13f8-\u13fd\u1c90-\u1cba\u1cbd-\u1cbf\u1d00-\u1d2b\u1d6b-\u1d77' +
  '\u1d79-\u1d9a\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d' +
  '\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fbc\u1fbe\u1fc2-\u1fc4\u1fc6-\u1fcc\u1fd0-\u1fd3\u1fd6-\u1fdb' +
  '\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc\u2102\u2107\u210a-\u2113\u2115\u2119-\u211d\u2124\u2126\u2128' +
  '\u212a-\u212d\u212f-\u2134\u2139\u213c-\u213f\u2145-\u2149\u214e\u2183\u2184\u2c00-\u2c7b\u2c7e-\u2ce4' +
  '\u2ceb-\u2cee\u2cf2\u2cf3\ua640-\ua66d\ua680-\ua69b\ua722-\ua76f\ua771-\ua787\ua78b-\ua78e\uab70-\uabbf' +
  '\ufb00-\ufb06\ufb13-\ufb17\uff21-\uff3a\uff41-\uff5a\u{10400}-\u{1044f}\u{104b0}-\u{104d3}' +
  '\u{104d8}-\u{104fb}\u{10c80}-\u{10cb2}\u{10cc0}-\u{10cf2}\u{118a0}-\u{118df}\u{1e900}-\u{1e943}';
const cjk = '[一-龥ࠀ-一가-퟿]+';

/**
 * The names that GGUF files use and what they stand for. The expressions are those of the tokenizers' own
 * tokenizer.json where it is the same for all that bear the name, else what llama.cpp reads under that name.
 */
export const preTokenizers: readonly PreTokenizer[] = [
  {
    names: ['default'],
    parts: [
      split('[\\p{P}\\$\\+<=>\\^~\\|]+'), split(gpt2), split('\\p{N}+'), split('[0-9][0-9][0-9]'), bytes,
    ],
  }, // prettier-ignore
  {
    names: [
      ...['gpt-2', 'phi-2', 'mpt', 'jais', 'trillion', 'granite-docling', 'exaone4', 'gigachat', 'a.x-4.0', 'mellum'],
      ...['modern-bert', 'jina-es', 'jina-de', 'jina-v1-en', 'jina-v2-es', 'jina-v2-de', 'jina-v2-code', 'roberta-bpe'],
    ],
    parts: [gpt2Bytes],
  },
  { names: ['olmo'], parts: [gpt2Bytes], normalizer: nfc },
  { names: ['smollm', 'starcoder', 'refact', 'codeshell', 'exaone', 'minerva-7b'], parts: [digits, gpt2Bytes] },
  { names: ['command-r'], parts: [digits, gpt2Bytes], normalizer: nfc },
  {
    names: ['llama-bpe', 'llama3', 'llama-v3', 'falcon3', 'falcon-h1', 'pixtral', 'midm-2.0', 'lfm2'],
    parts: [split(words('\\p{N}{1,3}')), bytes],
    ignoreMerges: true,
    startToken: true,
  },
  { names: ['dbrx', 'smaug-bpe', 'glm4', 'chatglm-bpe'], parts: [split(words('\\p{N}{1,3}')), bytes] },
  { names: ['qwen2'], parts: [split(words('\\p{N}')), bytes], normalizer: nfc },
  {
    names: ['deepseek-r1-qwen', 'stablelm2', 'hunyuan', 'megrez', 'kormo', 'grok-2'],
    parts: [split(words('\\p{N}')), bytes],
  },
  {
    names: ['qwen35'],
    parts: [
      split(
        `${contractions}|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*` +
          '|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
      ),
      bytes,
    ],
    normalizer: nfc,
  },
  {
    names: ['gpt-4o', 'llama4', 'kanana2'],
    parts: [split(cased(`${contractions}?`, '\\p{N}{1,3}')), bytes],
  },
  { names: ['tekken'], parts: [split(cased('', '\\p{N}')), bytes], ignoreMerges: true, startToken: true },
  {
    names: ['deepseek-llm'],
    parts: [
      split('[\\r\\n]'), split(`\\s?[${casedLetters}]+`), split('\\s?[!-/:-~！-／：-～‘-‟　-。]+'), split('\\s+$'),
      split(cjk), split('\\p{N}+'), bytes,
    ],
  }, // prettier-ignore
  {
    names: ['deepseek-coder'],
    parts: [split('[\\r\\n]'), split('\\s?\\p{L}+'), split('\\s?\\p{P}+'), split(cjk), digits, bytes],
  },
  {
    names: ['deepseek-v3', 'hunyuan-dense', 'joyai-llm'],
    parts: [split('\\p{N}{1,3}'), split('[一-龥぀-ゟ゠-ヿ]+'), split(deepSeekWords), bytes],
  },
  {
    names: ['falcon'],
    parts: [split('[\\p{P}\\$\\+<=>\\^~\\|`]+'), split(gpt2), split('[0-9][0-9][0-9]'), bytes],
  },
  { names: ['poro-chat', 'bloom', 'gpt3-finnish'], parts: [split(' ?[^(\\s|.,!?…。，、।۔،)]+'), bytes] },
  { names: ['viking'], parts: [split(' ?[^(\\s|.,!?…。，、।۔،)]+'), digits, bytes] },
  {
    names: ['bailingmoe', 'bailingmoe2', 'llada-moe'],
    parts: [
      split(
        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*" +
          '|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+',
      ),
      bytes,
    ],
  },
  {
    names: ['seed-coder'],
    parts: [
      split(
        `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`,
      ),
      bytes,
    ],
  },
];

/** The pre-tokenizer of a name; refuses (`unsupported`) one that is unknown, with the list of those that are known. */
export function preTokenizer(name: string): PreTokenizer {
  const found = preTokenizers.find(({ names }) => names.includes(name));
  if (found) return found;
  const known = preTokenizers.flatMap(({ names }) => names).sort();
  throw fail(
    'unsupported',
    `The tokenizer of this model cuts texts in a way that Langscope does not know: "${name}" (tokenizer.ggml.pre). ` +
      `Known are ${known.join(', ')}.`,
  );
}
