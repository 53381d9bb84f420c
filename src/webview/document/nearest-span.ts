import type { SurprisingSpan } from '../../protocol';

/** Index of the span nearest to an offset, 0 away when it holds it; -1 in an empty list. */
export function nearestSpan(spans: readonly SurprisingSpan[], offset: number): number {
  let nearest = -1;
  let distance = Infinity;
  spans.forEach(({ start, end }, index) => {
    const away = offset < start ? start - offset : offset > end ? offset - end : 0;
    if (away < distance) [nearest, distance] = [index, away];
  });
  return nearest;
}

/** Whether two lists speak of the same word: text before it may have grown or shrunk, but not its line by much. */
export function sameSpan(one: SurprisingSpan, other: SurprisingSpan): boolean {
  return one.text === other.text && (one.start === other.start || one.line === other.line);
}
