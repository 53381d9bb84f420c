import type { FileHandle } from 'node:fs/promises';
import { fail } from '../../../protocol';

/** The first bytes of every GGUF file: magic, version, number of tensors, number of metadata entries. */
const headerBytes = 24;
/** The least that a tensor (name, dimensions, type, offset) and a metadata entry (key, type, value) take. */
const leastTensor = 8 + 4 + 8 + 4 + 8;
const leastEntry = 8 + 4 + 1;
/** Far above what any model has; a file that says more would fill the memory before its end is found. */
const mostTensors = 65536;
const mostEntries = 65536;

/**
 * Looks at the first bytes of a file before it is parsed: whether it is GGUF, in a version and byte order that can be
 * read, and whether it is long enough for as many tensors and entries as it says it has.
 */
export async function checkHeader(handle: FileHandle, size: number, file: string): Promise<void> {
  const bytes = new DataView(new ArrayBuffer(headerBytes));
  const { bytesRead } = await handle.read(bytes, 0, headerBytes, 0);
  if (bytesRead < 4 || bytes.getUint32(0, false) !== 0x47475546) {
    throw fail(
      'gguf-broken',
      `${file} is not a GGUF file: it does not begin with the letters GGUF. Choose a .gguf file.`,
    );
  }
  if (bytesRead < headerBytes) throw tooShort(file);
  const version = bytes.getUint32(4, true);
  // A small number in the other byte order has its lower half empty.
  if (version !== 0 && (version & 0xffff) === 0) {
    throw fail(
      'unsupported',
      `${file} is written for big-endian machines, which Langscope does not read. Get the usual (little-endian) file.`,
    );
  }
  if (version !== 2 && version !== 3) {
    throw fail(
      'unsupported',
      `${file} is GGUF of version ${version}; Langscope reads versions 2 and 3. ` +
        'Get a newer file, or convert it again with a current llama.cpp.',
    );
  }
  const tensors = bytes.getBigUint64(8, true);
  const entries = bytes.getBigUint64(16, true);
  if (tensors > mostTensors || entries > mostEntries) {
    throw fail(
      'gguf-broken',
      `${file} says that it has ${tensors} tensors and ${entries} metadata entries, which no model has: ` +
        'the file is damaged. Copy or download it again.',
    );
  }
  if (headerBytes + Number(tensors) * leastTensor + Number(entries) * leastEntry > size) throw tooShort(file);
}

/** The file ends before what it says it holds. */
export function tooShort(file: string): Error {
  return fail('gguf-broken', `${file} ends too early: it was not copied or downloaded completely. Get it again.`);
}
