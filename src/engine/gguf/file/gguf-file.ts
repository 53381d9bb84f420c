import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { gguf, type GGUFParseOutput, type GGUFTypedMetadata } from '@huggingface/gguf';
import { fail, FailureError } from '../../../protocol';
import { checkHeader, tooShort } from './check-header';
import { ggufMetadata, type GgufMetadata } from './gguf-metadata';
import { tensorTable, type GgufTensor } from './tensor-table';

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

type Parsed = GGUFParseOutput & { readonly typedMetadata: GGUFTypedMetadata };

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

async function parse(path: string, file: string, size: number): Promise<Parsed> {
  const parsed = await gguf(path, { allowLocalFile: true, typedMetadata: true }).catch((error: unknown) => {
    // The parser reads on into emptiness where a length leads beyond the end.
    if (error instanceof RangeError) throw tooShort(file);
    const reason =
      error instanceof Error ? error.message.split('\n')[0]!.replace(/\.$/, '').slice(0, 300) : String(error);
    throw fail('gguf-broken', `${file} is damaged (${reason}). Copy or download it again.`);
  });
  // Bytes beyond the end read as zeros, which look like empty entries.
  if (parsed.tensorInfoByteRange[1] > size) throw tooShort(file);
  return parsed;
}

/** Where data may begin: a power of two, 32 unless the file says otherwise. */
function alignmentOf(metadata: GgufMetadata, file: string): number {
  const alignment = metadata.number('general.alignment') ?? 32;
  if (Number.isInteger(Math.log2(alignment)) && alignment >= 1 && alignment <= 2 ** 20) return alignment;
  throw fail('gguf-broken', `${file}: general.alignment is ${alignment}, no power of two. Copy or download it again.`);
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
 * inside it. Weights are read by `read`, so memory is bounded by the metadata (for a vocabulary of 150,000 some tens
 * of megabytes). Refuses, each with a sentence: what is no file or may not be read, no GGUF, truncated, big-endian, of
 * version 1, damaged, one part of several, or with a tensor in a format that Langscope does not read.
 */
export async function openGguf(path: string): Promise<GgufFile> {
  const whole = resolve(path);
  const file = basename(whole);
  const size = await fileSize(whole);
  const handle = await open(whole, 'r').catch((error: unknown) => {
    throw unreadable(whole, error);
  });
  try {
    await checkHeader(handle, size, file);
    const parsed = await parse(whole, file, size);
    const metadata = ggufMetadata(file, parsed.typedMetadata);
    refuseParts(metadata, file);
    const alignment = alignmentOf(metadata, file);
    const start = Number(parsed.tensorDataOffset);
    const tensors = tensorTable(parsed.tensorInfos, { file, size, start, alignment });
    return new OpenGgufFile(handle, whole, size, metadata, tensors);
  } catch (error) {
    await handle.close();
    if (error instanceof FailureError) throw error;
    throw errorCode(error).startsWith('E') ? unreadable(whole, error) : error;
  }
}
