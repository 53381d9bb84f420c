import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeModel } from '../../../src/engine/families/catalogue';
import { readModelFolder } from '../../../src/engine/families/model-folder';
import type { OpenEncoder } from '../../../src/engine/inside/encoder/encoder-open';
import { EncoderPart } from '../../../src/engine/inside/encoder/encoder-part';
import { tinyModel } from '../graph/tiny-model';
import { filesFor, folderOf, removeFolders } from '../families/tiny-folder';
import { AttentionEngine } from './attention-engine';
import {
  ended,
  expectedOf,
  exportsFolder,
  failureOf,
  furthest,
  matrices,
  open,
  readAll,
  request,
} from './encoder-exports';

const config = JSON.parse(readFileSync(join(exportsFolder, 'bert-eager/config.json'), 'utf8')) as object;
const sentence = 'the cat sat on a mat and then it ran over our hill while you read this line ';

for (const name of ['bert-eager', 'bert-attention', 'bert-mha']) {
  describe(`The attention of an encoder: ${name}`, () => {
    const expected = expectedOf(name);
    let model: OpenEncoder;
    before(async () => (model = await open(join(exportsFolder, name))));
    after(() => model.dispose());

    it("equals PyTorch's", async () => {
      const text = await readAll(model, request(expected.text));
      const worst = await furthest(model, text, 'self', expected.attention.self!);
      assert.ok(worst < 1e-4, `${worst}`);
    });

    it("gives the stream between its layers as PyTorch's", async () => {
      const folder = await readModelFolder(join(exportsFolder, name));
      const part = await EncoderPart.open(folder, folder.onnx[0]!.path, { provider: 'cpu', threads: 1 }, false);
      const { streams } = await ended(part.chain.read(part.feeds(Int32Array.from(expected.ids)), () => undefined));
      assert.equal(streams.length, 3, 'it is cut behind its attention and between its layers');
      const wanted = expected.hidden.self![1]!.flat();
      const found = streams[2]!.data as Float32Array;
      assert.equal(found.length, wanted.length);
      wanted.forEach((number, at) => {
        assert.ok(Math.abs(number - found[at]!) < 1e-4, `${at}`);
      });
      await part.chain.dispose();
    });
  });
}

describe('An encoder that is looked into', () => {
  const folder = join(exportsFolder, 'bert-eager');
  const expected = expectedOf('bert-eager');
  let model: OpenEncoder;
  before(async () => (model = await open(folder)));
  after(async () => {
    await model.dispose();
    removeFolders();
  });

  it('reads its text with special tokens around it', async () => {
    const { tokens } = await readAll(model, request(expected.text));
    assert.deepEqual([...tokens.ids], expected.ids);
    assert.deepEqual([...tokens.special], expected.special);
    const last = expected.text.length;
    const spans = [[0, 0], ...expected.spans.slice(1, -1), [last, last]];
    assert.deepEqual([...tokens.spans], spans.flat());
    assert.deepEqual(tokens.pieces.slice(0, 2), ['[CLS]', 'the']);
    // "while" is two pieces; special tokens are words of their own.
    assert.deepEqual([...tokens.words], [0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10]);
    assert.deepEqual([tokens.first, tokens.total], [0, 10]);
  });

  it('gives single heads and the mean of a layer', async () => {
    const text = await readAll(model, request(expected.text));
    const all = expected.attention.self![1]!;
    const [third] = await matrices(text, 0, 1, { kind: 'heads', first: 2, count: 1 });
    const [mean] = await matrices(text, 0, 1, { kind: 'mean' });
    all[2]!.forEach((row, q) => {
      row.forEach((weight, k) => {
        assert.ok(Math.abs(weight - third![q]![k]!) < 1e-4);
        const wanted = all.reduce((sum, head) => sum + head[q]![k]!, 0) / 4;
        assert.ok(Math.abs(wanted - mean![q]![k]!) < 1e-4);
      });
    });
  });

  // Half precision has about three digits; in eight bits whole matrices share a scale.
  for (const [precision, tolerance] of [
    ['fp16', 5e-3],
    ['q8', 0.15],
  ] as const) {
    it(`is close to PyTorch's with weights in ${precision}`, async () => {
      const other = await open(folder, precision);
      const text = await readAll(other, request(expected.text));
      const worst = await furthest(other, text, 'self', expected.attention.self!);
      assert.ok(worst > 0 && worst < tolerance, `${worst}`);
      await other.dispose();
    });
  }

  it('draws thumbnails: each cell the largest weight of its block', async () => {
    const text = await readAll(model, request(sentence.repeat(2).trim()));
    const count = text.tokens.ids.length;
    assert.ok(count > 32);
    const { size, weights } = text.thumbnails[0]!;
    assert.equal(size, 32);
    const [head] = await matrices(text, 0, 1, { kind: 'heads', first: 3, count: 1 });
    const cellOf = (at: number): number => Math.floor((at * size) / count);
    const wanted = new Float32Array(size * size);
    head!.forEach((row, q) => {
      row.forEach((weight, k) => {
        const cell = cellOf(q) * size + cellOf(k);
        wanted[cell] = Math.max(wanted[cell]!, weight);
      });
    });
    assert.deepEqual(weights.subarray(7 * size * size), wanted);
  });

  it('reads a long text around the focus, and reports tokens', async () => {
    const text = sentence.repeat(20);
    const at = text.indexOf('mat', text.length / 2);
    const reports: (readonly [number, number])[] = [];
    const { tokens } = await readAll(model, request(text, { focus: { start: at, end: at + 3 } }), reports);
    assert.equal(tokens.ids.length, 64);
    assert.ok(tokens.first > 0 && tokens.total > 300);
    const middle = tokens.pieces.findIndex((_piece, i) => tokens.spans[2 * i] === at);
    assert.ok(middle > 20 && middle < 44, `${middle}`);
    assert.deepEqual([tokens.special[0], tokens.special[63]], [1, 1]);
    assert.deepEqual(reports, [
      [21, 64],
      [43, 64],
      [64, 64],
    ]);
    const shorter = await readAll(model, request(text, { limit: 10 }));
    assert.equal(shorter.tokens.ids.length, 10);
  });

  it('refuses what it cannot read, with a sentence', async () => {
    const text = sentence.repeat(20);
    const whole = await failureOf(readAll(model, request(text, { focus: { start: 0, end: text.length } })));
    assert.equal(whole.code, 'bad-request');
    assert.match(whole.message, /The text has \d{3} tokens, but .*bert-eager reads 62 of a text at once/);
    const part = await failureOf(readAll(model, request(text, { focus: { start: 5, end: 600 } })));
    assert.match(part.message, /The selection has \d+ tokens/);
    const empty = await failureOf(readAll(model, request('')));
    assert.match(empty.message, /no text/);
    const second = await failureOf(readAll(model, request('the cat', { target: 'sat' })));
    assert.match(second.message, /takes no second one/);
  });

  it('refuses a graph without attention, and says so of a reading whose model is gone', async () => {
    const none = await failureOf(open(folderOf(filesFor(tinyModel({ cache: false }), { 'config.json': config }))));
    assert.equal(none.code, 'unsupported');
    assert.match(none.message, /No attention is found in the graph/);
    const other = await open(folder);
    const text = await readAll(other, request('the cat'));
    await other.dispose();
    assert.equal((await failureOf(matrices(text, 0, 0, { kind: 'mean' }))).code, 'reading-unknown');
  });

  it('is listed with what it can do, and answers requests about attention alone', async () => {
    const { capabilities, family, context } = await describeModel(folder);
    assert.deepEqual([family, context], ['encoder', 64]);
    const able = capabilities.filter(({ missing }) => missing === undefined).map(({ capability }) => capability);
    assert.deepEqual(able, ['attention']);
    assert.match(capabilities.find(({ capability }) => capability === 'score')!.missing!, /no next token.*choose/);

    const engine = new AttentionEngine();
    const { reading, stacks, provenance } = await engine.read(folder, expected.text);
    assert.deepEqual([provenance.family, provenance.precision, provenance.provider], ['encoder', 'fp32', 'cpu']);
    assert.equal(stacks.length, 1);
    const { causal, layers, heads, missing, rows, columns, name } = stacks[0]!;
    assert.deepEqual(
      { causal, layers, heads, missing, rows, columns, name },
      { causal: false, layers: 2, heads: 4, missing: [], rows: 'source', columns: 'source', name: 'self' },
    );
    const map = { stack: 0, source: { kind: 'head', layer: 1, head: 2 }, unit: 'token', maskStart: false } as const;
    const found = await engine.matrix(reading, map);
    expected.attention.self![1]![2]!.forEach((row, q) => {
      row.forEach((weight, k) => assert.ok(Math.abs(weight - found[q]![k]!) < 1e-4));
    });
    const rollout = await engine.matrix(reading, { ...map, source: { kind: 'rollout', layer: 1 } });
    for (const row of rollout) assert.ok(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-4);

    const lens = {
      model: folder,
      text: 'the cat',
      focus: { start: 0, end: 3 },
      precision: 'auto',
      provider: 'cpu',
      top: 5,
    } as const;
    const refused = await failureOf(engine.ask('lens', lens));
    assert.equal(refused.code, 'unsupported');
    assert.match(refused.message, /It can show its attention/);
  });

  it('knows which positions of a table are never used', async () => {
    const roberta = { ...config, model_type: 'roberta', max_position_embeddings: 514, pad_token_id: 1 };
    const made = folderOf(filesFor(tinyModel(), { 'config.json': roberta }));
    assert.equal((await readModelFolder(made)).context, 512);
  });
});
