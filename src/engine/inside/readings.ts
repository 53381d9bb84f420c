import { fail, type FailureError, type ReadingId } from '../../protocol';

/** What a view keeps asking about after its text was read. */
export interface Reading {
  /** Bytes of its arrays at this moment. */
  readonly bytes: number;
  dispose(): void;
}

/** The failure of a request about what is no longer in memory. */
export function readingUnknown(): FailureError {
  return fail('reading-unknown', 'What was read is no longer in memory: read the text again.');
}

/** A view of its own for each of several documents; more at once are rare, and each may hold hundreds of megabytes. */
const mostReadings = 8;
const mostBytes = 1024 ** 3;

/** The readings in memory; the least recently used go when there are too many or they are too large together. */
export class Readings {
  private readonly known = new Map<ReadingId, Reading>();
  private last = 0;

  public add(reading: Reading): ReadingId {
    const id = ++this.last;
    this.known.set(id, reading);
    this.trim();
    return id;
  }

  /** Refuses (`reading-unknown`) one that was closed or dropped; `type` is the class that the request is about. */
  public get<T extends Reading>(id: ReadingId, type: abstract new (...args: never[]) => T): T {
    const reading = this.known.get(id);
    if (!(reading instanceof type)) throw readingUnknown();
    this.known.delete(id);
    this.known.set(id, reading);
    return reading;
  }

  public close(id: ReadingId): void {
    this.known.get(id)?.dispose();
    this.known.delete(id);
  }

  /** To be called when a reading has grown. */
  public trim(): void {
    let bytes = [...this.known.values()].reduce((sum, reading) => sum + reading.bytes, 0);
    // The newest stays, however large.
    for (const [id, reading] of [...this.known].slice(0, -1)) {
      if (this.known.size <= mostReadings && bytes <= mostBytes) return;
      bytes -= reading.bytes;
      this.close(id);
    }
  }
}
