import { fail } from '../../../protocol';
import { damaged, tooShort, type HeaderReader } from './header-reader';

/** How much the file says that it holds. */
export interface GgufCounts {
  readonly tensors: number;
  readonly entries: number;
}

/** Magic, version, number of tensors, number of metadata entries. */
const headerBytes = 4 + 4 + 8 + 8;
/** The least that a tensor (name, dimensions, type, offset) and a metadata entry (key, type, value) take. */
const leastTensor = 8 + 4 + 8 + 4 + 8;
const leastEntry = 8 + 4 + 1;
/** Far above what any model has. */
const most = 65536;

/** The letters GGUF, read as a little-endian number. */
const magic = 0x46554747;

/** Reads the first 24 bytes. Refuses what is no GGUF, another version or byte order, and counts that cannot be true. */
export async function readHeader(reader: HeaderReader, size: number): Promise<GgufCounts> {
  const { file } = reader;
  if (size < 4 || (await reader.uint32()) !== magic) {
    throw fail('gguf-broken', `${file} is not a GGUF file: it does not begin with the letters GGUF. Choose another.`);
  }
  if (size < headerBytes) throw tooShort(file);
  const version = await reader.uint32();
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
        'Get a newer file, or convert the model again with a current llama.cpp.',
    );
  }
  const tensors = Number(await reader.uint64());
  const entries = Number(await reader.uint64());
  if (tensors > most || entries > most) {
    throw damaged(file, `it would have ${tensors} tensors and ${entries} metadata entries`);
  }
  if (headerBytes + tensors * leastTensor + entries * leastEntry > size) throw tooShort(file);
  return { tensors, entries };
}
