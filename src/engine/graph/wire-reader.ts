import { readSync } from 'node:fs';

/** Protobuf's wire types that occur in ONNX files. */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Says that the bytes at `offset` are no protobuf, or end too early. */
export class WireError extends Error {}

const windowBytes = 16384;

/** Reads protobuf fields straight from a file, through a small window: what is skipped is never read. */
export class WireReader {
  private readonly window = Buffer.allocUnsafe(windowBytes);
  private windowStart = 0;
  private windowLength = 0;

  public constructor(
    private readonly fd: number,
    private readonly size: number,
    public offset = 0,
  ) {}

  private byte(): number {
    const at = this.offset - this.windowStart;
    if (at >= 0 && at < this.windowLength) {
      this.offset += 1;
      return this.window[at]!;
    }
    this.windowStart = this.offset;
    this.windowLength = readSync(this.fd, this.window, 0, windowBytes, this.offset);
    if (this.windowLength === 0) throw new WireError(`the file ends at byte ${this.offset}`);
    this.offset += 1;
    return this.window[0]!;
  }

  /** A varint below 2^53; longer ones (negative numbers) lose their upper bits, which no caller looks at. */
  public varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new WireError(`byte ${this.offset} is no protobuf number`);
  }

  /** The next field: its number and wire type. */
  public tag(): { readonly field: number; readonly wire: number } {
    const tag = this.varint();
    const field = Math.floor(tag / 8);
    if (field === 0) throw new WireError(`byte ${this.offset} begins no protobuf field`);
    return { field, wire: tag % 8 };
  }

  /** Where the value that begins here ends, having read the length of a `bytes` value. */
  public end(wire: number): number {
    const end = this.valueEnd(wire);
    if (end > this.size) throw new WireError(`the file ends at byte ${this.size}, ${end - this.size} bytes too early`);
    return end;
  }

  private valueEnd(wire: number): number {
    switch (wire) {
      case wireTypes.varint:
        this.varint();
        return this.offset;
      case wireTypes.fixed64:
        return this.offset + 8;
      case wireTypes.bytes: {
        const length = this.varint();
        return this.offset + length;
      }
      case wireTypes.fixed32:
        return this.offset + 4;
      default:
        throw new WireError(`byte ${this.offset} has the unknown wire type ${wire}`);
    }
  }

  /** The bytes [start, end) of the file. */
  public copy(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    let done = 0;
    while (done < bytes.length) {
      const read = readSync(this.fd, bytes, done, bytes.length - done, start + done);
      if (read === 0) throw new WireError(`the file ends at byte ${start + done}`);
      done += read;
    }
    return bytes;
  }
}
