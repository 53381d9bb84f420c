import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A tensor to be written, true or not. */
export interface WrittenTensor {
  readonly name: string;
  /** The columns first, as the file has them. */
  readonly dimensions: readonly (number | bigint)[];
  readonly type: number;
  readonly offset: number | bigint;
}

/** A file to be written: every count and length can be made to lie. */
export interface WrittenGguf {
  readonly magic?: string;
  readonly version?: number;
  readonly tensorCount?: bigint;
  readonly entryCount?: bigint;
  readonly entries?: readonly Buffer[];
  readonly tensors?: readonly WrittenTensor[];
  readonly alignment?: number;
  readonly data?: Uint8Array;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function u64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

/** A metadata entry: key, number of the type, bytes of the value. */
export function entry(key: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([text(key), u32(type), value]);
}

function tensorEntry({ name, dimensions, type, offset }: WrittenTensor): Buffer {
  return Buffer.concat([text(name), u32(dimensions.length), ...dimensions.map(u64), u32(type), u64(offset)]);
}

export function ggufBytes(file: WrittenGguf): Buffer {
  const { entries = [], tensors = [], alignment = 32 } = file;
  const header = Buffer.concat([
    Buffer.from(file.magic ?? 'GGUF', 'latin1'),
    u32(file.version ?? 3),
    u64(file.tensorCount ?? tensors.length),
    u64(file.entryCount ?? entries.length),
    ...entries,
    ...tensors.map(tensorEntry),
  ]);
  const padding = Buffer.alloc((alignment - (header.length % alignment)) % alignment);
  return Buffer.concat([header, padding, file.data ?? new Uint8Array()]);
}

/** A folder for files that a test writes, removed after it. */
export function temporaryFolder(): {
  readonly write: (bytes: Uint8Array, name?: string) => string;
  readonly path: string;
} {
  const path = mkdtempSync(join(tmpdir(), 'langscope-gguf-'));
  after(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    write: (bytes, name = 'model.gguf') => {
      const file = join(path, name);
      writeFileSync(file, bytes);
      return file;
    },
  };
}
