import type { Edit, Span, TokenScores } from '../protocol';

/** One token of the mirror. logprob and entropy in nats, NaN where not scored; rank -1 where not scored. */
export interface MirrorToken extends Span {
  readonly logprob: number;
  readonly rank: number;
  readonly entropy: number;
  readonly unknown: boolean;
}

interface VersionedEdits {
  readonly version: number;
  readonly edits: readonly Edit[];
}

/**
 * What the editor knows of a document's tokens: the engine's scores, shifted with the text at once, so that nothing
 * is shown for text that is gone and nothing is lost while the engine works. Tokens are sorted by their start.
 */
export class TokenMirror {
  private count = 0;
  private starts = new Int32Array(0);
  private ends = new Int32Array(0);
  private logprobs = new Float32Array(0);
  private ranks = new Int32Array(0);
  private entropies = new Float32Array(0);
  private unknowns = new Uint8Array(0);
  /** Edits that came after the newest scores; scores of an older version are led through them. */
  private later: VersionedEdits[] = [];
  private scoresVersion = -1;

  public get length(): number {
    return this.count;
  }

  public at(index: number): MirrorToken {
    if (index < 0 || index >= this.count) throw new RangeError(`Token ${index} of ${this.count}`);
    return {
      start: this.starts[index]!,
      end: this.ends[index]!,
      logprob: this.logprobs[index]!,
      rank: this.ranks[index]!,
      entropy: this.entropies[index]!,
      unknown: this.unknowns[index] === 1,
    };
  }

  public clear(): void {
    this.count = 0;
    this.later = [];
    this.scoresVersion = -1;
  }

  /** The text became `version` by `edits`, which apply one after another: tokens that touch one go, later ones shift. */
  public edit(version: number, edits: readonly Edit[]): void {
    this.later.push({ version, edits });
    for (const edit of edits) this.applyEdit(edit);
  }

  /**
   * Replaces every token that begins in [start, end) of the text at `version`. Scores older than ones already taken
   * are not taken; returns whether they were.
   */
  public replace(version: number, span: Span, scores: TokenScores): boolean {
    if (version < this.scoresVersion) return false;
    this.scoresVersion = version;
    // Everything that comes later is at least of this version.
    this.later = this.later.filter((step) => step.version > version);
    const edits = this.later.flatMap((step) => step.edits);
    const kept = shiftTokens(scores, edits);
    const place = edits.reduce(shiftSpan, span);
    this.splice(this.firstStartingAt(place.start), this.firstStartingAt(place.end), scores, kept);
    return true;
  }

  /** Index of the first token that starts at `offset` or later. */
  public firstStartingAt(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Indices [from, to) of the tokens that reach into [start, end). */
  public within(span: Span): readonly [from: number, to: number] {
    let from = this.firstStartingAt(span.start);
    while (from > 0 && this.ends[from - 1]! > span.start) from--;
    return [from, Math.max(from, this.firstStartingAt(span.end))];
  }

  private applyEdit(edit: Edit): void {
    const delta = edit.text.length - (edit.end - edit.start);
    const [from, to] = this.within({ start: edit.start, end: Math.max(edit.end, edit.start) });
    let write = from;
    for (let read = from; read < this.count; read++) {
      const start = this.starts[read]!;
      if (read < to && touches(start, this.ends[read]!, edit)) continue;
      const shift = start >= edit.end ? delta : 0;
      if (write !== read) this.move(read, write);
      this.starts[write]! += shift;
      this.ends[write]! += shift;
      write++;
    }
    this.count = write;
  }

  private move(from: number, to: number): void {
    this.starts[to] = this.starts[from]!;
    this.ends[to] = this.ends[from]!;
    this.logprobs[to] = this.logprobs[from]!;
    this.ranks[to] = this.ranks[from]!;
    this.entropies[to] = this.entropies[from]!;
    this.unknowns[to] = this.unknowns[from]!;
  }

  /** Puts the kept tokens of `scores` in the place of [from, to). */
  private splice(from: number, to: number, scores: TokenScores, kept: KeptTokens): void {
    const grown = this.count + kept.index.length - (to - from);
    this.reserve(grown);
    for (const column of this.columns()) column.copyWithin(from + kept.index.length, to, this.count);
    kept.index.forEach((index, row) => {
      this.starts[from + row] = kept.starts[row]!;
      this.ends[from + row] = kept.ends[row]!;
      this.logprobs[from + row] = scores.logprob[index]!;
      this.ranks[from + row] = scores.rank[index]!;
      this.entropies[from + row] = scores.entropy[index]!;
      this.unknowns[from + row] = scores.unknown[index]!;
    });
    this.count = grown;
  }

  private columns(): readonly (Int32Array | Float32Array | Uint8Array)[] {
    return [this.starts, this.ends, this.logprobs, this.ranks, this.entropies, this.unknowns];
  }

  private reserve(count: number): void {
    if (count <= this.starts.length) return;
    const capacity = Math.max(256, count * 2);
    this.starts = grow(this.starts, new Int32Array(capacity));
    this.ends = grow(this.ends, new Int32Array(capacity));
    this.logprobs = grow(this.logprobs, new Float32Array(capacity));
    this.ranks = grow(this.ranks, new Int32Array(capacity));
    this.entropies = grow(this.entropies, new Float32Array(capacity));
    this.unknowns = grow(this.unknowns, new Uint8Array(capacity));
  }
}

interface KeptTokens {
  readonly index: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Whether an edit changes the text of a token: it replaces a part of it or inserts inside it. */
function touches(start: number, end: number, edit: Edit): boolean {
  if (edit.start === edit.end) return edit.text !== '' && start < edit.start && edit.start < end;
  return start < edit.end && edit.start < end;
}

function shiftTokens(scores: TokenScores, edits: readonly Edit[]): KeptTokens {
  const index: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const count = scores.logprob.length;
  for (let token = 0; token < count; token++) {
    let start = scores.spans[2 * token]!;
    let end = scores.spans[2 * token + 1]!;
    let alive = true;
    for (const edit of edits) {
      if (touches(start, end, edit)) {
        alive = false;
        break;
      }
      if (start >= edit.end) {
        const delta = edit.text.length - (edit.end - edit.start);
        start += delta;
        end += delta;
      }
    }
    if (!alive) continue;
    index.push(token);
    starts.push(start);
    ends.push(end);
  }
  return { index, starts, ends };
}

/** Where the stretch lies after the edit. What an edit at a border inserts lies before the stretch's first token. */
function shiftSpan(span: Span, edit: Edit): Span {
  return { start: shiftOffset(span.start, edit), end: shiftOffset(span.end, edit) };
}

function shiftOffset(offset: number, edit: Edit): number {
  if (offset >= edit.end) return offset + edit.text.length - (edit.end - edit.start);
  return offset <= edit.start ? offset : edit.start + edit.text.length;
}

function grow<A extends Int32Array | Float32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
