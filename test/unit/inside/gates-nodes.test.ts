import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { readOnnx } from '../../../src/engine/graph/read-onnx';
import { tapRecurrent } from '../../../src/engine/graph/recurrent/tap-recurrent';
import { Session } from '../../../src/engine/runtime/session';
import { numbers } from '../graph/tiny-model';
import { root } from '../text/checkout';

const folder = join(root, 'test/unit/inside/exports/recurrent');

/** What PyTorch's cells, run by hand, give: see the README of the exports. */
interface Expected {
  readonly input: readonly (readonly number[])[];
  readonly output: readonly (readonly number[])[];
  readonly layers: readonly {
    readonly cell: string;
    readonly reverse: boolean;
    readonly series: Readonly<Record<string, readonly (readonly number[])[]>>;
  }[];
}

function largest(found: Float32Array, expected: readonly (readonly number[])[]): number {
  const flat = expected.flat();
  assert.equal(found.length, flat.length);
  return flat.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
}

describe('Tapped recurrent nodes', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.onnx'))) {
    it(`${file}: every series is PyTorch's, and the output is bit for bit the untapped one`, async () => {
      const path = join(folder, file);
      const expected = JSON.parse(readFileSync(path.replace('.onnx', '.json'), 'utf8')) as Expected;
      const { model } = readOnnx(path);
      const { model: tapped, layers, missing } = tapRecurrent(model);
      assert.deepEqual(missing, []);
      assert.deepEqual(
        layers.map(({ cell, reverse }) => ({ cell, reverse })),
        expected.layers.map(({ cell, reverse }) => ({ cell, reverse })),
      );
      const shape = [expected.input.length, 1, expected.input[0]!.length];
      const feeds = { input: new Tensor('float32', Float32Array.from(expected.input.flat()), shape) };
      const place = { provider: 'cpu', threads: 1, folder } as const;
      const before = await Session.open(model, place, 'The model');
      const after = await Session.open(tapped, place, 'The tapped model');
      try {
        const names = layers.flatMap(({ outputs }) => [...outputs.values()]);
        const results = await after.run(feeds, ['output', ...names]);
        const untapped = await before.run(feeds, ['output']);
        assert.deepEqual(results.get('output')!.data, untapped.get('output')!.data);
        layers.forEach(({ outputs }, at) => {
          const { series } = expected.layers[at]!;
          assert.deepEqual([...outputs.keys()], Object.keys(series));
          for (const [name, output] of outputs) {
            const difference = largest(results.get(output)!.data as Float32Array, series[name]!);
            assert.ok(difference < 1e-5, `layer ${at}, ${name}: ${difference}`);
          }
        });
      } finally {
        await before.dispose();
        await after.dispose();
      }
    });
  }

  it('the bundled LSTM: logits and states are bit for bit the untapped ones', async () => {
    const bundled = join(root, 'models/bundled/langscope-lstm/onnx');
    const { model } = readOnnx(join(bundled, 'model_q8.onnx'));
    const { model: tapped, layers } = tapRecurrent(model);
    const place = { provider: 'cpu', threads: 1, folder: bundled } as const;
    const [before, after] = [
      await Session.open(model, place, 'The model'),
      await Session.open(tapped, place, 'The tapped model'),
    ];
    try {
      const ids = BigInt64Array.from({ length: 40 }, (_, at) => BigInt((at * 7919) % 8192));
      const state = (): Tensor => new Tensor('float32', numbers(640, 3), [1, 1, 640]);
      const states = Object.fromEntries(['h.0', 'c.0', 'h.1', 'c.1'].map((name) => [name, state()]));
      const feeds = { input_ids: new Tensor('int64', ids, [1, 40]), ...states };
      const own = model.graph.output.map(({ name }) => name!);
      const untapped = await before.run(feeds, own);
      const results = await after.run(feeds, [...own, ...layers.flatMap(({ outputs }) => [...outputs.values()])]);
      for (const name of own) assert.deepEqual(results.get(name)!.data, untapped.get(name)!.data, name);
    } finally {
      await before.dispose();
      await after.dispose();
    }
  });
});
