import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine, engineScript, needs, smollm } from './world';

/** The exit status; null when a signal ended the process. */
const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

/** The number of its engine's process. */
async function engineOf({ pid }: ChildProcess): Promise<number> {
  for (;;) {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    if (children !== '') return Number(children.split(' ')[0]);
    await pause(20);
  }
}

const start = (...args: string[]) => spawn(process.execPath, [commandLine, ...args], { stdio: 'pipe' });

describe('the executable', function () {
  this.timeout(60_000);
  before(needs(commandLine, engineScript, smollm));

  it('sets the exit status', async () => {
    const child = start('score', '--foo');
    const [error, status] = await Promise.all([textOf(child.stderr), ended(child)]);
    assert.equal(status, 2);
    assert.match(error, /^langscope: Unknown option --foo\./);
    const shown = start('--version');
    assert.match(await textOf(shown.stdout), /^langscope \d+\.\d+\.\d+\n$/);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = start('tokenize', '-', '--model', smollm);
    child.stdin.end('some words and more '.repeat(50_000));
    child.stdout.once('data', () => child.stdout.destroy());
    const [error, status] = await Promise.all([textOf(child.stderr), ended(child)]);
    assert.deepEqual([status, error], [0, '']);
  });

  it('writes all of a large output to a pipe', async () => {
    const child = start('tokenize', '-', '--model', smollm, '--json');
    child.stdin.end('some words and more '.repeat(10_000));
    const { tokens } = JSON.parse(await textOf(child.stdout)) as { readonly tokens: readonly unknown[] };
    assert.ok(tokens.length > 40_000);
  });

  it('cancels on Ctrl+C while scoring', async () => {
    const child = start('score', '-', '--model', smollm, '--json');
    child.stdin.end('some words and more '.repeat(20_000));
    await pause(3000);
    child.kill('SIGINT');
    const begin = performance.now();
    const [out, error, status] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended(child)]);
    assert.deepEqual([status, out, error], [1, '', 'langscope: Cancelled.\n']);
    assert.ok(performance.now() - begin < 5000);
  });

  it('cancels on Ctrl+C at once where the engine is in the middle of something long, and ends the engine', async function () {
    // What a process has started is read where Linux tells it.
    if (process.platform !== 'linux') return this.skip();
    const child = start('summarize', '-', '--method', 'textrank');
    const words = Array.from({ length: 60_000 }, (_, i) => `The word${i % 977} of part${i % 89} is read.`);
    child.stdin.end(words.join(' ').repeat(3));
    const engine = await engineOf(child);
    await pause(2000);
    child.kill('SIGINT');
    const begin = performance.now();
    const [error, status] = await Promise.all([textOf(child.stderr), ended(child)]);
    assert.ok(performance.now() - begin < 3000, `${performance.now() - begin} ms`);
    assert.deepEqual([status, error], [1, 'langscope: Cancelled.\n']);
    await pause(200);
    assert.throws(() => process.kill(engine, 0), /ESRCH/);
  });

  it('cancels on Ctrl+C while it waits for standard input', async () => {
    const child = start('score', '-', '--model', smollm);
    await pause(700);
    child.kill('SIGINT');
    const [error, status] = await Promise.all([textOf(child.stderr), ended(child)]);
    assert.deepEqual([status, error], [1, 'langscope: Cancelled.\n']);
  });
});
