import type { LanguageModel, ReadingState } from '../../families/language-model';

interface Prefix {
  readonly ids: Int32Array;
  readonly state: ReadingState;
}

/** Caches are a copy each, of all tokens before them: the least recently used go. */
const mostBytes = 192 * 1024 ** 2;

/**
 * Where readings of a model's texts can go on: the cursor moves, or a line is written, and what stands before it is
 * not read again.
 */
export class LensPrefixes {
  private known: readonly Prefix[] = [];

  /** The longest beginning of `ids`, of at most `most` tokens, that was read before. */
  public longest(ids: Int32Array, most: number): Prefix | undefined {
    const fitting = this.known.filter(
      (prefix) => prefix.ids.length <= most && prefix.ids.every((id, at) => id === ids[at]),
    );
    const [found] = fitting.sort((a, b) => b.ids.length - a.ids.length);
    if (found) this.known = [...this.known.filter((other) => other !== found), found];
    return found;
  }

  /** Keeps the state after `ids`. */
  public put(ids: Int32Array, state: ReadingState): void {
    const same = (other: Int32Array): boolean => other.length === ids.length && other.every((id, at) => id === ids[at]);
    const kept = [...this.known.filter((prefix) => !same(prefix.ids)), { ids: ids.slice(), state }];
    let bytes = kept.reduce((sum, prefix) => sum + prefix.state.bytes, 0);
    while (bytes > mostBytes) bytes -= kept.shift()!.state.bytes;
    this.known = kept;
  }
}

const ofModels = new WeakMap<LanguageModel, LensPrefixes>();

/** Those of a loaded model; they go with it. */
export function lensPrefixes(model: LanguageModel): LensPrefixes {
  const known = ofModels.get(model) ?? new LensPrefixes();
  ofModels.set(model, known);
  return known;
}
