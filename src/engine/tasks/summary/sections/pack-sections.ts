import type { Span, SummarySection } from '../../../../protocol';
import { headingText, type ReadUnit } from './readable-text';

/** Units that a model reads at once. */
export interface Section extends SummarySection {
  readonly units: readonly ReadUnit[];
}

/** A heading begins a new section only behind so large a share of one: short sections say little. */
const leastShare = 0.4;

/**
 * Packs the units into sections of at most `most` tokens, of one document each, that begin at headings and paragraphs
 * where they can and never within a sentence. A sentence of more tokens is a section of its own, which is cut when it is
 * read. `tokens`: of each unit with the gap before it, [units].
 */
export function packSections(units: readonly ReadUnit[], tokens: ArrayLike<number>, most: number): readonly Section[] {
  const sections: Section[] = [];
  let heading: { readonly text: string; readonly document: number } | undefined;
  let from = 0;
  let size = 0;
  const close = (to: number): void => {
    const own = units.slice(from, to);
    if (own.some(({ kind }) => kind === 'sentence')) {
      const { document } = own[0]!;
      const inside = own.find(({ kind }) => kind === 'heading');
      const above =
        own[0]!.kind === 'heading' || heading?.document !== document ? inside && headingText(inside) : heading.text;
      sections.push({
        ...spanOf(own), document, units: own, tokens: size, ...(above !== undefined && above !== '' && { heading: above }),
      }); // prettier-ignore
    }
    const last = own.findLast(({ kind }) => kind === 'heading');
    if (last) heading = { text: headingText(last), document: last.document };
    [from, size] = [to, 0];
  };
  for (let at = 0; at < units.length; at++) {
    const { document, kind, first } = units[at]!;
    const behindHeading = units[at - 1]?.kind === 'heading';
    // A paragraph that does not fit begins a section where it is not the whole of it; a heading stays with what follows.
    const room = first && !behindHeading ? blockTokens(units, tokens, at) : tokens[at]!;
    const full = size + (room <= most ? room : tokens[at]!) > most;
    const turn = kind === 'heading' && size >= leastShare * most;
    if (at > from && (document !== units[at - 1]!.document || full || turn)) close(at);
    size += tokens[at]!;
  }
  close(units.length);
  return sections;
}

function spanOf(units: readonly ReadUnit[]): Span {
  return { start: units[0]!.start, end: units.at(-1)!.end };
}

/** Tokens of the block that begins with a unit, and of what a heading is the heading of. */
function blockTokens(units: readonly ReadUnit[], tokens: ArrayLike<number>, at: number): number {
  let sum = tokens[at]!;
  for (let next = at + 1; next < units.length && !units[next]!.first; next++) sum += tokens[next]!;
  if (units[at]!.kind === 'heading' && units[at + 1]?.kind === 'sentence') sum += tokens[at + 1]!;
  return sum;
}
