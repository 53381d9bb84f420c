import type { Span } from '../../../protocol';
import { markdownBlocks, plainBlocks, type Block } from './document-blocks';

/** A sentence with its place; `text` is on one line and without marks of lists, quotations, emphasis and links. */
export interface Sentence extends Span {
  readonly text: string;
  /** The block that it stands in, counted from 0. */
  readonly block: number;
  /** The stretch as it stands in the document, on one line, with soft hyphens for marks: as long as the stretch. */
  readonly marked: string;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** A full stop after these ends no sentence; nor does one after a single capital letter. */
const abbreviation =
  /(?:^|[\s(["'])(?:(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof|[Ss]t|[Jj]r|[Ss]r|[Vv]s|[Cc]f|[Ee]tc|[Ff]igs?|[Nn]os?|[Ee]qs?|[Ss]ec|[Cc]h|[Vv]ol|[Pp]p|[Aa]pprox|[Ii]nc|[Ll]td|[Cc]o|[Gg]en|[Ss]gt|[Cc]apt|[Mm]me|[Mm]lle)\.|(?:e\.\s?g|i\.\s?e|[aApP]\.\s?m|U\.\s?S|U\.\s?K)\.|\p{Lu}\.)\s*$/u;

/** A sentence has at least two words. */
const least = /[\p{L}\p{N}].*?[^\p{L}\p{N}].*?[\p{L}\p{N}]/su;

/** Marks of lists and quotations before a line. */
const marks = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|>)+/;

/** Stands for a mark that is no text: a soft hyphen, past which sentence breaks are found as if it were not there. */
export const unseen = '\u00ad';

/** Where each UTF-16 unit of a sentence's `text` stands in the document, and where the last one ends: [text.length + 1]. */
export function placesOf({
  text,
  start,
  end,
  marked,
}: Pick<Sentence, 'text' | 'start' | 'end' | 'marked'>): Int32Array {
  const places = new Int32Array(text.length + 1).fill(end);
  let at = 0;
  for (let i = 0; i < marked.length && at < text.length; i++) {
    const unit = marked[i]!;
    if (unit === unseen) continue;
    // White space in a row is one space of the text.
    if (/\s/.test(unit) && text[at - 1] === ' ') continue;
    places[at++] = start + i;
  }
  return places;
}

/** Marks within a line, and which part of them is text. */
const inlineMarks: readonly RegExp[] = [
  /!\[[^\]]*\]\([^)]*\)/g,
  /\[(?<text>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g,
  /<\/?[a-z][^>]*>/gi,
  /(?<![\p{L}\p{N}\\])(?:\*{1,3}|_{1,3})(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3})(?![\p{L}\p{N}])/gu,
];

/** The text without marks of emphasis, links and pictures; offsets stay. */
function withoutInlineMarks(text: string): string {
  let plain = text;
  for (const mark of inlineMarks) {
    plain = plain.replace(mark, (whole: string, ...rest: unknown[]) => {
      const groups = rest.at(-1);
      const inner = typeof groups === 'object' && groups !== null && 'text' in groups ? String(groups.text) : '';
      const before = inner === '' ? 0 : 1;
      return unseen.repeat(before) + inner + unseen.repeat(whole.length - before - inner.length);
    });
  }
  return plain;
}

/** The text with line ends, and the marks behind them, as spaces: offsets stay. */
function onOneLine(text: string): string {
  return text.replace(/(^|\r\n?|\n)([^\r\n]*)/g, (_, end: string, line: string) => {
    const mark = marks.exec(line)?.[0].length ?? 0;
    return ' '.repeat(end.length + mark) + line.slice(mark);
  });
}

/** White space and unseen marks at the ends of a sentence. */
const before = /^[\s\u00ad]*/;
const behind = /[\s\u00ad]*$/;
/** How far behind a sentence its next word is looked for. */
const ahead = 256;

/** Units that are segmented at once: Intl.Segmenter takes time with the square of what it is given. */
const atOnce = 16_384;

/** The segments of a text, one after the other, as Intl.Segmenter finds them. */
function* segmentsOf(text: string): Generator<string> {
  let size = atOnce;
  for (let from = 0; from < text.length;) {
    const piece = text.slice(from, from + size);
    const found = Array.from(segmenter.segment(piece), ({ segment }) => segment);
    // The last one may go on behind the piece.
    const whole = from + size >= text.length ? found : found.slice(0, -1);
    yield* whole;
    from += whole.reduce((sum, { length }) => sum + length, 0);
    size = whole.length > 0 ? atOnce : 2 * size;
  }
}

/** The sentences of one block, with places in the whole text; stretches in which `enough` finds nothing are none. */
export function* sentencesIn(
  text: string,
  block: Block,
  index: number,
  markdown: boolean,
  enough: RegExp = least,
): Generator<Sentence> {
  const own = text.slice(block.start, block.end);
  const flat = markdown ? withoutInlineMarks(onOneLine(own)) : onOneLine(own);
  let from = 0;
  let end = 0;
  const sentence = (): Sentence | undefined => {
    const whole = flat.slice(from, end);
    const trimmed = whole.replace(before, '').replace(behind, '');
    const plain = trimmed.replaceAll(unseen, '').replace(/\s+/g, ' ');
    if (!enough.test(plain)) return undefined;
    const start = block.start + from + (before.exec(whole)?.[0].length ?? 0);
    return { start, end: start + trimmed.length, text: plain, block: index, marked: trimmed };
  };
  for (const segment of segmentsOf(flat)) {
    end += segment.length;
    const next = flat.slice(end, end + ahead).replace(before, '');
    // A quotation or bracket goes on with what was said around it.
    if (end < flat.length && (abbreviation.test(flat.slice(from, end)) || /^\p{Ll}/u.test(next))) continue;
    const found = sentence();
    if (found) yield found;
    from = end;
  }
}

/**
 * The sentences of a document, in order: of its paragraphs and lists; headings, code, tables and settings have none.
 * `markdown`: its structure counts; else blank lines divide paragraphs. Sentences are cut by Intl.Segmenter (UAX 29) and
 * mended after abbreviations.
 */
export function sentencesOf(text: string, markdown: boolean): readonly Sentence[] {
  const blocks = markdown ? markdownBlocks(text) : plainBlocks(text);
  return blocks.flatMap((block, index) =>
    block.kind === 'prose' || block.kind === 'item' ? [...sentencesIn(text, block, index, markdown)] : [],
  );
}
