import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../text/checkout';

interface Test {
  readonly title: readonly string[];
  readonly file: string;
  readonly state: 'passed' | 'failed';
  readonly error?: string;
}
interface Report {
  readonly finished: boolean;
  readonly tests: readonly Test[];
}
type Run = (files: readonly string[]) => Promise<Report | undefined>;

describe('the second attempt of tests in a real editor', () => {
  let runWithSecondAttempt: (files: readonly string[], run: Run) => Promise<Report | undefined>;
  before(async () => {
    const url = pathToFileURL(join(root, 'tools/test/second-attempt.mjs')).href;
    ({ runWithSecondAttempt } = (await import(url)) as { runWithSecondAttempt: typeof runWithSecondAttempt });
  });

  const passed = (file: string): Test => ({ title: [file], file, state: 'passed' });
  const failed = (file: string): Test => ({ title: [file], file, state: 'failed', error: 'why' });
  /** Gives one report after the other, and keeps which files were run. */
  function reports(...given: readonly (Report | undefined)[]): { run: Run; runs: (readonly string[])[] } {
    const runs: (readonly string[])[] = [];
    return { runs, run: (files) => Promise.resolve(given[runs.push(files) - 1]) };
  }

  it('is not made where everything passed', async () => {
    const { run, runs } = reports({ finished: true, tests: [passed('a'), passed('b')] });
    assert.equal((await runWithSecondAttempt(['a', 'b'], run))?.tests.length, 2);
    assert.deepEqual(runs, [['a', 'b']]);
  });

  it('runs the files of what failed, whose second end counts', async () => {
    const first = { finished: true, tests: [passed('a'), failed('b')] };
    const raced = reports(first, { finished: true, tests: [passed('b')] });
    assert.deepEqual((await runWithSecondAttempt(['a', 'b'], raced.run))?.tests, [passed('a'), passed('b')]);
    assert.deepEqual(raced.runs, [['a', 'b'], ['b']]);
    const broken = reports(first, { finished: true, tests: [failed('b')] });
    assert.deepEqual((await runWithSecondAttempt(['a', 'b'], broken.run))?.tests, [passed('a'), failed('b')]);
  });

  it('is not made of a run that broke off, nor where more fail than a race would', async () => {
    for (const first of [
      { finished: false, tests: [failed('a')] },
      { finished: true, tests: [1, 2, 3, 4].map(() => failed('a')) },
    ]) {
      const { run, runs } = reports(first);
      assert.equal(await runWithSecondAttempt(['a'], run), first);
      assert.equal(runs.length, 1);
    }
  });

  it('leaves nothing counted as passed where the second run gave no report', async () => {
    const { run } = reports({ finished: true, tests: [failed('a'), passed('b')] }, undefined);
    assert.equal(await runWithSecondAttempt(['a', 'b'], run), undefined);
  });
});
