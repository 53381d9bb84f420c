import assert from 'node:assert/strict';
import { fail, type InfluenceCurve } from '../../../src/protocol';
import { type Comparing, Comparison } from '../../../src/webview/influence/comparison';

const models = ['rnn', 'gru', 'gpt'].map((name) => ({ name, family: '' }));
const asked: Comparing = { version: 1, measure: 'gradient', longest: 8 };

interface Question {
  readonly model: string;
  readonly signal: AbortSignal;
  readonly answer: () => void;
  readonly refuse: () => void;
}

function world(): { readonly comparison: Comparison; readonly questions: Question[] } {
  const questions: Question[] = [];
  const comparison = new Comparison(
    (model, _asked, signal) =>
      new Promise((resolve, reject) => {
        questions.push({
          model,
          signal,
          answer: () => resolve({ targets: 3 } as InfluenceCurve),
          refuse: () => reject(fail('unsupported', `${model} is none.`)),
        });
        signal.addEventListener('abort', () => reject(fail('cancelled', 'Cancelled.')));
      }),
    () => undefined,
  );
  return { comparison, questions };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('influence: models beside each other', () => {
  it('are asked one after the other; a refusal is kept with its sentence', async () => {
    const { comparison, questions } = world();
    const done = comparison.compare(models, asked);
    assert.equal(comparison.of('gpt')?.kind, 'waiting');
    questions[0]!.answer();
    await turn();
    assert.deepEqual([comparison.of('rnn')?.kind, comparison.of('gru')?.kind], ['done', 'running']);
    questions[1]!.answer();
    await turn();
    questions[2]!.refuse();
    await done;
    assert.deepEqual(comparison.of('gpt'), { kind: 'refused', message: 'gpt is none.' });
    assert.equal(comparison.busy, false);
  });

  it('are not asked again for what is known, but all of them in another way', async () => {
    const { comparison, questions } = world();
    const first = comparison.compare(models.slice(0, 1), asked);
    questions[0]!.answer();
    await first;
    const second = comparison.compare(models.slice(0, 2), asked);
    assert.deepEqual(questions.map(({ model }) => model), ['rnn', 'gru']); // prettier-ignore
    questions[1]!.answer();
    await second;
    void comparison.compare(models.slice(0, 2), { ...asked, measure: 'removed' });
    assert.equal(questions[2]!.model, 'rnn');
    assert.equal(comparison.of('gru')?.kind, 'waiting');
  });

  it('stop: what is there stays, what was asked for is cancelled', async () => {
    const { comparison, questions } = world();
    void comparison.compare(models, asked);
    questions[0]!.answer();
    await turn();
    comparison.stop();
    assert.equal(questions[1]!.signal.aborted, true);
    await turn();
    assert.deepEqual([comparison.of('rnn')?.kind, comparison.of('gru'), comparison.of('gpt')], ['done', undefined, undefined]); // prettier-ignore
    assert.equal(questions.length, 2);
  });

  it('are of an older text once that has changed', async () => {
    const { comparison, questions } = world();
    assert.equal(comparison.isOld({ version: 1 }), false);
    const done = comparison.compare(models.slice(0, 1), asked);
    questions[0]!.answer();
    await done;
    assert.deepEqual([comparison.isOld({ version: 1 }), comparison.isOld({ version: 2 })], [false, true]);
  });
});
