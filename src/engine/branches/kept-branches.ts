import { fail, type BranchPath, type InsideText, type ReadTokens } from '../../protocol';
import type { Continuation } from '../families/continuation';
import type { LanguageModel } from '../families/language-model';
import type { Report } from '../report';
import type { Reading } from '../inside/readings';

/** Tokens of the prompt read in one step. */
const piece = 128;
/** Bytes of the places kept beside the root's, as far as they can be known. */
const mostBytes = 128 * 1024 ** 2;
/** Rows that are kept: each is as long as the model's hidden size. */
const mostRows = 4096;

interface Place {
  readonly continuation: Continuation;
  readonly bytes: number;
}

const keyOf = (path: BranchPath): string => path.join(' ');

/**
 * Places behind a text, by the paths that lead to them: a path that is one token longer than a kept one costs one token's
 * run. The row behind each path is kept, so that its fork can be told again in another way without a run of the body.
 */
export class KeptBranches implements Reading {
  private model: LanguageModel | undefined;
  private root: Place | undefined;
  /** The least recently used first. */
  private readonly places = new Map<string, Place>();
  private readonly rows = new Map<string, Float32Array>();

  public constructor(
    public readonly request: Pick<InsideText, 'model' | 'precision' | 'provider'>,
    public readonly tokens: ReadTokens,
    /** Tokens that a path may have. */
    public readonly room: number,
  ) {}

  public get bytes(): number {
    const rows = [...this.rows.values()].reduce((sum, row) => sum + row.byteLength, 0);
    return rows + this.placeBytes + (this.root?.bytes ?? 0);
  }

  /** Ids that the model has read before the path. */
  public get prompt(): Int32Array {
    return this.tokens.ids;
  }

  /** Reads the text, where this model has not yet: one that was unloaded and loaded again is another one. */
  public async *start(model: LanguageModel, report: Report): AsyncGenerator<void, void, void> {
    if (this.model === model) return;
    const ids = this.prompt;
    let state = model.begin();
    let hidden: Float32Array = new Float32Array(0);
    for (let from = 0; from < ids.length; from += piece) {
      report(from, ids.length);
      ({ hidden, state } = await model.read(state, ids.subarray(from, from + piece), true));
      yield;
    }
    this.dispose();
    this.model = model;
    this.root = { continuation: model.continueFrom(state), bytes: state.bytes };
    this.rows.set('', hidden.slice(-model.hiddenSize));
  }

  /** The row behind the path. Refuses (`bad-request`) one that is longer than there is room for. */
  public async row(path: BranchPath): Promise<Float32Array> {
    const key = keyOf(path);
    const known = this.rows.get(key);
    if (known) return known;
    await this.place(path);
    return this.rows.get(key)!;
  }

  /** A place of its own behind the path, to read on from. */
  public async place(path: BranchPath): Promise<Continuation> {
    const { model, root } = this;
    if (!model || !root) throw new TypeError('the text was not read');
    if (path.length > this.room) {
      throw fail('bad-request', `A path has at most ${this.room} tokens here: the context of the model has no room for more.`); // prettier-ignore
    }
    const [from, length] = this.nearest(path);
    const continuation = from.continuation.copy();
    if (length === path.length) return continuation;
    // One by one: quantised weights give slightly other figures for several tokens at once, and a path has one only.
    for (let at = length; at < path.length; at++) {
      this.rows.set(keyOf(path.slice(0, at + 1)), await continuation.read(Int32Array.of(path[at]!)));
    }
    const read = this.prompt.length;
    // A cache grows with the text, a recurrent state does not.
    const bytes = model.context === undefined ? root.bytes : (root.bytes * (read + path.length)) / Math.max(1, read);
    this.places.set(keyOf(path), { continuation, bytes });
    this.trim();
    return continuation.copy();
  }

  public dispose(): void {
    this.model = undefined;
    this.root = undefined;
    this.places.clear();
    this.rows.clear();
  }

  private get placeBytes(): number {
    return [...this.places.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The kept place that is the longest way along the path, and how long that way is. */
  private nearest(path: BranchPath): readonly [Place, number] {
    for (let length = path.length; length > 0; length--) {
      const key = keyOf(path.slice(0, length));
      const place = this.places.get(key);
      if (!place) continue;
      this.places.delete(key);
      this.places.set(key, place);
      return [place, length];
    }
    return [this.root!, 0];
  }

  private trim(): void {
    for (const key of this.rows.keys()) {
      if (this.rows.size <= mostRows) break;
      if (key === '') continue;
      // A place goes with its row, which is made only where the place is.
      this.rows.delete(key);
      this.places.delete(key);
    }
    for (const key of [...this.places.keys()].slice(0, -1)) {
      if (this.placeBytes <= mostBytes) return;
      this.places.delete(key);
    }
  }
}
