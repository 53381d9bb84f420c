import { lexrank } from '../lexrank';
import { JoinedText } from './readable-text';
import type { Section } from './pack-sections';

/**
 * The sections that a summary is written from, at most `count`, in order: the first one of each document, where its author
 * says what it is about, and then those that share most with all others (LexRank between sections).
 */
export function chooseSections(sections: readonly Section[], count: number): readonly Section[] {
  if (sections.length <= count) return sections;
  const ranks = lexrank(sections.map(({ units }) => new JoinedText(units).text));
  const isFirst = (at: number): boolean => sections[at - 1]?.document !== sections[at]!.document;
  const order = [...sections.keys()].sort(
    (a, b) => Number(isFirst(b)) - Number(isFirst(a)) || ranks[b]! - ranks[a]! || a - b,
  );
  const chosen = new Set(order.slice(0, count));
  return sections.filter((_section, at) => chosen.has(at));
}
