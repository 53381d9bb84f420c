import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { Asked, never } from './influence-asked';
import { AddingModel } from './influence-known';

const refusal = (code: string, words: RegExp) => (error: Error & { readonly failure?: { readonly code: string } }) =>
  error.failure?.code === code && words.test(error.message);

describe('occlusion', () => {
  describe('of a model whose answer is known by hand', () => {
    it('has the sign and size of what each token adds, and its sum', async () => {
      const asked = new Asked(new AddingModel());
      const { values, units, logprob, target, measure } = await asked.influence({
        text: '+-*x+y',
        focus: { start: 5, end: 5 },
      });
      assert.equal(measure, 'removed');
      assert.equal(target, 5);
      assert.deepEqual([...values], [1, -2, 0.5, 0, 1]);
      assert.equal(logprob, -9.5);
      assert.equal(
        values.reduce((sum, value) => sum + value, -10),
        logprob,
      );
      assert.deepEqual([...units], [0, 1, 5, 1, 2, 4, 2, 3, 3, 3, 4, 2, 4, 5, 1]);
    });

    it('is the same when a token that adds nothing stands in', async () => {
      const asked = new Asked(new AddingModel());
      const { values, filler } = await asked.influence({ text: '+-*x+y', measure: 'replaced' });
      // The characters' tokenizer has no unknown token: a space is a token.
      assert.deepEqual(filler, { id: 32, piece: ' ', kind: 'space' });
      assert.deepEqual([...values], [1, -2, 0.5, 0, 1]);
    });

    it('takes words, sentences and lines as units; special tokens and the target are in none', async () => {
      const asked = new Asked(new AddingModel());
      const text = '+a -b. Q-c +d\n++ *e y';
      const ask = (unit: 'word' | 'sentence' | 'line') => asked.influence({ text, unit });
      const words = await ask('word');
      assert.deepEqual([...words.values], [1, -2, -2, 1, 2, 0.5, 0]);
      const places = Array.from({ length: words.values.length }, (_, i) => [...words.units.subarray(3 * i, 3 * i + 3)]);
      assert.deepEqual(
        places.map(([start, end]) => text.slice(start, end)),
        ['+a', ' -b.', ' Q-c', ' +d', '\n++', ' *e', ' '],
      );
      assert.deepEqual((await ask('sentence')).values, Float32Array.of(-1, -1, 2.5));
      assert.deepEqual((await ask('line')).values, Float32Array.of(-2, 2.5));
    });

    it('says nothing of a unit without which nothing is left to read', async () => {
      const { values } = await new Asked(new AddingModel()).influence({ text: '+-y', unit: 'line' });
      assert.deepEqual([...values], [NaN]);
    });

    it('reads what stands before a unit once', async () => {
      const model = new AddingModel();
      const text = 'x'.repeat(200);
      await new Asked(model).influence({ text });
      // 199 tokens before the target, then what follows each of them, from at most eight before it.
      const least = 199 + (198 * 199) / 2;
      assert.ok(model.tokensRead >= least && model.tokensRead <= least + 199 * 8, `${model.tokensRead} tokens`);
    });

    it('looks no further than it is told, and says where reading began', async () => {
      const text = `+${'x'.repeat(50)}`;
      const { values, tokens } = await new Asked(new AddingModel()).influence({ text, limit: 10 });
      assert.equal(values.length, 9);
      assert.deepEqual([tokens.first, tokens.total], [41, 51]);
    });
  });

  it('tells how many units are done', async () => {
    const asked = new Asked(new AddingModel());
    await asked.influence({ text: 'x'.repeat(40) });
    assert.deepEqual(asked.progress.at(-1), { task: 'test', done: 39, total: 39 });
    assert.ok(asked.progress.length > 2);
  });

  it('refuses an empty text, the first token and a gradient where there is none', async () => {
    const asked = new Asked(new AddingModel());
    await assert.rejects(asked.influence({ text: '' }), refusal('bad-request', /document is empty/));
    await assert.rejects(asked.curve({ text: '' }), refusal('bad-request', /document is empty/));
    const first = { text: 'xyz', focus: { start: 0, end: 1 } };
    await assert.rejects(asked.influence(first), refusal('bad-request', /nothing stands before it/));
    await assert.rejects(asked.curve(first), refusal('bad-request', /nothing stands before it/));
    await assert.rejects(asked.influence({ text: 'xyz', measure: 'gradient' }), refusal('unsupported', /no graph/));
  });

  it('ends when it is cancelled', async () => {
    const model = new AddingModel();
    const source = new CancellationTokenSource();
    const read = model.read.bind(model);
    model.read = (...args) => {
      if (model.tokensRead > 300) source.cancel();
      return read(...args);
    };
    const asked = new Asked(model).influence({ text: 'x'.repeat(400) }, source.token);
    await assert.rejects(asked, refusal('cancelled', /Cancelled/));
    assert.ok(model.tokensRead < 2000, `${model.tokensRead} tokens`);
  });

  it('gives the mean over targets, by distance', async () => {
    // Each + adds 1 at whatever distance; targets at 4 and 8.
    const asked = new Asked(new AddingModel());
    const text = '+xx-yxxxy';
    const curve = await asked.curve({ text, focus: { start: 4, end: 9 }, targets: 2, longest: 6 }, never);
    assert.equal(curve.targets, 2);
    assert.deepEqual([...curve.distances], [1, 2, 3, 4, 5, 6]);
    // 4 sees - (2) one back and + (1) four back; 8 sees - five back.
    assert.deepEqual([...curve.mean], [1, 0, 0, 0.5, 2, 0]);
  });
});
