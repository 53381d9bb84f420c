import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { openGguf } from '../../../src/engine/gguf/file/gguf-file';
import type { GgufMetadata } from '../../../src/engine/gguf/file/gguf-metadata';
import { preTokenizers } from '../../../src/engine/gguf/tokenizer/pre-tokenizer-table';
import { writeTokenizer } from '../../../src/engine/gguf/tokenizer/write-tokenizer';
import { openTokenizer } from '../../../src/engine/text/open-tokenizer';
import type { Tokenizer } from '../../../src/engine/text/tokenizer';
import { modelFolders, root } from '../text/checkout';

interface Golden {
  readonly cases: readonly string[];
  readonly byteLevel: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly sentencePiece: Readonly<Record<'prefix' | 'plain', readonly (readonly number[])[]>>;
  readonly unigram: readonly (readonly number[])[];
}

const golden = JSON.parse(readFileSync(join(root, 'test/golden/gguf-tokenizers.json'), 'utf8')) as Golden;
const fixture = (name: string) => join(root, 'test/golden/gguf', `tokenizer-${name}.gguf`);
/** The file that `npm run model:smollm2` fetches, where somebody kept it. */
const smollm = process.env['LANGSCOPE_SMOLLM2_GGUF'] ?? 'LANGSCOPE_SMOLLM2_GGUF';

async function metadataOf(path: string): Promise<GgufMetadata> {
  const file = await openGguf(path);
  await file.close();
  return file.metadata;
}

/** The metadata with some entries replaced, or taken out (undefined). */
function changed(metadata: GgufMetadata, entries: Readonly<Record<string, unknown>>): GgufMetadata {
  const or = <T>(key: string, read: (key: string) => T): T => (key in entries ? (entries[key] as T) : read(key));
  return {
    keys: metadata.keys,
    text: (key) => or(key, metadata.text),
    number: (key) => or(key, metadata.number),
    flag: (key) => or(key, metadata.flag),
    texts: (key) => or(key, metadata.texts),
    numbers: (key) => or(key, metadata.numbers),
  };
}

describe('the tokenizer of a GGUF file', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'langscope-tokenizer-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = async (metadata: GgufMetadata): Promise<Tokenizer> => {
    await writeTokenizer(metadata, folder);
    return openTokenizer(folder);
  };
  const idsOf = async (tokenizer: Tokenizer, text: string): Promise<number[]> => [
    ...(await tokenizer.encode(text, CancellationToken.None)).ids,
  ];
  const assertCases = async (tokenizer: Tokenizer, expected: readonly (readonly number[])[]): Promise<void> => {
    for (const [index, ids] of expected.entries()) {
      const text = golden.cases[index]!;
      assert.deepEqual(await idsOf(tokenizer, text), ids, JSON.stringify(text));
    }
  };

  for (const [name, expected] of Object.entries(golden.byteLevel)) {
    it(`cuts as ${name} does`, async () => {
      const metadata = changed(await metadataOf(fixture('bpe')), { 'tokenizer.ggml.pre': name });
      await assertCases(await written(metadata), expected);
    });
  }

  it('has a figure for every way to cut', () => {
    for (const { names } of preTokenizers)
      assert.ok(
        names.some((name) => name in golden.byteLevel),
        names.join(),
      );
  });

  it('knows each name once', () => {
    const names = preTokenizers.flatMap((one) => one.names);
    assert.equal(new Set(names).size, names.length);
  });

  it('has the start token where the file, or else the name, says so', async () => {
    const metadata = await metadataOf(fixture('bpe'));
    assert.equal((await written(metadata)).startToken, undefined);
    assert.equal((await written(changed(metadata, { 'tokenizer.ggml.add_bos_token': true }))).startToken, 0);
    assert.equal((await written(changed(metadata, { 'tokenizer.ggml.pre': 'llama-bpe' }))).startToken, 0);
    const never = { 'tokenizer.ggml.pre': 'llama-bpe', 'tokenizer.ggml.add_bos_token': false };
    assert.equal((await written(changed(metadata, never))).startToken, undefined);
  });

  it('keeps what the makers added whole, and what they left unused out', async () => {
    const tokenizer = await written(await metadataOf(fixture('bpe')));
    const user = golden.byteLevel['gpt-2']!.at(-1)!.find((id) => tokenizer.piece(id) === '<|user|>')!;
    assert.deepEqual(await idsOf(tokenizer, '<|user|>'), [user]);
    assert.equal(tokenizer.insertion(user), '<|user|>');
    assert.equal(tokenizer.insertion(0), undefined);
    assert.equal(tokenizer.vocabularySize, user + 1);
  });

  it('reads SentencePiece BPE as sentencepiece does: bytes, spaces, lines, characters beyond the first plane', async () => {
    const metadata = await metadataOf(fixture('spm'));
    const tokenizer = await written(metadata);
    await assertCases(tokenizer, golden.sentencePiece.prefix);
    assert.equal(tokenizer.startToken, 1);
    const plain = { 'tokenizer.ggml.add_space_prefix': false, 'tokenizer.ggml.add_bos_token': false };
    const other = await written(changed(metadata, plain));
    await assertCases(other, golden.sentencePiece.plain);
    assert.equal(other.startToken, undefined);
  });

  it('gives each byte token the place of its character', async () => {
    const tokenizer = await written(await metadataOf(fixture('spm')));
    const text = 'a \u{10400} b';
    const { spans } = await tokenizer.encode(text, CancellationToken.None);
    const places = Array.from({ length: spans.length / 2 }, (_, at) => [spans[2 * at], spans[2 * at + 1]]);
    assert.equal(places.filter(([start, end]) => start === 2 && end === 4).length >= 3, true, JSON.stringify(places));
    assert.equal(places.at(-1)![1], text.length);
  });

  it('reads SentencePiece unigram as sentencepiece does', async () => {
    const tokenizer = await written(await metadataOf(fixture('unigram')));
    const { startToken, unknownToken } = tokenizer;
    assert.deepEqual([startToken, unknownToken], [undefined, 2]);
    await assertCases(tokenizer, golden.unigram);
  });

  it('writes the chat template where Hugging Face looks for it', async () => {
    const template = `{% for message in messages %}${'x'.repeat(1000)}{% endfor %}`;
    await written(changed(await metadataOf(fixture('bpe')), { 'tokenizer.chat_template': template }));
    const config = JSON.parse(readFileSync(join(folder, 'tokenizer_config.json'), 'utf8')) as Record<string, unknown>;
    assert.equal(config['chat_template'], template);
    assert.equal(config['bos_token'], '<|endoftext|>');
    assert.equal(readFileSync(join(folder, 'chat_template.jinja'), 'utf8'), template);
  });

  const refused: readonly [string, string, Readonly<Record<string, unknown>>, string, RegExp][] = [
    ['a way to cut that it does not know', 'bpe', { 'tokenizer.ggml.pre': 'strange' }, 'unsupported', /"strange".*Known are .*llama-bpe.*qwen2/],
    ['a kind that it does not know', 'bpe', { 'tokenizer.ggml.model': 'rwkv' }, 'unsupported', /"rwkv".*gpt2, llama, t5/],
    ['a file without a tokenizer', 'bpe', { 'tokenizer.ggml.model': undefined }, 'unsupported', /no tokenizer/],
    ['a tokenizer without tokens', 'bpe', { 'tokenizer.ggml.tokens': undefined }, 'tokenizer-broken', /no tokens/],
    ['types for other tokens', 'bpe', { 'tokenizer.ggml.token_type': [1, 1, 3] }, 'tokenizer-broken', /702 tokens, but 3 entries in tokenizer.ggml.token_type/],
    ['scores for other tokens', 'spm', { 'tokenizer.ggml.scores': [0] }, 'tokenizer-broken', /700 tokens, but 1 entries in tokenizer.ggml.scores/],
    ['a model without scores', 'spm', { 'tokenizer.ggml.scores': undefined }, 'tokenizer-broken', /no tokenizer.ggml.scores/],
    ['a model without merges', 'bpe', { 'tokenizer.ggml.merges': undefined }, 'tokenizer-broken', /no merges/],
    ['a merge of one side', 'bpe', { 'tokenizer.ggml.merges': ['ab'] }, 'tokenizer-broken', /"ab" has no two sides/],
    ['a start token that is none', 'bpe', { 'tokenizer.ggml.bos_token_id': 5000 }, 'tokenizer-broken', /bos_token_id is 5000/],
  ]; // prettier-ignore
  for (const [what, name, entries, code, message] of refused) {
    it(`refuses ${what}`, async () => {
      const metadata = changed(await metadataOf(fixture(name)), entries);
      await assert.rejects(writeTokenizer(metadata, folder), (error: Error & { failure?: { code: string } }) => {
        assert.equal(error.failure?.code, code);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  describe('of SmolLM2-135M-Instruct', function () {
    before(function () {
      if (existsSync(smollm)) return;
      console.log(`      skipped: ${smollm} is not there`);
      this.skip();
    });

    it('gives the ids of the golden file', async () => {
      const { cases } = JSON.parse(readFileSync(join(root, 'test/golden/tokens.json'), 'utf8')) as {
        readonly cases: readonly { readonly text: string; readonly tokens: readonly { readonly id: number }[] }[];
      };
      const tokenizer = await written(await metadataOf(smollm));
      assert.ok(cases.length > 5);
      for (const { text, tokens } of cases) assert.deepEqual(await idsOf(tokenizer, text), tokens.map(({ id }) => id)); // prettier-ignore
    });

    it('cuts a long text of many scripts as the tokenizer of its makers', async function () {
      const makers = modelFolders['SmolLM2-135M-Instruct']!;
      if (!existsSync(makers)) {
        console.log(`      skipped: ${makers} is not there`);
        this.skip();
      }
      const text = [...golden.cases, readFileSync(join(root, 'samples/field-notes.md'), 'utf8')].join('\n').repeat(5);
      const [own, theirs] = [await written(await metadataOf(smollm)), await openTokenizer(makers)];
      assert.deepEqual(await idsOf(own, text), await idsOf(theirs, text));
      assert.deepEqual([own.vocabularySize, own.startToken], [theirs.vocabularySize, theirs.startToken]);
    });
  });
});
