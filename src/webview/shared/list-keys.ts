/**
 * The index that a key moves to in a list of `count` entries; undefined for keys that do not move.
 * `page` is how many entries are seen at once.
 */
export function movedIndex(key: string, index: number, count: number, page: number): number | undefined {
  const target: Readonly<Record<string, number>> = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - page,
    PageDown: index + page,
    Home: 0,
    End: count - 1,
  };
  const wanted = Object.hasOwn(target, key) ? target[key] : undefined;
  return wanted === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, wanted));
}

/** How long letters typed one after another count as one beginning, ms. */
const pause = 700;

/** Finds entries by the letters a person types, as lists of the platform do. */
export class TypeAhead {
  private typed = '';
  private last = -Infinity;

  /**
   * The next entry, from `index` on and around, that begins with what was typed; undefined where none does.
   * `now` in milliseconds; white space at the beginning of an entry does not count.
   */
  public find(letter: string, texts: readonly string[], index: number, now: number): number | undefined {
    const goesOn = now - this.last < pause;
    this.last = now;
    // The same letter again and again walks through the entries that begin with it.
    const repeated = goesOn && this.typed.length > 0 && this.typed === letter.toLowerCase().repeat(this.typed.length);
    this.typed = goesOn && !repeated ? this.typed + letter.toLowerCase() : letter.toLowerCase();
    const from = this.typed.length > 1 ? index : index + 1;
    for (let step = 0; step < texts.length; step++) {
      const at = (from + step + texts.length) % texts.length;
      if (texts[at]!.trimStart().toLowerCase().startsWith(this.typed)) return at;
    }
    return undefined;
  }
}
