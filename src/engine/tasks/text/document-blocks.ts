import MarkdownIt from 'markdown-it';
import type { Span } from '../../../protocol';

/** What a stretch of a document is. Only prose has sentences. */
export type BlockKind = 'prose' | 'heading' | 'item' | 'code' | 'table' | 'markup';

/** A stretch of whole lines; its text may hold marks of lists and quotations. */
export interface Block extends Span {
  readonly kind: BlockKind;
}

const parser = new MarkdownIt();

/** Tokens of markdown-it that stand for a block, and what it is. */
const kinds: Readonly<Record<string, BlockKind>> = {
  paragraph_open: 'prose',
  heading_open: 'heading',
  fence: 'code',
  code_block: 'code',
  html_block: 'markup',
  table_open: 'table',
};

/** Where each line begins, as markdown-it counts lines, and where the text ends. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return [...starts, text.length];
}

/**
 * Where a document's text begins: behind a byte order mark, before which no mark of markdown is one, and behind a block of
 * settings between two lines of dashes (front matter).
 */
function frontMatter(text: string): number {
  return /^\ufeff?(?:---[ \t]*\r?\n[\s\S]*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$))?/.exec(text)![0].length;
}

/** The blocks of a markdown document, in order. A paragraph of a list is an item. */
export function markdownBlocks(text: string): readonly Block[] {
  const skipped = frontMatter(text);
  const rest = text.slice(skipped);
  const starts = lineStarts(rest);
  const blocks: Block[] = skipped > 1 ? [{ kind: 'markup', start: 0, end: skipped }] : [];
  let lists = 0;
  let tables = 0;
  for (const { type, map } of parser.parse(rest, {})) {
    if (type === 'list_item_open') lists++;
    if (type === 'list_item_close') lists--;
    if (type === 'table_close') tables--;
    const kind = kinds[type];
    if (kind === undefined || !map || tables > 0) continue;
    if (kind === 'table') tables++;
    const [first, last] = map;
    const end = starts[Math.min(last, starts.length - 1)]!;
    blocks.push({
      kind: kind === 'prose' && lists > 0 ? 'item' : kind,
      start: skipped + starts[first]!,
      end: skipped + end,
    });
  }
  return blocks;
}

/** The paragraphs of a text without markup: what blank lines divide. Line by line, so that white space costs no more than text. */
export function plainBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: Span | undefined;
  const close = (): void => {
    if (open) blocks.push({ kind: 'prose', ...open });
    open = undefined;
  };
  for (const { index, 0: line } of text.matchAll(/[^\r\n]+/g)) {
    if (!/\S/.test(line)) {
      close();
      continue;
    }
    if (open && !/^(?:\r\n?|\n)$/.test(text.slice(open.end, index))) close();
    open = { start: open?.start ?? index, end: index + line.length };
  }
  close();
  return blocks;
}
