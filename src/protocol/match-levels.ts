/** How strongly a run of words is marked that two texts share: the longer, the stronger. */
export const matchLevels = [
  { from: 2, label: '2 words' },
  { from: 3, label: '3 and 4' },
  { from: 5, label: '5 to 8' },
  { from: 9, label: '9 and more' },
] as const;

/** The level, from 0, of a run of so many words. */
export function matchLevel(words: number): number {
  return Math.max(
    0,
    matchLevels.findLastIndex(({ from }) => words >= from),
  );
}
