import assert from 'node:assert/strict';
import { Tensor } from 'onnxruntime-node';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findLayers } from '../../../src/engine/graph/layers/find-layers';
import { makeNode, tensorInfo } from '../../../src/engine/graph/make-node';
import { dataTypes, type Graph } from '../../../src/engine/graph/onnx-model';
import { readOnnx, type OnnxFile } from '../../../src/engine/graph/read-onnx';
import { nameSums, unfuseSums } from '../../../src/engine/graph/layers/skip-sums';
import { subgraph } from '../../../src/engine/graph/subgraph';
import { Session } from '../../../src/engine/runtime/session';
import { root } from '../text/checkout';
import { tinyLstm, tinyModel } from './tiny-model';

const place = join(root, 'test/unit/inside/exports');

interface Figures {
  readonly ids: readonly number[];
  readonly hidden: { readonly self?: Rows[]; readonly encoder?: Rows[] };
}
type Rows = readonly (readonly number[])[];

/** Runs an encoder with the tensors as its outputs; the fused operators stay, or are taken apart. */
async function streams(
  { model, folder }: OnnxFile,
  graph: Graph,
  names: readonly string[],
  ids: readonly number[],
): Promise<readonly Tensor[]> {
  const outputs = names.map((name) => tensorInfo(name, dataTypes.float));
  const tapped = { ...model, graph: subgraph(graph, model.graph.input, outputs) };
  const session = await Session.open(tapped, { provider: 'cpu', threads: 1, folder }, 'The encoder');
  const int64 = (values: readonly number[]): Tensor =>
    new Tensor('int64', BigInt64Array.from(values.map(BigInt)), [1, ids.length]);
  const inputs: Readonly<Record<string, Tensor>> = {
    input_ids: int64(ids),
    attention_mask: int64(ids.map(() => 1)),
    token_type_ids: int64(ids.map(() => 0)),
  };
  const feeds = Object.fromEntries(model.graph.input.map(({ name = '' }) => [name, inputs[name]!]));
  const results = await session.run(feeds, names);
  await session.dispose();
  return names.map((name) => results.get(name)!);
}

describe('findLayers', function () {
  this.timeout(20_000);

  const styles = (pattern: RegExp): readonly string[] => readdirSync(place).filter((name) => pattern.test(name));
  const encoders = [
    ...styles(/^bert-/).map((folder) => ({ folder, file: 'model.onnx', end: 'logits' })),
    ...styles(/^(t5|bart|marian)-/).map((folder) => ({
      folder,
      file: 'onnx/encoder_model.onnx',
      end: 'last_hidden_state',
    })),
  ];
  for (const { folder, file, end } of encoders) {
    it(`finds the stream of an encoder, fused or not: ${folder}`, async () => {
      const read = readOnnx(join(place, folder, file));
      const { model } = read;
      const found = findLayers(model.graph, 'input_ids', end);
      assert.ok(found.kind === 'found', found.kind === 'none' ? found.reason : '');
      assert.equal(found.normalised, !folder.startsWith('t5-'));
      const { ids, hidden } = JSON.parse(readFileSync(join(place, folder, 'expected.json'), 'utf8')) as Figures;
      const expected = hidden.self ?? hidden.encoder!;
      for (const graph of [nameSums(model.graph), unfuseSums(model.graph)]) {
        const tensors = await streams(read, graph, found.depths, ids);
        assert.equal(tensors.length, expected.length);
        tensors.forEach(({ data, dims }, depth) => {
          const width = dims.at(-1)!;
          const rows = expected[depth]!;
          const off = (data as Float32Array).map((value, at) =>
            Math.abs(value - rows[Math.floor(at / width)]![at % width]!),
          );
          assert.ok(Math.max(...off) < 1e-4, `depth ${depth}: ${Math.max(...off)}`);
        });
      }
    });
  }

  it('counts cross-attention to a layer, not as one of its own', () => {
    const decoders = styles(/^(t5|bart|marian)-/)
      .map((folder) => join(place, folder, 'onnx/decoder_model.onnx'))
      .filter((path) => existsSync(path));
    assert.ok(decoders.length >= 8);
    for (const path of decoders) {
      const found = findLayers(readOnnx(path).model.graph, 'input_ids', 'logits');
      assert.equal(found.kind === 'found' && found.depths.length, 3, dirname(path));
    }
  });

  const reasons: readonly [string, Graph, RegExp][] = [
    ['a recurrent model', tinyLstm().graph, /^It is recurrent: .* Choose a transformer\.$/],
    [
      'tokens that see no other tokens',
      withNodes([
        makeNode('Gather', ['embedding', 'input_ids'], ['embedded']),
        makeNode('MatMul', ['embedded', 'projection'], ['logits']),
      ]),
      /^No layer that looks at other tokens/,
    ],
    [
      'layers that hand their output on',
      withNodes([
        makeNode('Gather', ['embedding', 'input_ids'], ['embedded']),
        makeNode('CumSum', ['embedded', 'axis'], ['summed']),
        makeNode('MatMul', ['summed', 'projection'], ['logits']),
      ]),
      /no common stream/,
    ],
    ['a graph that takes no token ids', withNodes([makeNode('Identity', ['bias'], ['logits'])]), /takes no token ids/],
  ];
  for (const [what, graph, reason] of reasons) {
    it(`says why ${what} cannot be told apart`, () => {
      const found = findLayers(graph, 'input_ids', 'logits');
      assert.match(found.kind === 'none' ? found.reason : 'found', reason);
    });
  }

  it('finds one layer between the embedding and the projection', () => {
    const found = findLayers(tinyModel().graph, 'input_ids', 'logits');
    assert.deepEqual(found, { kind: 'found', depths: ['embedded', 'mixed'], normalised: false });
  });
});

function withNodes(node: Graph['node']): Graph {
  return { ...tinyModel().graph, node };
}
