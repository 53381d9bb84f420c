import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail } from '../../../protocol';

/** Bytes read at a time: some milliseconds of hashing. */
const pieceBytes = 4 * 1024 * 1024;

/** Ollama and the Hugging Face cache name files by the SHA-256 of what is in them. */
const namedByContent = /^sha256-([0-9a-f]{64})$/;

/** SHA-256 of a file's content in hexadecimal; `report` is told the bytes that are done. */
export async function contentHash(
  path: string,
  report: (done: number) => void,
  token: CancellationToken,
): Promise<string> {
  const named = namedByContent.exec(basename(path))?.[1];
  if (named !== undefined) return named;
  const hash = createHash('sha256');
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes })) {
      if (token.isCancellationRequested) throw fail('cancelled', 'The import was cancelled.');
      const bytes = chunk as Buffer;
      hash.update(bytes);
      report((done += bytes.length));
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw fail('file-unreadable', `${path} cannot be read (${String(error.code)}). Choose another file.`);
  }
  return hash.digest('hex');
}
