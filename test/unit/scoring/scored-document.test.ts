import assert from 'node:assert/strict';
import { CancellationToken } from 'vscode-jsonrpc';
import type { Edit, EngineEvents, ScoreOptions } from '../../../src/protocol';
import { Scheduler } from '../../../src/engine/scheduler';
import { ScoredDocument } from '../../../src/engine/scoring/scored-document';
import { CharacterTokenizer, ToyModel } from './toy-model';

const words = 'the quick brown fox jumps over a lazy dog and? runs home again\n'.split('');

/** Deterministic numbers in [0, limit): Park-Miller. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => (state = (state * 48271) % 2147483647) % limit;
}

function textOf(length: number, next: (limit: number) => number): string {
  return Array.from({ length }, () => words[next(words.length)]!).join('');
}

function open(
  model: ToyModel | (() => ToyModel),
  text: string,
  options: Partial<ScoreOptions> = {},
  visible?: { start: number; end: number },
) {
  const events: { [K in 'scores' | 'state']: EngineEvents[K][] } = { scores: [], state: [] };
  const document = new ScoredDocument(
    {
      uri: 'test:document',
      version: 1,
      text,
      model: 'toy',
      options: { precision: 'auto', provider: 'auto', top: 2, ...options },
      ...(visible ? { visible } : {}),
    },
    {
      scheduler: new Scheduler(),
      restAfter: 50,
      model: () => Promise.resolve(typeof model === 'function' ? model() : model),
      emit: (kind, event) => void (events[kind] as unknown[]).push(event),
    },
  );
  return { document, events };
}

async function canonical(model: ToyModel, text: string, options: Partial<ScoreOptions>): Promise<number[]> {
  const { document } = open(model, text, options);
  await document.done(CancellationToken.None);
  document.close();
  return [...document.table.logprob];
}

function apply(text: string, { start, end, text: inserted }: Edit): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

const shapes: { name: string; options: Partial<ScoreOptions>; model: () => ToyModel }[] = [
  { name: 'window 64, stride 32', options: { window: 64, stride: 32 }, model: () => new ToyModel(64, 64) },
  { name: 'disjoint', options: { window: 50, stride: 50 }, model: () => new ToyModel(64, 64) },
  {
    name: 'with a start token',
    options: { window: 64, stride: 16 },
    model: () => new ToyModel(64, 64, new CharacterTokenizer(2)),
  },
  { name: 'carried state', options: {}, model: () => new ToyModel(undefined, 20) },
  {
    name: 'carried state, start token',
    options: {},
    model: () => new ToyModel(undefined, 20, new CharacterTokenizer(2)),
  },
];

describe('a scored document', () => {
  for (const { name, options, model } of shapes) {
    it(`after edits and a rest it has the figures of a fresh reading (${name})`, async function () {
      this.timeout(10_000);
      const next = random(name.length);
      let text = textOf(700, next);
      const { document } = open(model(), text, options, { start: 300, end: 400 });
      let version = 1;
      for (let round = 0; round < 12; round++) {
        for (let k = next(3); k >= 0; k--) {
          const start = next(text.length + 1);
          const edit = { start, end: Math.min(text.length, start + next(8)), text: textOf(next(9), next) };
          text = apply(text, edit);
          document.change(++version, [edit]);
          if (next(2) === 0) await new Promise((resolve) => setTimeout(resolve, next(4)));
        }
        if (round % 2 === 0) continue;
        await document.done(CancellationToken.None);
        assert.equal(document.text, text);
        assert.deepEqual([...document.table.logprob], await canonical(model(), text, options), `round ${round}`);
      }
      document.close();
    });
  }

  for (const { name, options, model } of shapes) {
    it(`an edit is not lost on a model that was unloaded and loaded again (${name})`, async () => {
      let current = model();
      const text = textOf(400, random(9));
      const { document } = open(() => current, text, options);
      await document.done(CancellationToken.None);
      current = model();
      const edit = { start: 150, end: 153, text: 'unloaded' };
      document.change(2, [edit]);
      await document.done(CancellationToken.None);
      assert.deepEqual([...document.table.logprob], await canonical(model(), apply(text, edit), options));
      document.close();
    });
  }

  it('a recurrent model read in windows begins each with an empty state', async () => {
    const text = textOf(300, random(10));
    const options = { window: 64, stride: 32 };
    const carrying = await canonical(new ToyModel(undefined, 1000), text, options);
    assert.deepEqual(carrying, await canonical(new ToyModel(64, 1000), text, options));
  });

  it('scores what is visible first', async () => {
    const text = textOf(4000, random(3));
    const { document, events } = open(
      new ToyModel(64, 64),
      text,
      { window: 64, stride: 32 },
      { start: 2000, end: 2010 },
    );
    await document.done(CancellationToken.None);
    const first = events.scores.find(({ scores }) => scores.logprob.some((value) => !Number.isNaN(value)))!;
    assert.ok(first.start <= 2010 && first.end >= 1990 - 64, `began at ${first.start}`);
    document.close();
  });

  it('one keystroke in the middle reads at most two windows before the figures are whole again', async () => {
    const model = new ToyModel(512, 512);
    const text = textOf(10_000, random(4));
    const { document, events } = open(model, text, { window: 512, stride: 256 }, { start: 5000, end: 5100 });
    await document.done(CancellationToken.None);
    const whole = model.tokensRead;
    model.tokensRead = 0;
    const reports = events.state.length;
    document.change(2, [{ start: 5050, end: 5050, text: 'x' }]);
    while (document.urgency() !== undefined) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(events.state.slice(reports).every(({ state }) => state.kind === 'live'));
    assert.ok(model.tokensRead <= 3 * 512, `${model.tokensRead} read`);
    assert.ok(model.tokensRead < whole / 5);
    assert.ok(document.table.logprob.slice(1).every((value) => !Number.isNaN(value)));
    document.close();
  });

  it('a recurrent model stops where its state has met the old one', async () => {
    const model = new ToyModel(undefined, 20);
    const { document } = open(model, textOf(10_000, random(5)), {}, { start: 5000, end: 5100 });
    await document.done(CancellationToken.None);
    model.tokensRead = 0;
    document.change(2, [{ start: 5050, end: 5051, text: 'xyz' }]);
    await document.done(CancellationToken.None);
    assert.ok(model.tokensRead < 1200, `${model.tokensRead} read`);
    document.close();
  });

  it('the first token without a start token has no figure, nor has the first of a disjoint window', async () => {
    const text = textOf(120, random(6));
    const none = await canonical(new ToyModel(64, 64), text, { window: 50, stride: 50 });
    assert.deepEqual(
      none.flatMap((value, i) => (Number.isNaN(value) ? [i] : [])),
      [0, 50, 100],
    );
    const started = await canonical(new ToyModel(64, 64, new CharacterTokenizer(2)), text, { window: 64, stride: 32 });
    assert.ok(started.every((value) => !Number.isNaN(value)));
  });

  it('perplexity is over all scored tokens, and unknown tokens are told apart', async () => {
    const { document } = open(new ToyModel(64, 64), 'what? is? this', {});
    await document.done(CancellationToken.None);
    const figures = document.figures();
    const values = [...document.table.logprob].slice(1);
    const nll = -values.reduce((sum, value) => sum + value, 0);
    assert.equal(figures.scored, 13);
    assert.ok(Math.abs(figures.nll - nll) < 1e-9);
    assert.ok(Math.abs(figures.perplexity! - Math.exp(nll / 13)) < 1e-9);
    assert.equal(figures.utf8Bytes, 14);
    assert.equal(figures.unknown, 2);
    assert.equal(figures.withoutUnknown!.scored, 11);
    document.close();
  });

  it('an empty document is done at once, with no perplexity', async () => {
    const { document } = open(new ToyModel(64, 64), '');
    await document.done(CancellationToken.None);
    assert.deepEqual(document.figures(), { tokens: 0, scored: 0, nll: 0, utf8Bytes: 0, unknown: 0 });
    document.close();
  });

  it('a window larger than the model can read is refused by name', async () => {
    const { document, events } = open(new ToyModel(64, 64), 'text', { window: 4096 });
    await assert.rejects(document.done(CancellationToken.None), /window of 4096 tokens.*at most 64/);
    assert.equal(events.state.at(-1)!.state.kind, 'failed');
    document.close();
  });

  it('closing it while it is scored ends the wait', async () => {
    const { document } = open(new ToyModel(64, 64), textOf(5000, random(8)));
    const done = document.done(CancellationToken.None);
    document.close();
    await assert.rejects(done, /closed/);
  });
});
