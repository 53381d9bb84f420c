import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { loadModel } from '../../../src/engine/families/load-model';
import { contextReader } from '../../../src/engine/inside/influence/row-reader';
import { TappedSessions } from '../../../src/engine/inside/tapped-sessions';
import type { InfluenceReading } from '../../../src/protocol';
import { root } from '../text/checkout';
import { Asked, never } from './influence-asked';

const { text } = JSON.parse(readFileSync(join(root, 'test/golden/influence-lstm.json'), 'utf8')) as { text: string };

/** What the small models' context has room for. */
const sentence = 'the cat sat on a mat while it ran over our hill and then you read this line';

const bundled = (name: string): string => join(root, 'models/bundled', name);
const small = (name: string): string => join(root, 'test/unit/inside/exports', name);

/** log p of the last of the tokens, read from the beginning in one go. */
async function logprobOf(model: LanguageModel, ids: Int32Array): Promise<number> {
  const { hidden } = await model.read(model.begin(), ids.subarray(0, -1), false);
  const { logprob } = await model.score(hidden.slice(-model.hiddenSize), ids.subarray(-1), 0);
  return logprob[0]!;
}

/** What the reading says, computed by reading the edited text anew for each unit. */
async function naive(
  model: LanguageModel,
  { tokens, units, target, filler }: InfluenceReading,
): Promise<readonly number[]> {
  const { ids, spans } = tokens;
  const whole = await logprobOf(model, ids.subarray(0, target + 1));
  const values: number[] = [];
  for (let i = 0; i < units.length / 3; i++) {
    const [start, end] = [units[3 * i]!, units[3 * i + 1]!];
    const inside = (at: number): boolean =>
      spans[2 * at]! >= start && spans[2 * at + 1]! <= end && tokens.special[at] === 0;
    const before = [...ids.keys()].filter((at) => at < target);
    const edited = filler
      ? before.map((at) => (inside(at) ? filler.id : ids[at]!))
      : before.filter((at) => !inside(at)).map((at) => ids[at]!);
    values.push(whole - (await logprobOf(model, Int32Array.of(...edited, ids[target]!))));
  }
  return values;
}

describe('influence with models', function () {
  this.timeout(120_000);

  const cases = [
    ['langscope-gpt', bundled('langscope-gpt'), 'removed', 'word'],
    ['langscope-gpt', bundled('langscope-gpt'), 'replaced', 'token'],
    ['langscope-lstm', bundled('langscope-lstm'), 'removed', 'token'],
    ['langscope-lstm', bundled('langscope-lstm'), 'replaced', 'sentence'],
    ['gru-lm', small('gru-lm'), 'removed', 'token'],
    ['gpt2-eager', small('gpt2-eager'), 'removed', 'word'],
  ] as const;
  for (const [name, folder, measure, unit] of cases) {
    it(`occlusion equals reading the edited text anew (${name}, ${measure}, ${unit})`, async () => {
      const model = await loadModel(folder, { precision: 'auto', provider: 'cpu', threads: 2 }, never);
      try {
        const reading = await new Asked(model).influence({
          text: folder.includes('exports') ? sentence : text,
          measure,
          unit,
        });
        assert.ok(reading.values.length > 2);
        const expected = await naive(model, reading);
        expected.forEach((value, i) => {
          assert.ok(Math.abs(value - reading.values[i]!) < 2e-3, `unit ${i}: ${reading.values[i]!} for ${value}`);
        });
      } finally {
        await model.dispose();
      }
    });
  }

  // GroupQueryAttention, which the bundled transformer has, continues one text at a time.
  const several = [
    [bundled('langscope-lstm'), true],
    [small('gpt2-eager'), true],
    [small('rnn-lm'), true],
    [bundled('langscope-gpt'), false],
  ] as const;
  for (const [folder, can] of several) {
    it(`${can ? 'reads several texts in one run' : 'reads one text after the other'} (${basename(folder)})`, async () => {
      const model = await loadModel(folder, { precision: 'auto', provider: 'cpu', threads: 2 }, never);
      try {
        assert.equal((await contextReader(new TappedSessions(), model)).rows > 1, can);
      } finally {
        await model.dispose();
      }
    });
  }

  it('takes the gradient of a recurrent model and leaves out with a transformer, where nothing is asked for', async () => {
    const asked = new Asked();
    const short = text.slice(0, 60);
    assert.equal((await asked.influence({ text: short, model: 'langscope-lstm' })).measure, 'gradient');
    assert.equal((await asked.influence({ text: short, model: 'langscope-gpt' })).measure, 'removed');
    await assert.rejects(
      asked.influence({ text: short, model: 'langscope-gpt', measure: 'gradient' }),
      /taken through recurrent models; langscope-gpt is none/,
    );
  });

  it("takes a unit's tokens together: the norm of a sentence's gradient", async () => {
    const asked = new Asked();
    const request = { text, model: 'langscope-lstm', measure: 'gradient' } as const;
    const tokens = await asked.influence({ ...request, unit: 'token' });
    const sentences = await asked.influence({ ...request, unit: 'sentence' });
    assert.ok(sentences.values.length >= 3);
    const squares = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);
    assert.ok(Math.abs(squares(sentences.values) / squares(tokens.values) - 1) < 1e-4);
  });

  it('gives the same curve for one target as the list', async () => {
    const asked = new Asked();
    const at = { start: text.length - 1, end: text.length };
    for (const measure of ['gradient', 'removed'] as const) {
      const request = { text, model: 'langscope-lstm', measure, focus: at };
      const list = await asked.influence({ ...request, unit: 'token' });
      const curve = await asked.curve({ ...request, targets: 1, longest: 20 });
      assert.equal(curve.mean.length, 20);
      curve.mean.forEach((value, i) => {
        const single = Math.abs(list.values.at(-1 - i)!);
        assert.ok(Math.abs(value - single) <= 1e-3 * Math.max(1, single), `${i + 1} back: ${value} for ${single}`);
      });
    }
  });
});
