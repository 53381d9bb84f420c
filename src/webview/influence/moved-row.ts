/** Entries that Page Up and Page Down pass. */
const page = 10;

/**
 * The entry that a key moves to in a row of `count`; `at`: where the keyboard is, undefined before the first key, which
 * begins at the end. Undefined for keys that do not move.
 */
export function movedRow(key: string, at: number | undefined, count: number): number | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const from = at ?? last;
  const first: Readonly<Record<string, number>> = { ArrowLeft: last, ArrowRight: last, PageUp: last, PageDown: last };
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: last,
  };
  const to = at === undefined ? (first[key] ?? moves[key]) : moves[key];
  return to === undefined ? undefined : Math.min(last, Math.max(0, to));
}
