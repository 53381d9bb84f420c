import assert from 'node:assert/strict';
import { join } from 'node:path';
import { listModels } from '../../../src/engine/families/catalogue';
import { int64Tensor, makeNode, tensorInfo } from '../../../src/engine/graph/make-node';
import { dataTypes, type OnnxModel } from '../../../src/engine/graph/onnx-model';
import { filesFor, folderOf, removeFolders, wordTokenizer } from '../families/tiny-folder';
import { floats, hiddenSize, numbers, vocabulary } from '../graph/tiny-model';
import { AskedEngine, exportsFolder } from './gates-engine';
import { handActivations, runByHand } from './recurrent-by-hand';

const h = hiddenSize;
const weights = {
  embedding: numbers(vocabulary * h, 1),
  w: numbers(2 * 4 * h * h, 2),
  r: numbers(2 * 4 * h * h, 3),
  b: numbers(2 * 8 * h, 4),
};

/** An LSTM that reads in both directions; as encoders do, the graph gives its hidden states and takes a mask. */
function encoder(): OnnxModel {
  const both = { name: 'direction', type: 3, s: new TextEncoder().encode('bidirectional') };
  const lstm = makeNode('LSTM', ['sequence_first', 'w', 'r', 'b'], ['all'], { hidden_size: h });
  return {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'both-ways',
      node: [
        makeNode('Gather', ['embedding', 'input_ids'], ['embedded']),
        makeNode('Transpose', ['embedded'], ['sequence_first'], { perm: [1, 0, 2] }),
        { ...lstm, name: 'lstm', attribute: [...lstm.attribute!, both] },
        makeNode('Transpose', ['all'], ['by_text'], { perm: [2, 0, 1, 3] }),
        makeNode('Reshape', ['by_text', 'joined'], ['rows']),
        makeNode('Cast', ['attention_mask'], ['mask'], { to: dataTypes.float }),
        makeNode('Unsqueeze', ['mask', 'last'], ['column']),
        makeNode('Mul', ['rows', 'column'], ['last_hidden_state']),
      ],
      initializer: [
        floats('embedding', weights.embedding, [vocabulary, h]),
        floats('w', weights.w, [2, 4 * h, h]),
        floats('r', weights.r, [2, 4 * h, h]),
        floats('b', weights.b, [2, 8 * h]),
        int64Tensor('joined', [0, 0, 2 * h]),
        int64Tensor('last', [2]),
      ],
      input: ['input_ids', 'attention_mask'].map((name) => tensorInfo(name, dataTypes.int64, ['batch', 'sequence'])),
      output: [tensorInfo('last_hidden_state', dataTypes.float, ['batch', 'sequence', 2 * h])],
    },
  };
}

/** The rows of a matrix, by their length. */
const rows = (values: Float32Array, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_row, at) => [...values.subarray(at * columns, (at + 1) * columns)]);

const framedTokenizer = {
  ...wordTokenizer(),
  added_tokens: [
    { id: 1, content: 'w1', special: true, normalized: false, single_word: false, lstrip: false, rstrip: false },
  ],
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: 'w1', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { w1: { id: 'w1', ids: [1], tokens: ['w1'] } },
  },
};

describe('Gates of encoders', () => {
  after(removeFolders);
  const asked = new AskedEngine();
  const text = 'w5 w9 w2 w7 w9 w3 w5 w9 w2 w8';
  const folder = (): string =>
    folderOf(
      filesFor(encoder(), {
        'config.json': {},
        'langscope.json': { family: 'encoder' },
        'tokenizer.json': framedTokenizer,
      }),
    );

  it('an LSTM that reads both ways: gates and states in either direction are those of its cells run by hand', async () => {
    const { reading, tokens, layers, provenance } = await asked.read(folder(), text);
    assert.deepEqual([...tokens.ids], [1, 5, 9, 2, 7, 9, 3, 5, 9, 2, 8]);
    assert.deepEqual([...tokens.special], [1, ...Array.from({ length: 10 }, () => 0)]);
    assert.deepEqual(
      layers.map(({ name, reverse, cells }) => ({ name, reverse, cells })),
      [
        { name: 'lstm (forward)', reverse: false, cells: h },
        { name: 'lstm (reverse)', reverse: true, cells: h },
      ],
    );
    assert.deepEqual([provenance.provider, provenance.window], ['cpu', 11]);
    const [installed] = await listModels([provenance.model]);
    assert.deepEqual(
      installed!.capabilities.filter(({ missing }) => missing === undefined).map(({ capability }) => capability),
      ['gates'],
    );
    const table = rows(weights.embedding, h);
    for (const [layer, { reverse }] of layers.entries()) {
      const expected = runByHand(
        {
          cell: 'lstm',
          cells: h,
          w: rows(weights.w, h).slice(layer * 4 * h, (layer + 1) * 4 * h),
          r: rows(weights.r, h).slice(layer * 4 * h, (layer + 1) * 4 * h),
          b: rows(weights.b, 8 * h)[layer]!,
          activations: ['Sigmoid', 'Tanh', 'Tanh'].map((name) => handActivations[name]!(0, 0)),
          reverse,
          hidden: Array.from({ length: h }, () => 0),
          cellState: Array.from({ length: h }, () => 0),
        },
        Array.from(tokens.ids, (id) => table[id]!),
      );
      const cells = Int32Array.from({ length: h }, (_, cell) => cell);
      for (const series of ['input', 'forget', 'output', 'candidate', 'cell', 'hidden'] as const) {
        const values = await asked.ask('gatesValues', { reading, layer, series, from: 0, to: 11, cells });
        expected[series]!.flat().forEach((value, at) => {
          assert.ok(Math.abs(value - values[at]!) < 1e-5, `${series} of layer ${layer} at ${at}`);
        });
      }
    }
  });

  it('finds places in what was read, and refuses where that is not the whole text', async () => {
    const place = { layer: 0, series: 'hidden', from: 1, to: 3, threshold: 0.05 } as const;
    const { reading } = await asked.read(folder(), text);
    const cells = (await asked.ask('gatesOn', { ...place, reading })).subarray(0, 2);
    assert.equal(cells.length, 2);
    const places = await asked.ask('gatesFind', { ...place, reading, cells, count: 5 });
    assert.ok(places.length > 0);
    for (const { start, end, share } of places) {
      assert.ok(start >= 'w5 w9'.length && end <= text.length && share >= 0.75);
      assert.match(text.slice(start, end), /^w\d( w\d)*$/);
    }
    const part = await asked.read(folder(), text, { focus: { start: 0, end: 2 }, limit: 6 });
    const search = asked.ask('gatesFind', { ...place, reading: part.reading, cells, count: 5 });
    await assert.rejects(search, /5 tokens of these 10/);
  });

  it('refuses encoders without recurrent nodes, and encoders with a decoder', async () => {
    await assert.rejects(asked.read(join(exportsFolder, 'bert-eager'), 'the cat'), /has no gates: there is no LSTM/);
    await assert.rejects(asked.read(join(exportsFolder, 't5-eager'), 'the cat'), /an encoder and a decoder/);
  });
});
