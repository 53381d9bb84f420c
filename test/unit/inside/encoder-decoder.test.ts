import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeModel } from '../../../src/engine/families/catalogue';
import { readModelFolder } from '../../../src/engine/families/model-folder';
import type { OpenEncoder } from '../../../src/engine/inside/encoder/encoder-open';
import { EncoderPart } from '../../../src/engine/inside/encoder/encoder-part';
import { folderOf, removeFolders, type Files } from '../families/tiny-folder';
import { AttentionEngine } from './attention-engine';
import { ended, expectedOf, exportsFolder, failureOf, furthest, open, readAll, request } from './encoder-exports';

const folders = [
  't5-eager', 't5-fused', 't5-mha', 't5-onnx', 't5-merged', 'bart-eager', 'bart-sdpa', 'bart-fused', 'bart-mha', 'bart-merged', 'marian-eager',
  'marian-fused', 'marian-mha',
]; // prettier-ignore

for (const name of folders) {
  describe(`The attention of an encoder with its decoder: ${name}`, () => {
    const expected = expectedOf(name);

    it("equals PyTorch's within both texts and from the second to the first", async () => {
      const model = await open(join(exportsFolder, name));
      const text = await readAll(model, request(expected.text, { target: expected.targetText! }));
      for (const stack of ['encoder', 'decoder', 'cross'] as const) {
        const worst = await furthest(model, text, stack, expected.attention[stack]!);
        assert.ok(worst < 1e-4, `${stack}: ${worst}`);
      }
      assert.deepEqual([...text.tokens.ids], expected.ids);
      assert.deepEqual([...text.tokens.special], expected.special);
      assert.deepEqual([...text.target!.ids], expected.targetIds);
      assert.deepEqual([...text.target!.special], expected.targetSpecial);
      await model.dispose();
    });

    it("gives the streams between its layers as PyTorch's", async () => {
      const { onnx, ...folder } = await readModelFolder(join(exportsFolder, name));
      const place = { provider: 'cpu', threads: 1 } as const;
      const encoder = await EncoderPart.open(folder, onnx[0]!.path, place, true);
      const decoder = await EncoderPart.open(folder, onnx[0]!.decoder!, place, false);
      const run = (part: EncoderPart, feeds: ReturnType<EncoderPart['feeds']>) =>
        ended(part.chain.read(feeds, () => undefined));
      const first = await run(encoder, encoder.feeds(Int32Array.from(expected.ids)));
      const second = await run(decoder, decoder.feeds(Int32Array.from(expected.targetIds!), first.end));
      for (const [stack, streams] of [
        ['encoder', first.streams.filter((_stream, at) => at % 2 === 0)],
        ['decoder', second.streams.filter((_stream, at) => at % 3 === 0)],
      ] as const) {
        // It is cut behind each attention too.
        assert.equal(streams.length, 2, `the ${stack} is cut between its two layers`);
        const wanted = expected.hidden[stack]![1]!.flat();
        const found = streams[1]!.data as Float32Array;
        assert.equal(found.length, wanted.length);
        wanted.forEach((number, at) => assert.ok(Math.abs(number - found[at]!) < 1e-4, `${stack} ${at}`));
      }
      await encoder.chain.dispose();
      await decoder.chain.dispose();
    });
  });
}

describe('An encoder with its decoder that is looked into', () => {
  const folder = join(exportsFolder, 'marian-eager');
  const expected = expectedOf('marian-eager');
  const file = (name: string): Buffer => readFileSync(join(folder, name));
  const files: Files = {
    'config.json': file('config.json'),
    'tokenizer.json': file('tokenizer.json'),
    'onnx/encoder_model.onnx': file('onnx/encoder_model.onnx'),
    'onnx/decoder_model.onnx': file('onnx/decoder_model.onnx'),
  };
  let model: OpenEncoder;
  before(async () => (model = await open(folder)));
  after(async () => {
    await model.dispose();
    removeFolders();
  });

  it('knows where the tokens of both texts stand', async () => {
    const { tokens, target } = await readAll(model, request(expected.text, { target: expected.targetText! }));
    const end = expected.text.length;
    assert.deepEqual([...tokens.spans], [...expected.spans.slice(0, -1), [end, end]].flat());
    // The decoder's start token stands before the text; it never reads the end that it is to predict.
    assert.deepEqual([...target!.spans], expected.targetSpans!.flat());
    assert.equal(
      target!.special.reduce((sum, special) => sum + special, 0),
      1,
    );
  });

  it('says which of its layers look at which text, and draws them', async () => {
    assert.deepEqual(
      model.observed.stacks.map(({ name, causal, rows, columns }) => [name, causal, rows, columns]),
      [
        ['encoder', false, 'source', 'source'],
        ['decoder', true, 'target', 'target'],
        ['cross', false, 'target', 'source'],
      ],
    );
    const text = await readAll(model, request(expected.text, { target: expected.targetText! }));
    const { size, weights } = text.thumbnails[2]!;
    const [rows, columns] = [expected.targetIds!.length, expected.ids.length];
    assert.deepEqual([rows, columns, size], [10, 11, 11]);
    const head = expected.attention.cross![0]![1]!;
    for (let column = 0; column < size; column++) {
      assert.ok(Math.abs(weights[size * size + column]! - head[0]![column]!) < 1e-4);
      assert.ok(Math.abs(weights[size * size + (size - 1) * size + column]! - head[rows - 1]![column]!) < 1e-4);
    }
  });

  // Half precision has about three digits; in eight bits whole matrices share a scale.
  for (const [precision, tolerance] of [
    ['fp16', 5e-3],
    ['q8', 0.15],
  ] as const) {
    it(`is close to PyTorch's with weights in ${precision}`, async () => {
      const other = await open(folder, precision);
      assert.equal(other.precision, precision);
      const text = await readAll(other, request(expected.text, { target: expected.targetText! }));
      for (const stack of ['encoder', 'decoder', 'cross'] as const) {
        const worst = await furthest(other, text, stack, expected.attention[stack]!);
        assert.ok(worst > 0 && worst < tolerance, `${stack}: ${worst}`);
      }
      await other.dispose();
    });
  }

  it('reports the tokens of both texts', async () => {
    const reports: (readonly [number, number])[] = [];
    await readAll(model, request(expected.text, { target: expected.targetText! }), reports);
    assert.deepEqual(reports.at(-1), [21, 21]);
    assert.deepEqual(
      [...reports].sort(([a], [b]) => a - b),
      reports,
    );
  });

  it('says of layers that look at blocks of the text that they have no matrix, and shows the others', async () => {
    const wanted = expectedOf('longt5-eager');
    const other = await open(join(exportsFolder, 'longt5-eager'));
    const [blocks] = other.observed.stacks;
    assert.equal(blocks!.missing.length, 2);
    for (const { reason } of blocks!.missing) assert.match(reason, /block by block.*Choose a model/);
    const text = await readAll(other, request(wanted.text, { target: wanted.targetText! }));
    for (const stack of ['decoder', 'cross'] as const) {
      assert.ok((await furthest(other, text, stack, wanted.attention[stack]!)) < 1e-4);
    }
    await other.dispose();
  });

  it('refuses texts that it cannot read, with a sentence', async () => {
    for (const target of [undefined, '']) {
      const missing = await failureOf(readAll(model, request(expected.text, target === undefined ? {} : { target })));
      assert.equal(missing.code, 'bad-request');
      assert.match(missing.message, /two texts.*Give the second text/);
    }
    const long = 'the cat sat on a mat '.repeat(30).trim();
    const second = await failureOf(readAll(model, request('the cat', { target: long })));
    assert.match(second.message, /The second text has 180 tokens, but .*marian-eager reads 63 of a text/);
    const focus = { start: 0, end: long.length };
    const first = await failureOf(readAll(model, request(long, { target: 'the cat', focus })));
    assert.match(first.message, /The text has 180 tokens/);
    const empty = await failureOf(readAll(model, request('', { target: 'the cat' })));
    assert.match(empty.message, /no text/);
  });

  it('refuses folders whose decoder is not the one of the encoder, or begins with nothing', async () => {
    const same = folderOf({ ...files, 'onnx/decoder_model.onnx': file('onnx/encoder_model.onnx') });
    const without = await failureOf(open(same));
    assert.equal(without.code, 'unsupported');
    assert.match(without.message, /has no cross-attention.*Copy the decoder/);
    const config = JSON.parse(file('config.json').toString('utf8')) as Record<string, unknown>;
    const bare = Object.fromEntries(
      Object.entries(config).filter(([key]) => !/^(decoder_start|bos)_token_id$/.test(key)),
    );
    const start = await failureOf(open(folderOf({ ...files, 'config.json': bare })));
    assert.equal(start.code, 'config-broken');
    assert.match(start.message, /decoder_start_token_id/);
    await (await open(folderOf(files))).dispose();
  });

  it('is listed with what it can do, and answers requests about attention', async () => {
    const { capabilities, family, bytes } = await describeModel(folder);
    assert.equal(family, 'encoder-decoder');
    const sizes = ['encoder', 'decoder'].map((part) => file(`onnx/${part}_model.onnx`).length);
    assert.equal(bytes, sizes[0]! + sizes[1]!);
    const able = capabilities.filter(({ missing }) => missing === undefined).map(({ capability }) => capability);
    assert.deepEqual(able, ['attention']);
    const engine = new AttentionEngine();
    const { reading, target, stacks } = await engine.read(folder, expected.text, { target: expected.targetText! });
    assert.deepEqual([...target!.ids], expected.targetIds);
    assert.equal(stacks.length, 3);
    const map = { stack: 2, source: { kind: 'head', layer: 1, head: 0 }, unit: 'token', maskStart: false } as const;
    const found = await engine.matrix(reading, map);
    expected.attention.cross![1]![0]!.forEach((row, q) => {
      row.forEach((weight, k) => assert.ok(Math.abs(weight - found[q]![k]!) < 1e-4));
    });
    const words = await engine.matrix(reading, { ...map, unit: 'word' });
    assert.ok(words.length < found.length);
    await engine.ask('closeReading', { reading });
  });
});
