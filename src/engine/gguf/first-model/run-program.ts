import { spawn } from 'node:child_process';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail } from '../../../protocol';

/** How a program ended: with a status and its last words, or not at all, as there is none of that name. */
export type ProgramEnd =
  { readonly kind: 'ended'; readonly status: number; readonly output: string } | { readonly kind: 'absent' };

/** Characters of output that are kept: the end, where programs say what went wrong. */
const kept = 4000;

/** Runs a program without a shell and waits for its end; cancelling ends it. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  token: CancellationToken,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, windowsHide: true });
    const cancelling = token.onCancellationRequested(() => child.kill());
    if (token.isCancellationRequested) child.kill();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-kept)));
    }
    child.once('error', () => {
      cancelling.dispose();
      resolve({ kind: 'absent' });
    });
    child.once('close', (status) => {
      cancelling.dispose();
      if (token.isCancellationRequested) reject(fail('cancelled', 'Getting the model was cancelled.'));
      else resolve({ kind: 'ended', status: status ?? 1, output });
    });
  });
}
