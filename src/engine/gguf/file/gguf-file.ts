import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fail, FailureError } from '../../../protocol';
import { ggufMetadata, type GgufMetadata } from './gguf-metadata';
import { damaged, HeaderReader, tooShort } from './header-reader';
import { readHeader } from './read-header';
import { readMetadata } from './read-metadata';
import { readTensors, type GgufTensor } from './tensor-table';

/** A GGUF file that is open for reading; only its metadata are in memory. */
export interface GgufFile {
  /** Absolute. */
  readonly path: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly metadata: GgufMetadata;
  readonly tensors: readonly GgufTensor[];
  tensor(name: string): GgufTensor | undefined;
  /** The bytes of some rows; for a tensor of more than two dimensions, rows are counted through all of them. */
  read(tensor: GgufTensor, firstRow: number, rows: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function unreadable(path: string, error: unknown): Error {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('file-unreadable', `There is no file ${path}. Choose a file that is there.`);
    case 'EACCES':
    case 'EPERM':
      return fail('file-unreadable', `${path} may not be read. Give yourself the permission, or choose another file.`);
    default:
      return fail('file-unreadable', `${path} cannot be read (${errorCode(error)}). Choose another file.`);
  }
}

async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found.isFile()) return found.size;
  throw fail('file-unreadable', `${path} is ${found.isDirectory() ? 'a folder' : 'no file'}. Choose a .gguf file.`);
}

/** Where data may begin: a power of two, 32 unless the file says otherwise. */
function alignmentOf(metadata: GgufMetadata, file: string): number {
  const alignment = metadata.number('general.alignment') ?? 32;
  if (Number.isInteger(Math.log2(alignment)) && alignment >= 1 && alignment <= 2 ** 20) return alignment;
  throw damaged(file, `general.alignment is ${alignment}, which is no power of two`);
}

function refuseParts(metadata: GgufMetadata, file: string): void {
  const parts = metadata.number('split.count') ?? 1;
  if (parts <= 1) return;
  throw fail(
    'unsupported',
    `${file} is one of ${parts} parts of a model. Join them with llama-gguf-split --merge and import the whole.`,
  );
}

class OpenGgufFile implements GgufFile {
  private readonly byName: ReadonlyMap<string, GgufTensor>;

  public constructor(
    private readonly handle: FileHandle,
    public readonly path: string,
    public readonly bytes: number,
    public readonly metadata: GgufMetadata,
    public readonly tensors: readonly GgufTensor[],
  ) {
    this.byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  public tensor(name: string): GgufTensor | undefined {
    return this.byName.get(name);
  }

  public async read(tensor: GgufTensor, firstRow: number, rows: number): Promise<Uint8Array> {
    const all = tensor.shape.slice(0, -1).reduce((product, dimension) => product * dimension, 1);
    if (firstRow < 0 || rows < 0 || firstRow + rows > all) {
      throw new RangeError(`${tensor.name} has ${all} rows, not ${firstRow} to ${firstRow + rows}`);
    }
    const rowBytes = tensor.bytes / all;
    const bytes = new Uint8Array(rows * rowBytes);
    const start = tensor.offset + firstRow * rowBytes;
    for (let done = 0; done < bytes.length;) {
      const { bytesRead } = await this.handle
        .read(bytes, done, bytes.length - done, start + done)
        .catch((error: unknown) => {
          throw unreadable(this.path, error);
        });
      if (bytesRead === 0) throw tooShort(basename(this.path));
      done += bytesRead;
    }
    return bytes;
  }

  public async close(): Promise<void> {
    await this.handle.close();
  }
}

/**
 * Opens a GGUF file of version 2 or 3, reads its metadata and its table of tensors, and checks that every tensor lies
 * inside it. Weights are read by `read` alone, so memory is bounded by the metadata. Refuses, each with a sentence:
 * what is no file or may not be read, no GGUF, truncated, big-endian, of version 1, damaged, one part of several, or
 * with a tensor in a format that Langscope does not read.
 *
 * Why not `gguf()` of @huggingface/gguf: it begins a list anew whenever its window of 2 MB ends inside it, without
 * giving way to other work (seven times the time for a vocabulary of 256,000), reads zeros behind the end of a file,
 * and drops byte order marks, with which a token can begin. A test holds that both read the same.
 */
export async function openGguf(path: string): Promise<GgufFile> {
  const whole = resolve(path);
  const file = basename(whole);
  const size = await fileSize(whole);
  const handle = await open(whole, 'r').catch((error: unknown) => {
    throw unreadable(whole, error);
  });
  try {
    const reader = new HeaderReader(handle, size, file);
    const counts = await readHeader(reader, size);
    const metadata = ggufMetadata(file, await readMetadata(reader, counts.entries));
    refuseParts(metadata, file);
    const tensors = await readTensors(reader, counts.tensors, size, alignmentOf(metadata, file));
    return new OpenGgufFile(handle, whole, size, metadata, tensors);
  } catch (error) {
    await handle.close();
    if (error instanceof FailureError) throw error;
    throw errorCode(error).startsWith('E') ? unreadable(whole, error) : error;
  }
}
