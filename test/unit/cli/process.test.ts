import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine, engineScript, needs, smollm } from './world';

/** The exit status; null when a signal ended the process. */
const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

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

  it('cancels on Ctrl+C while it waits for standard input', async () => {
    const child = start('score', '-', '--model', smollm);
    await pause(700);
    child.kill('SIGINT');
    const [error, status] = await Promise.all([textOf(child.stderr), ended(child)]);
    assert.deepEqual([status, error], [1, 'langscope: Cancelled.\n']);
  });
});
