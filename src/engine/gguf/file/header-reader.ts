import type { FileHandle } from 'node:fs/promises';
import { fail } from '../../../protocol';

const windowBytes = 2 ** 20;
/** Metadata and tensor table of the largest vocabularies take some 30 MiB; beyond this, a length is a lie. */
const mostHeaderBytes = 2 ** 28;
/** A chat template is the longest text there is, some 100 KiB. */
const mostTextBytes = 2 ** 24;

/** The file ends before what it says it holds. */
export function tooShort(file: string): Error {
  return fail('gguf-broken', `${file} ends too early: it was not copied or downloaded completely. Get it again.`);
}

/** Says what in the file cannot be true. */
export function damaged(file: string, what: string): Error {
  return fail('gguf-broken', `${file} is damaged: ${what}. Copy or download it again.`);
}

/**
 * Reads little-endian values from the beginning of a file, through a window of a megabyte: what was read is dropped,
 * and other work gets its turn at each new window. Before values are read, `has` must say that they are in the window,
 * or `load` must bring them: asking at each of half a million tokens whether to wait would cost more than reading them.
 */
export class HeaderReader {
  private window = Buffer.alloc(0);
  private at = 0;
  private windowStart = 0;

  public constructor(
    private readonly handle: FileHandle,
    /** Of the whole file, in bytes. */
    private readonly size: number,
    public readonly file: string,
  ) {}

  /** Where the next value begins, counted from the beginning of the file. */
  public get position(): number {
    return this.windowStart + this.at;
  }

  /** Refuses a file that ends before `bytes` more. */
  public expect(bytes: number): void {
    if (this.position + bytes > this.size) throw tooShort(this.file);
    if (this.position + bytes > mostHeaderBytes) {
      throw damaged(this.file, 'its metadata are longer than those of any model');
    }
  }

  public has(bytes: number): boolean {
    return this.at + bytes <= this.window.length;
  }

  public async load(bytes: number): Promise<void> {
    this.expect(bytes);
    const start = this.position;
    const next = Buffer.allocUnsafe(Math.min(Math.max(bytes, windowBytes), this.size - start));
    const kept = this.window.copy(next, 0, this.at);
    for (let done = kept; done < next.length;) {
      const { bytesRead } = await this.handle.read(next, done, next.length - done, start + done);
      // Somebody cut the file while it was read.
      if (bytesRead === 0) throw tooShort(this.file);
      done += bytesRead;
    }
    this.window = next;
    this.windowStart = start;
    this.at = 0;
  }

  /** Reads a number of `bytes` bytes by one of Buffer's own methods. */
  public take<T>(bytes: number, read: (window: Buffer, at: number) => T): T {
    const value = read(this.window, this.at);
    this.at += bytes;
    return value;
  }

  public async uint32(): Promise<number> {
    if (!this.has(4)) await this.load(4);
    return this.take(4, (window, at) => window.readUInt32LE(at));
  }

  public async uint64(): Promise<bigint> {
    if (!this.has(8)) await this.load(8);
    return this.take(8, (window, at) => window.readBigUInt64LE(at));
  }

  /** A length in bytes and as much UTF-8. A byte order mark at the beginning is part of the text: it can be a token. */
  public async text(): Promise<string> {
    if (!this.has(8)) await this.load(8);
    const length = this.textLength();
    if (!this.has(8 + length)) {
      this.expect(8 + length);
      if (length > mostTextBytes) throw damaged(this.file, `a text in it would be ${length} bytes long`);
      await this.load(8 + length);
    }
    return this.takeText(length);
  }

  /** The same without waiting; undefined where the window ends before the text does. */
  public textInWindow(): string | undefined {
    if (!this.has(8)) return undefined;
    const length = this.textLength();
    return this.has(8 + length) ? this.takeText(length) : undefined;
  }

  /** Lengths beyond 2^53 lose their last digits, and are refused all the same. */
  private textLength(): number {
    return this.window.readUInt32LE(this.at) + this.window.readUInt32LE(this.at + 4) * 2 ** 32;
  }

  private takeText(length: number): string {
    const text = this.window.toString('utf8', this.at + 8, this.at + 8 + length);
    this.at += 8 + length;
    return text;
  }
}
