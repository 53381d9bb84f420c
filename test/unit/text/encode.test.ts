import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { FailureError } from '../../../src/protocol';
import { openTokenizer } from '../../../src/engine/text/open-tokenizer';
import type { Tokenizer } from '../../../src/engine/text/tokenizer';
import { modelFolders, root } from './checkout';
import { prepended, toyTokenizer, unigram, wordPiece } from './toy-tokenizers';

interface Golden {
  readonly cases: readonly {
    readonly text: string;
    readonly tokens: readonly { id: number; start: number; end: number }[];
  }[];
}

async function tokensOf(tokenizer: Tokenizer, text: string) {
  const { ids, spans } = await tokenizer.encode(text, CancellationToken.None);
  return Array.from(ids, (id, i) => ({ id, start: spans[2 * i], end: spans[2 * i + 1] }));
}

const textsOf = async (tokenizer: Tokenizer, text: string): Promise<string[]> =>
  (await tokensOf(tokenizer, text)).map(({ start, end }) => text.slice(start, end));

describe('encoding with SmolLM2', () => {
  const folder = modelFolders['SmolLM2-135M-Instruct']!;
  let tokenizer: Tokenizer;

  before(async function () {
    if (!existsSync(folder)) {
      console.log(`      skipped: ${folder} is not there`);
      this.skip();
    }
    tokenizer = await openTokenizer(folder);
  });

  it('gives the ids and UTF-16 spans of the golden file', async () => {
    const golden = JSON.parse(readFileSync(join(root, 'test/golden/tokens.json'), 'utf8')) as Golden;
    assert.ok(golden.cases.length > 5);
    for (const { text, tokens } of golden.cases) assert.deepEqual(await tokensOf(tokenizer, text), tokens, text);
  });

  it('reads a surrogate without partner as U+FFFD and keeps the spans', async () => {
    const cases: readonly [string, string][] = [
      ['\ud800', '\ufffd'],
      ['a\udc00b c', 'a\ufffdb c'],
      ['😀\ud83d 😀', '😀\ufffd 😀'],
    ];
    for (const [broken, whole] of cases)
      assert.deepEqual(await tokensOf(tokenizer, broken), await tokensOf(tokenizer, whole));
  });

  it('cuts long texts into chunks that join to the same tokens', async () => {
    const unit = "It’s “what it'd be”: f(x1, y22)=\tβ+1;\r\n  <|im_start|>user 😀e\u0301 don't  stop.\n\n   ";
    const text = unit.repeat(1500);
    const one = await tokensOf(tokenizer, `${unit}${unit}`);
    const middle = one.findIndex(({ start }) => (start ?? 0) >= unit.length - 3);
    const many = await tokensOf(tokenizer, text);
    assert.ok(text.length > 100_000);
    assert.deepEqual(many.slice(0, middle), one.slice(0, middle));
    const { Tokenizer: Binding } = await import('tokenizers');
    const whole = await Binding.fromFile(join(folder, 'tokenizer.json')).encode(text, null, {
      addSpecialTokens: false,
    });
    assert.deepEqual(
      many.map(({ id }) => id),
      whole.getIds(),
    );
  });

  it('has pieces that a person can read and insertions that fit into a text', async () => {
    const { ids } = await tokenizer.encode(' world\n日', CancellationToken.None);
    const pieces = Array.from(ids, (id) => tokenizer.piece(id));
    assert.deepEqual(pieces.slice(0, 2), [' world', '\n']);
    assert.match(pieces.slice(2).join(''), /^(日|(<[0-9A-F]{2}( [0-9A-F]{2})*>)+)$/);
    assert.equal(tokenizer.insertion(ids[0]!), ' world');
    assert.equal(tokenizer.piece(0), '<|endoftext|>');
    assert.equal(tokenizer.insertion(0), undefined);
    assert.equal(tokenizer.vocabularySize, 49152);
    assert.equal(tokenizer.startToken, undefined);
    const euro = await tokenizer.encode('\u{1fae8}', CancellationToken.None);
    assert.ok(euro.ids.length > 1);
    assert.equal(tokenizer.insertion(euro.ids[0]!), undefined);
    assert.match(tokenizer.piece(euro.ids[0]!), /^<F0/);
  });

  it('lets the event loop turn while 5 MB on one line are read, without white space or any place to cut', async function () {
    this.timeout(120_000);
    for (const text of ['someWords(12).'.repeat(357_200), 'a'.repeat(1_000_000)]) {
      let longest = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      const begin = performance.now();
      const { ids } = await tokenizer.encode(text, CancellationToken.None);
      clearInterval(timer);
      console.log(
        `      ${text.length} characters, ${ids.length} tokens in ${Math.round(performance.now() - begin)} ms, ` +
          `longest pause ${Math.round(longest)} ms`,
      );
      assert.ok(longest < 500, `the event loop stood still for ${longest} ms`);
    }
  });

  for (const text of ['some words, 12 numbers '.repeat(200_000), '\u{1fae8}\u{1fae8} '.repeat(300_000)]) {
    it(`stops soon after cancellation: ${text.slice(0, 10)}`, async () => {
      for (const delay of [0, 10, 30, 60]) {
        const source = new CancellationTokenSource();
        const running = tokenizer.encode(text, source.token);
        setTimeout(() => source.cancel(), delay);
        const begin = performance.now();
        await assert.rejects(running, (error) => error instanceof FailureError && error.failure.code === 'cancelled');
        assert.ok(performance.now() - begin < 1000 + delay);
      }
    });
  }
});

describe('encoding with other tokenizers', () => {
  it('WordPiece: lower-cased, unknown words marked, no truncation, no padding, no special tokens', async () => {
    const tokenizer = await toyTokenizer(wordPiece);
    const text = 'The CAT playing zzz on the mat. The cat sat on (a) É';
    const { ids, unknown } = await tokenizer.encode(text, CancellationToken.None);
    assert.deepEqual(await textsOf(tokenizer, text), [
      ...['The', 'CAT', 'play', 'ing', 'zzz', 'on', 'the', 'mat', '.', 'The', 'cat', 'sat', 'on', '(', 'a', ')', 'É'],
    ]);
    assert.deepEqual(
      Array.from(unknown),
      Array.from(ids, (id) => Number(id === 1)),
    );
    assert.equal(unknown[4], 1);
    assert.equal(tokenizer.piece(ids[3]!), '##ing');
    assert.equal(tokenizer.insertion(ids[3]!), 'ing');
    assert.equal(tokenizer.insertion(1), undefined);
    assert.equal(tokenizer.startToken, 2);
  });

  it('Unigram with Metaspace', async () => {
    const tokenizer = await toyTokenizer(unigram);
    const { ids } = await tokenizer.encode('the cat  sat', CancellationToken.None);
    assert.deepEqual(
      Array.from(ids, (id) => tokenizer.piece(id)),
      [' the', ' cat', ' ', ' sat'],
    );
    assert.equal(tokenizer.insertion(ids[1]!), ' cat');
  });

  it('BPE with byte fallback: dropout is off, bytes are shown, the template names the start token', async () => {
    const tokenizer = await toyTokenizer(prepended);
    const { ids, spans } = await tokenizer.encode('the é', CancellationToken.None);
    assert.deepEqual(
      Array.from(ids, (id) => tokenizer.piece(id)),
      [' the', ' ', '<C3>', '<A9>'],
    );
    assert.deepEqual(Array.from(spans), [0, 3, 3, 4, 4, 5, 4, 5]);
    assert.equal(tokenizer.insertion(ids[2]!), undefined);
    assert.equal(tokenizer.startToken, 1);
    for (let i = 0; i < 20; i++) assert.deepEqual((await tokenizer.encode('the é', CancellationToken.None)).ids, ids);
    assert.equal(tokenizer.piece(9999), '<unused 9999>');
  });

  const folderWith = (content: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'langscope-broken-'));
    writeFileSync(join(folder, 'tokenizer.json'), content);
    return folder;
  };
  const refused: readonly [string, () => string, string][] = [
    ['no tokenizer.json', () => mkdtempSync(join(tmpdir(), 'langscope-none-')), 'tokenizer-missing'],
    ['half a file', () => folderWith('{"model": {'), 'tokenizer-broken'],
    ['no model', () => folderWith('{"version": "1.0"}'), 'tokenizer-broken'],
    ['not an object', () => folderWith('[]'), 'tokenizer-broken'],
    ['a model of unknown type', () => folderWith('{"version":"1.0","model":{"type":"Magic"}}'), 'tokenizer-broken'],
    [
      'an empty vocabulary',
      () => folderWith(JSON.stringify({ ...wordPiece, added_tokens: [], model: { ...wordPiece.model, vocab: {} } })),
      'tokenizer-broken',
    ],
  ];
  for (const [name, folder, code] of refused) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(openTokenizer(folder()), (error) => {
        assert.ok(error instanceof FailureError);
        assert.equal(error.failure.code, code);
        assert.match(error.message, /tokenizer\.json.*\. [A-Z].*\.$/);
        return true;
      });
    });
  }
});
