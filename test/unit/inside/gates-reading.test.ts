import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { gateSeries, type GateSeries, type GatesReading, type RecurrentCell } from '../../../src/protocol';
import { loadModel } from '../../../src/engine/families/load-model';
import { ModelBody } from '../../../src/engine/families/model-body';
import { tapRecurrent } from '../../../src/engine/graph/recurrent/tap-recurrent';
import { KeptGates } from '../../../src/engine/inside/gates/kept-gates';
import { Session } from '../../../src/engine/runtime/session';
import { root } from '../text/checkout';
import { AskedEngine, exportsFolder } from './gates-engine';

interface Expected {
  readonly text: string;
  readonly ids: readonly number[];
  readonly special: readonly number[];
  readonly spans: readonly (readonly number[])[];
  readonly layers: readonly {
    readonly cell: string;
    readonly reverse: boolean;
    readonly series: Readonly<Record<string, readonly (readonly number[])[]>>;
  }[];
}

interface Golden {
  readonly model: string;
  readonly text: string;
  readonly ids: readonly number[];
  readonly layers: readonly {
    readonly cell: RecurrentCell;
    readonly size: number;
    readonly cells: readonly number[];
    readonly series: Readonly<Record<string, readonly (readonly number[])[]>>;
  }[];
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

function largest(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(found.length, expected.length);
  return Array.from(expected).reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
}

/** Every value of a series, [tokens * cells]. */
async function all(asked: AskedEngine, { reading, tokens, layers }: GatesReading, layer: number, series: GateSeries) {
  const cells = Int32Array.from({ length: layers[layer]!.cells }, (_, cell) => cell);
  return asked.ask('gatesValues', { reading, layer, series, from: 0, to: tokens.ids.length, cells });
}

describe('Reading gates', function () {
  this.timeout(60_000);
  const asked = new AskedEngine();

  for (const name of ['lstm-lm', 'gru-lm', 'rnn-lm']) {
    it(`${name}: tokens and every series are those of PyTorch's cells run by hand`, async () => {
      const folder = join(exportsFolder, name);
      const expected = json(join(folder, 'expected.json')) as Expected;
      const reading = await asked.read(folder, expected.text);
      assert.deepEqual([...reading.tokens.ids], expected.ids);
      assert.deepEqual([...reading.tokens.special], expected.special);
      assert.deepEqual([...reading.tokens.spans], expected.spans.flat());
      assert.deepEqual([reading.tokens.first, reading.missing], [0, []]);
      for (const [layer, { cell, reverse, series }] of expected.layers.entries()) {
        assert.equal(reading.layers[layer]!.cell, cell);
        assert.equal(reading.layers[layer]!.reverse, reverse);
        for (const [which, values] of Object.entries(series)) {
          const difference = largest(await all(asked, reading, layer, which as GateSeries), values.flat());
          assert.ok(difference < 1e-5, `layer ${layer}, ${which}: ${difference}`);
        }
      }
    });
  }

  const goldens = readdirSync(join(root, 'test/golden')).filter((name) => /^gates-.*\.json$/.test(name));
  for (const file of goldens) {
    it(`${file}: gates and states are those of its weights, run by hand in double precision`, async function () {
      const golden = json(join(root, 'test/golden', file)) as Golden;
      if (!existsSync(join(root, 'models/bundled', golden.model))) {
        console.log(`      skipped: models/bundled/${golden.model} is not there`);
        this.skip();
      }
      const reading = await asked.read(golden.model, golden.text);
      assert.deepEqual([...reading.tokens.ids], golden.ids);
      assert.equal(reading.layers.length, golden.layers.length);
      for (const [layer, { cell, size, cells, series }] of golden.layers.entries()) {
        assert.deepEqual([reading.layers[layer]!.cell, reading.layers[layer]!.cells], [cell, size]);
        assert.deepEqual(Object.keys(series), gateSeries[cell]);
        for (const [which, values] of Object.entries(series)) {
          const place = { reading: reading.reading, layer, series: which as GateSeries };
          const range = { from: 0, to: golden.ids.length, cells: Int32Array.from(cells) };
          const difference = largest(await asked.ask('gatesValues', { ...place, ...range }), values.flat());
          assert.ok(difference < 1e-5, `layer ${layer}, ${which}: ${difference}`);
        }
      }
    });
  }

  it('the bundled LSTM: gates lie in [0, 1], c = f c + i g, and h = o tanh c', async () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').slice(0, 3000);
    const reading = await asked.read('langscope-lstm', text);
    for (const layer of reading.layers.keys()) {
      const [i, f, o, g, c, h] = (await Promise.all(
        gateSeries.lstm.map((series) => all(asked, reading, layer, series)),
      )) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
      const { cells } = reading.layers[layer]!;
      for (const gate of [i, f, o]) assert.ok(gate.every((value) => value >= 0 && value <= 1));
      const before = Float32Array.from(c, (_value, at) => (at < cells ? 0 : c[at - cells]!));
      assert.ok(
        largest(
          c,
          c.map((_value, at) => f[at]! * before[at]! + i[at]! * g[at]!),
        ) < 1e-5,
      );
      assert.ok(
        largest(
          h,
          h.map((_value, at) => o[at]! * Math.tanh(c[at]!)),
        ) < 1e-5,
      );
      assert.ok(Math.max(...c.subarray(0, 1000)) > 0.1, 'the states move');
    }
  });

  it('reads in pieces what one run reads at once', async () => {
    const folder = join(exportsFolder, 'lstm-lm');
    const { text } = json(join(folder, 'expected.json')) as Expected;
    asked.progress.length = 0;
    const reading = await asked.read(folder, `${text} `.repeat(20), { task: 'pieces' });
    const n = reading.tokens.ids.length;
    assert.ok(asked.progress.length > 3, 'several pieces');
    assert.deepEqual(asked.progress.at(-1), { task: 'pieces', done: n, total: n });
    const token = new CancellationTokenSource().token;
    const model = await loadModel(folder, { precision: 'auto', provider: 'cpu', threads: 1 }, token);
    const source = model.source!;
    const { model: tapped, layers } = tapRecurrent(source.model);
    const body = new ModelBody(await Session.open(tapped, source.place, 'The tapped model'), source.inputs, true);
    const names = layers.flatMap(({ outputs }) => [...outputs.values()]);
    const { results } = await body.run(body.begin(), reading.tokens.ids, names, false);
    for (const [layer, { outputs }] of layers.entries()) {
      for (const [series, output] of outputs) {
        const whole = results.get(output)!.data as Float32Array;
        assert.ok(largest(await all(asked, reading, layer, series), whole) < 1e-5, `${layer} ${series}`);
      }
    }
    await body.dispose();
    await model.dispose();
  });

  it('reads up to the end of what is looked at, and no more than 4,096 tokens before it', async () => {
    const folder = join(exportsFolder, 'rnn-lm');
    const word = 'the cat sat on a mat ';
    const text = word.repeat(1500);
    const near = await asked.read(folder, text, { focus: { start: 10, end: 40 } });
    const last = near.tokens.ids.length - 1;
    assert.equal(near.tokens.first, 0);
    assert.ok(near.tokens.spans[2 * last]! < 40 && near.tokens.spans[2 * last + 1]! >= 40);
    const cursor = await asked.read(folder, text, { focus: { start: 0, end: 0 } });
    assert.deepEqual([...cursor.tokens.special], [1, 0]);
    const far = await asked.read(folder, text, { focus: { start: text.length - 50, end: text.length } });
    assert.equal(far.tokens.ids.length, 4096);
    assert.equal(far.tokens.special[0], 1);
    // The start token takes one of the places.
    assert.equal(far.tokens.first, far.tokens.total - 4095);
    assert.equal(far.tokens.spans[2 * 4096 - 1], text.length);
    const limited = await asked.read(folder, text, { limit: 100 });
    assert.equal(limited.tokens.ids.length, 100);
  });

  it('refuses with a sentence what cannot be shown', async () => {
    const refused = (code: string, message: RegExp) => (error: unknown) => {
      assert.match((error as Error).message, message);
      assert.equal((error as { failure?: { code: string } }).failure?.code, code);
      return true;
    };
    await assert.rejects(asked.read('langscope-gpt', 'text'), refused('unsupported', /no gates.*recurrent model/));
    await assert.rejects(asked.read('langscope-lstm', ''), refused('bad-request', /empty/));
    const folder = join(exportsFolder, 'gru-lm');
    const { reading, tokens } = await asked.read(folder, 'the cat sat');
    const range = { from: 0, to: tokens.ids.length, cells: Int32Array.of(0) };
    const values = { reading, layer: 0, series: 'hidden', ...range } as const;
    await assert.rejects(asked.ask('gatesValues', { ...values, layer: 2 }), refused('bad-request', /layers 0 to 1/));
    await assert.rejects(asked.ask('gatesValues', { ...values, series: 'cell' }), refused('bad-request', /update/));
    await assert.rejects(asked.ask('gatesValues', { ...values, to: 99 }), refused('bad-request', /tokens were read/));
    const wrong = Int32Array.of(10);
    await assert.rejects(asked.ask('gatesValues', { ...values, cells: wrong }), refused('bad-request', /cells 0 to 9/));
    asked.engine.inside.readings.close(reading);
    await assert.rejects(asked.ask('gatesValues', values), refused('reading-unknown', /read the text again/));
  });

  it('ends when it is cancelled', async () => {
    const source = new CancellationTokenSource();
    const text = 'the cat sat on a mat '.repeat(2000);
    const focus = { start: 0, end: text.length };
    asked.progress.length = 0;
    const request = { model: join(exportsFolder, 'lstm-lm'), precision: 'auto', provider: 'cpu', text, focus } as const;
    const reading = asked.ask('gates', { ...request, task: 'long' }, source.token);
    while (asked.progress.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    source.cancel();
    await assert.rejects(reading, { failure: { code: 'cancelled', message: 'Cancelled.' } });
    assert.ok(asked.progress.at(-1)!.done < 4096);
  });

  it('says how much memory a reading takes', async () => {
    const reading = await asked.read(join(exportsFolder, 'lstm-lm'), 'the cat sat on a mat');
    const kept = asked.engine.inside.readings.get(reading.reading, KeptGates);
    assert.equal(kept.bytes, 4 * reading.tokens.ids.length * 2 * 6 * 10);
  });
});
