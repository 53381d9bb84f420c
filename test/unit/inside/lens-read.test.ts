import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import { inSteps } from '../../../src/engine/inside/in-steps';
import { lensRuns } from '../../../src/engine/inside/lens/lens-runs';
import { LensSession } from '../../../src/engine/inside/lens/lens-session';
import { mostLensTokens, readLens } from '../../../src/engine/inside/lens/read-lens';
import { TappedSessions } from '../../../src/engine/inside/tapped-sessions';
import { Scheduler } from '../../../src/engine/scheduler';
import { FailureError, type LensReading } from '../../../src/protocol';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { folderOf, removeFolders } from '../families/tiny-folder';
import { root } from '../text/checkout';
import { expectedOf, exportsOf, largest, open, read } from './lens-reading';

/** What the model itself says about the tokens that the reading has figures for. */
async function ownScores(model: LanguageModel, reading: LensReading): ReturnType<LanguageModel['score']> {
  const { tokens, from, to, top } = reading;
  const { hidden } = await model.read(model.begin(), tokens.ids.slice(0, to - 1), false);
  return model.score(hidden.subarray((from - 1) * model.hiddenSize), tokens.ids.slice(from, to), top);
}

/** Compares the last depth with the model's own figures; ranks may differ where logits are nearly equal. */
async function assertLastIsOwn(model: LanguageModel, reading: LensReading, tolerance: number): Promise<void> {
  const own = await ownScores(model, reading);
  const { from, to, depths, top, trueLogprob, trueRank, entropy, logprob, ids, divergence } = reading;
  for (let token = 0; token < to - from; token++) {
    const cell = (token + 1) * depths - 1;
    assert.ok(Math.abs(trueLogprob[cell]! - own.logprob[token]!) <= tolerance);
    assert.ok(Math.abs(entropy[cell]! - own.entropy[token]!) <= tolerance);
    assert.ok(Math.abs(trueRank[cell]! - own.rank[token]!) <= own.rank[token]! * 0.02);
    assert.equal(divergence[cell], 0);
    const [mine, theirs] = [cell * top, token * top];
    for (let k = 0; k < top; k++) {
      assert.ok(Math.abs(logprob[mine + k]! - own.topLogprob[theirs + k]!) <= tolerance);
    }
    if (own.topLogprob[theirs]! - own.topLogprob[theirs + 1]! > 2 * tolerance) {
      assert.equal(ids[mine], own.topIds[theirs]);
    }
  }
}

describe('Reading the layers of a text', function () {
  this.timeout(60_000);
  after(removeFolders);
  let model: LanguageModel | undefined;
  afterEach(async () => {
    await model?.dispose();
    model = undefined;
  });
  const tiny = join(exportsOf('exports'), 'llama-eager');

  it('gives the tokens of the focus figures at every depth', async () => {
    model = await open(tiny);
    const { text, lens } = expectedOf(tiny);
    const start = text.indexOf('mat');
    const all = await read(model, text);
    const some = await read(model, text, { start, end: text.length });
    assert.deepEqual([all.from, all.depths, all.top], [1, lens.length, 5]);
    assert.equal(all.to, all.tokens.ids.length);
    assert.ok(some.from > all.from && some.to === all.to);
    const cells = (all.to - all.from) * all.depths;
    assert.deepEqual([all.trueLogprob.length, all.ids.length], [cells, 5 * cells]);
    const skipped = (some.from - all.from) * all.depths;
    const near = (a: Float32Array, b: Float32Array): number => largest(a.map((value, at) => Math.abs(value - b[at]!)));
    assert.ok(near(some.trueLogprob, all.trueLogprob.subarray(skipped)) < 1e-4);
    assert.ok(near(some.divergence, all.divergence.subarray(skipped)) < 1e-4);
    assert.ok(all.divergence.every((value, at) => (at % all.depths === all.depths - 1 ? value === 0 : value > 0)));
    for (const id of all.ids) assert.equal(all.pieces[id], model.tokenizer.piece(id));
    // The best guesses come first, and the token in the text has the rank of its probability.
    for (let cell = 0; cell < cells; cell++) {
      const guesses = all.logprob.subarray(cell * 5, cell * 5 + 5);
      assert.deepEqual(
        guesses,
        guesses.slice().sort((a, b) => b - a),
      );
      const rank = all.trueRank[cell]!;
      if (rank < 5) assert.ok(Math.abs(guesses[rank]! - all.trueLogprob[cell]!) < 1e-5);
      else assert.ok(all.trueLogprob[cell]! <= guesses[4]! + 1e-5);
    }
    await assertLastIsOwn(model, all, 1e-4);
  });

  it('leaves a first token without figures where nothing comes before it', async () => {
    const folder = join(exportsOf('exports'), 'gpt2-eager');
    model = await open(folder);
    const { text } = expectedOf(folder);
    const reading = await read(model, text);
    assert.deepEqual([reading.from, reading.tokens.special[0]], [0, 0]);
    const { depths } = reading;
    const cells = [...reading.trueRank.keys()];
    const missing = cells.filter((cell) => reading.trueRank[cell] === -1);
    assert.deepEqual(missing, cells.slice(0, depths));
    assert.deepEqual(
      cells.filter((cell) => Number.isNaN(reading.divergence[cell]) && Number.isNaN(reading.trueLogprob[cell])),
      missing,
    );
    const alone = await read(model, text, { start: 0, end: 0 });
    assert.deepEqual([alone.from, alone.to, alone.trueRank.every((rank) => rank === -1)], [0, 1, true]);
    assert.deepEqual(alone.pieces, {});
  });

  it('reports tokens as they are done', async () => {
    model = await open(tiny);
    const reports: [number, number][] = [];
    const { text } = expectedOf(tiny);
    const { to } = await read(model, text, undefined, { report: (done, total) => reports.push([done, total]) });
    assert.ok(reports.every(([done, total], at) => total === to - 1 && done >= (reports[at - 1]?.[0] ?? 0)));
    assert.deepEqual(reports.at(-1), [to - 1, to - 1]);
  });

  it('goes on from what was read before, with the same figures', async () => {
    model = await open(join(root, 'models/bundled/langscope-gpt'));
    const text = 'The cat sat on the mat, and the dog sat on the cat.\n'.repeat(20);
    const firstReport = async (start: number): Promise<readonly [number, LensReading]> => {
      let first: number | undefined;
      const report = (done: number): void => void (first ??= done);
      const reading = await read(model!, text, { start, end: start + 10 }, { report });
      return [first!, reading];
    };
    const [, fresh] = await firstReport(900);
    const [resumed, again] = await firstReport(900);
    const [back] = await firstReport(850);
    const [after] = await firstReport(950);
    assert.ok(resumed >= fresh.from - 1 && after >= fresh.from - 1, 'reads from where it was');
    assert.ok(back < fresh.from - 1, 'a place before is read up to anew');
    assert.ok(largest(fresh.trueLogprob.map((value, at) => Math.abs(value - again.trueLogprob[at]!))) < 2e-3);
    const other = await read(model, `x${text}`, { start: 900, end: 910 });
    await assertLastIsOwn(model, other, 2e-3);
  });

  it('stops between two pieces when it is cancelled', async () => {
    model = await open(tiny);
    const { text } = expectedOf(tiny);
    const source = new CancellationTokenSource();
    const session = new LensSession(new TappedSessions(), model);
    const request = { model: 'tiny', precision: 'auto', provider: 'cpu', text, top: 3 } as const;
    let reported = 0;
    const report = (): void => {
      reported++;
      source.cancel();
    };
    const steps = readLens({ ...request, focus: { start: 0, end: text.length } }, model, session, report, source.token);
    await assert.rejects(
      inSteps(new Scheduler(), source.token, steps),
      (error) => error instanceof FailureError && error.failure.code === 'cancelled',
    );
    assert.equal(reported, 1);
    assert.deepEqual(await steps.next(), { done: true, value: undefined });
  });

  it('refuses an empty text and counts of guesses that nobody can give', async () => {
    model = await open(tiny);
    const loaded = model;
    const code = (expected: string) => (error: unknown) =>
      error instanceof FailureError && error.failure.code === expected;
    await assert.rejects(read(loaded, ''), code('bad-request'));
    for (const top of [0, 65, 1.5]) {
      await assert.rejects(read(loaded, 'the cat', undefined, { top }), code('bad-request'));
    }
  });

  it('says why a recurrent model has no layers to show', async () => {
    model = await open(join(root, 'models/bundled/langscope-lstm'));
    await assert.rejects(
      read(model, 'The cat'),
      (error) =>
        error instanceof FailureError &&
        error.failure.code === 'unsupported' &&
        /langscope-lstm cannot be shown\. It is recurrent: .*Choose a transformer\.$/.test(error.message),
    );
  });

  it('shows the bundled transformer, its last depth as the model scores it', async () => {
    const folder = join(root, 'models/bundled/langscope-gpt');
    model = await open(folder);
    const text = 'The cat sat on the mat, and the dog sat on the cat.\n'.repeat(3);
    const reading = await read(model, text, { start: 60, end: text.length });
    assert.equal(reading.depths, 7);
    await assertLastIsOwn(model, reading, 2e-3);
  });

  it('looks at 512 tokens at most', async () => {
    // Rotary positions have no end: the small model reads on where its configuration lets it.
    const files = readdirSync(tiny).map((file) => [file, readFileSync(join(tiny, file))] as const);
    const config = JSON.parse(readFileSync(join(tiny, 'config.json'), 'utf8')) as object;
    model = await open(
      folderOf({ ...Object.fromEntries(files), 'config.json': { ...config, max_position_embeddings: 2048 } }),
    );
    const text = 'a b '.repeat(400);
    const reading = await read(model, text, { start: 8, end: text.length }, { top: 1 });
    assert.equal(reading.to - reading.from, mostLensTokens);
    assert.ok(reading.to < reading.tokens.ids.length);
    assert.ok(reading.trueRank.every((rank) => rank >= 0));
    await assertLastIsOwn(model, reading, 1e-4);
  });

  it('SmolLM2: 31 depths, the last as the model scores it', async function () {
    this.timeout(120_000);
    const folder = join(root, '../shared/models/smollm2-135m-instruct');
    if (!existsSync(folder)) {
      console.log(`      ${folder} is not there: skipped`);
      this.skip();
    }
    model = await open(folder);
    const text = 'The capital of France is Paris, and the capital of Germany is Berlin';
    const reading = await read(model, text, { start: text.indexOf('Germany'), end: text.length });
    assert.equal(reading.depths, 31);
    await assertLastIsOwn(model, reading, 5e-3);
    // The last token: early layers do not know it, the last one does.
    const ranks = reading.trueRank.slice(-31);
    assert.equal(ranks[30], 0);
    assert.ok(ranks.slice(0, 20).every((rank) => rank > 100));
  });
});

describe('lensRuns', () => {
  const cellsOf = (from: number, to: number, depths: number, most: number): string[] => {
    const found: string[] = [];
    for (const run of lensRuns(from, to, depths, most)) {
      assert.ok(run.tokens.length <= Math.max(2, most));
      run.tokens.forEach((token, row) => {
        const final = run.finals[row]!;
        assert.deepEqual([run.tokens[final], run.depths[final]], [token, depths - 1]);
        found.push(`${token}/${run.depths[row]!}`);
      });
    }
    return found;
  };

  for (const [depths, most] of [
    [3, 16],
    [16, 16],
    [31, 16],
    [2, 2],
    [5, 2],
  ] as const) {
    it(`covers every depth of every token: ${depths} depths, ${most} rows`, () => {
      const found = cellsOf(2, 9, depths, most);
      assert.equal(new Set(found).size, 7 * depths);
      // A cell comes twice only where the last depth is there to be compared with.
      const twice = found.filter((cell, at) => found.indexOf(cell) < at);
      assert.ok(twice.every((cell) => cell.endsWith(`/${depths - 1}`)));
      assert.equal(twice.length > 0, depths > most);
    });
  }
});
