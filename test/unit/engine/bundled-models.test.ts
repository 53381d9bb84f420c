import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { loadModel } from '../../../src/engine/families/load-model';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { Scheduler } from '../../../src/engine/scheduler';
import { ScoredDocument } from '../../../src/engine/scoring/scored-document';
import type { ScoreOptions } from '../../../src/protocol';

const bundled = path.resolve(__dirname, '..', '..', '..', '..', 'models', 'bundled');
const auto = { precision: 'auto', provider: 'cpu' } as const;

interface Golden {
  readonly text: string;
  readonly ids: readonly number[];
  readonly utf8Bytes: number;
  readonly onnx: Readonly<Record<string, readonly number[]>> & { readonly bitsPerByte: number };
}

function open(model: LanguageModel, text: string, options: Partial<ScoreOptions> = {}): ScoredDocument {
  const request = { uri: 'test:text', version: 1, text, model: 'bundled', options: { ...auto, top: 5, ...options } };
  return new ScoredDocument(request, {
    scheduler: new Scheduler(),
    restAfter: 20,
    model: () => Promise.resolve(model),
    emit: () => undefined,
  });
}

function assertClose(
  actual: Float32Array,
  expected: readonly number[] | Float32Array,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, what);
  const far = [...actual].filter((value, i) => !(Math.abs(value - expected[i]!) <= tolerance));
  assert.ok(
    far.length <= actual.length / 100,
    `${what}: ${far.length} of ${actual.length} differ by more than ${tolerance}`,
  );
}

for (const name of ['langscope-gpt', 'langscope-lstm', 'langscope-gru', 'langscope-rnn']) {
  describe(`the bundled ${name}`, function () {
    this.timeout(120_000);
    let model: LanguageModel;
    const folder = path.join(bundled, name);
    const golden = JSON.parse(readFileSync(path.join(folder, 'golden.json'), 'utf8')) as Golden;

    before(async () => {
      model = await loadModel(folder, { ...auto, threads: 2 }, CancellationToken.None);
    });
    after(() => model.dispose());

    it('cuts the text as the library that trained it does', async () => {
      const { ids } = await model.tokenizer.encode(golden.text, CancellationToken.None);
      assert.deepEqual([...ids], [...golden.ids]);
    });

    it('scores every token as the recipe did, the first one too', async () => {
      const windows = golden.onnx['window256stride128'];
      const document = open(model, golden.text, windows ? { window: 256, stride: 128 } : {});
      await document.done(CancellationToken.None);
      const expected = windows ?? golden.onnx['whole']!;
      assertClose(document.table.logprob, expected, 0.05, 'log-probabilities');
      const { utf8Bytes, nll } = document.figures();
      assert.equal(utf8Bytes, golden.utf8Bytes);
      const expectedNll = -expected.reduce((sum, value) => sum + value, 0);
      assert.ok(Math.abs(nll / expectedNll - 1) < 0.005, `${nll} nats for ${expectedNll}`);
      document.close();
    });

    it('after edits has the figures of a fresh reading', async () => {
      const document = open(model, golden.text);
      await document.done(CancellationToken.None);
      let text = golden.text;
      let version = 1;
      for (const [start, end, inserted] of [
        [900, 900, 'quite '],
        [200, 260, ''],
        [1500, 1501, 'X\n\n'],
      ] as const) {
        text = text.slice(0, start) + inserted + text.slice(end);
        document.change(++version, [{ start, end, text: inserted }]);
      }
      await document.done(CancellationToken.None);
      const fresh = open(model, text);
      await fresh.done(CancellationToken.None);
      assert.deepEqual([...document.table.ids], [...fresh.table.ids]);
      assertClose(document.table.logprob, fresh.table.logprob, 0.01, 'log-probabilities');
      document.close();
      fresh.close();
    });

    it('one line of 5 MB: what is visible has its figures soon, and closing it ends the work', async () => {
      const text = golden.text.replaceAll(/\s+/g, ' ').repeat(Math.ceil(5e6 / golden.text.length));
      const scheduler = new Scheduler();
      const seen: number[] = [];
      const options = { ...auto, top: 5 };
      const request = {
        uri: 'test:line',
        version: 1,
        text,
        model: 'bundled',
        options,
        visible: { start: 0, end: 2000 },
      };
      const document = new ScoredDocument(request, {
        scheduler,
        restAfter: 20,
        model: () => Promise.resolve(model),
        emit: (kind, event) => {
          if (kind !== 'scores' || !('scores' in event)) return;
          if (event.scores.logprob.some((value) => !Number.isNaN(value))) seen.push(event.start);
        },
      });
      while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
      assert.ok(
        seen.every((start) => start < 4000),
        seen.join(),
      );
      document.close();
      await scheduler.once(0, () => Promise.resolve());
      const ended = seen.length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(seen.length, ended);
    });

    it('is at most 15 MB, has a card, and says what it can do', () => {
      const bytes = readdirSync(path.join(folder, 'onnx')).reduce(
        (sum, file) => sum + statSync(path.join(folder, 'onnx', file)).size,
        0,
      );
      assert.ok(bytes <= 15e6, `${bytes} bytes`);
      assert.match(readFileSync(path.join(folder, 'README.md'), 'utf8'), /Bits per UTF-8 byte[^]*Kneser-Ney/);
      assert.deepEqual(
        model.installed.capabilities.filter(({ missing }) => missing === undefined).map(({ capability }) => capability),
        model.family === 'recurrent'
          ? ['score', 'generate', 'gates', 'influence']
          : ['score', 'generate', 'attention', 'lens', 'influence'],
      );
    });
  });
}
