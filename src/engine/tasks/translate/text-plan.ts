import type { CopiedText, Span } from '../../../protocol';
import { markdownBlocks, plainBlocks, type Block } from '../text/document-blocks';
import { sentencesIn, type Sentence } from '../text/sentences';

/** What of a text is translated, in order, and what stays as it is. */
export interface TextPlan {
  readonly sentences: readonly Sentence[];
  readonly copied: readonly CopiedText[];
}

/** A stretch with any letter is translated. */
const anyLetter = /\p{L}/u;
const anyMark = /\S/;

/** The text of a heading, without its marks. */
function insideHeading(text: string, { start, end }: Span): Span {
  const own = text.slice(start, end);
  const before = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)]))*[ \t]*#{1,6}(?=\s)/.exec(own)?.[0].length ?? 0;
  const behind = before > 0 ? /(?:[ \t]+#+)?\s*$/.exec(own)! : /(?:\r\n?|\n)[ \t>]*(?:=+|-+)\s*$|\s*$/.exec(own)!;
  return { start: start + before, end: start + Math.max(before, behind.index) };
}

/** The cells of a table, but those of the line that divides its head from its rows. */
function* cellsIn(text: string, { start, end }: Span): Generator<Span> {
  for (const { index, 0: line } of text.slice(start, end).matchAll(/[^\r\n]+/g)) {
    if (/^[\s|:>-]+$/.test(line)) continue;
    for (const cell of line.matchAll(/(?:\\.|[^|\\])+/g)) {
      const from = start + index + cell.index;
      yield { start: from, end: from + cell[0].length };
    }
  }
}

/** The stretches of a block that have sentences. */
function readable(text: string, block: Block): readonly Span[] {
  switch (block.kind) {
    case 'prose':
    case 'item':
      return [block];
    case 'heading':
      return [insideHeading(text, block)];
    case 'table':
      return [...cellsIn(text, block)];
    case 'code':
    case 'markup':
      return [];
  }
}

/** The stretch without white space at its ends; undefined: there is nothing else. */
function trimmed(text: string, { start, end }: Span): Span | undefined {
  const own = text.slice(start, end);
  if (!anyMark.test(own)) return undefined;
  const from = start + own.length - own.trimStart().length;
  return { start: from, end: from + own.trim().length };
}

/** `markdown`: headings, lists, tables and code count; else blank lines divide paragraphs. */
export function planOf(text: string, markdown: boolean): TextPlan {
  const sentences: Sentence[] = [];
  const copied: CopiedText[] = [];
  for (const [index, block] of (markdown ? markdownBlocks(text) : plainBlocks(text)).entries()) {
    // Blocks within blocks (code in a list) come with their outer one too.
    if (block.end <= (sentences.at(-1)?.end ?? 0)) continue;
    const inside = readable(text, block);
    const found = inside.flatMap((span) => [...sentencesIn(text, { ...block, ...span }, index, markdown, anyLetter)]);
    const whole = trimmed(text, block);
    if (found.length > 0) sentences.push(...found);
    else if (whole)
      copied.push({ ...whole, kind: inside.length > 0 ? 'no-words' : block.kind === 'code' ? 'code' : 'markup' });
  }
  return { sentences, copied };
}
