import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, FailureError } from '../protocol';
import type { Surroundings } from './terminal';

/**
 * The text of a file, or of standard input for '-'. A byte order mark stays the character it is, so that offsets are
 * those of the file's text; NUL is a character too. What is not UTF-8 is refused.
 */
export async function readText(
  file: string,
  { stdin }: Pick<Surroundings, 'stdin'>,
  token: CancellationToken,
): Promise<string> {
  const name = file === '-' ? 'Standard input' : file;
  const listening = token.onCancellationRequested(() => void stdin.destroy(new Error('cancelled')));
  try {
    const bytes = file === '-' ? await buffer(stdin) : await readFile(file);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw failureOf(name, error);
  } finally {
    listening.dispose();
  }
}

/** Sentences for the codes that Node gives. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'reading it is not allowed',
  EISDIR: 'it is a folder',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GB',
  ERR_STRING_TOO_LONG: 'it is longer than 500 million characters',
};

function failureOf(name: string, error: unknown): FailureError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return fail(
      'document-binary',
      `${name} is not UTF-8 text: it is binary or in another encoding. Convert it to UTF-8.`,
    );
  }
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return fail(
    'file-unreadable',
    `${name} cannot be read: ${reason}. Give the path of a text file, or - for standard input.`,
  );
}
