/** Tokens [from, to) that are read at once; those of [first, last) have their scores from here. */
export interface ReadingWindow {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

/** How much of a window may be given away so that it ends where a sentence does. */
const slack = 0.2;

/** The last place in (least, most] where the text may be cut; `most` where there is none. `cuts`: rising. */
function lastCut(cuts: readonly number[], least: number, most: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  const found = cuts[low - 1];
  return found !== undefined && found > least ? found : most;
}

/**
 * Cuts `tokens` tokens into windows of at most `size`, which begin every half window and begin and end at `cuts` (tokens that begin
 * a sentence) where one is near. A token's scores come from the window where the shorter of its two contexts is longest: each
 * window's own stretch ends in the middle of what it shares with the next one.
 */
export function readingWindows(tokens: number, size: number, cuts: readonly number[]): readonly ReadingWindow[] {
  if (tokens <= size) return [{ from: 0, to: tokens, first: 0, last: tokens }];
  const spare = Math.floor(size * slack);
  const stretches: { from: number; to: number }[] = [];
  for (let from = 0; ;) {
    const full = from + size;
    const to = full >= tokens ? tokens : lastCut(cuts, full - spare, full);
    stretches.push({ from, to });
    if (to === tokens) break;
    const half = from + Math.ceil(size / 2);
    from = lastCut(cuts, Math.max(from, half - spare), half);
  }
  const middles = stretches.slice(1).map(({ from }, at) => Math.floor((from + stretches[at]!.to) / 2));
  return stretches.map(({ from, to }, at) => ({ from, to, first: middles[at - 1] ?? 0, last: middles[at] ?? tokens }));
}
