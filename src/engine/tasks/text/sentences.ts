import type { Span } from '../../../protocol';
import { markdownBlocks, plainBlocks, type Block } from './document-blocks';
import { unseen, withoutInlineMarks } from './inline-marks';
import { unspaced } from './unspaced';

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
  /(?:^|[\s(["'])(?:(?:[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof|[Ss]t|[Jj]r|[Ss]r|[Vv]s|[Cc]f|[Ee]tc|[Ff]igs?|[Nn]os?|[Ee]qs?|[Ss]ec|[Cc]h|[Vv]ol|[Pp]p|[Aa]pprox|[Ii]nc|[Ll]td|[Cc]o|[Gg]en|[Ss]gt|[Cc]apt|[Mm]me|[Mm]lle)\.|(?:e\.\s?g|i\.\s?e|[aApP]\.\s?m|U\.\s?S|U\.\s?K)\.|\p{Lu}\.)$/u;

/** Units that the longest of them, and what stands before it, take. */
const longestAbbreviation = 16;

/**
 * A sentence has at least two words, or four letters of a script that has no spaces between words. From the beginning on, and
 * nothing that two parts could share: time grows with the text.
 */
const least = new RegExp(String.raw`^[^\p{L}\p{N}]*[\p{L}\p{N}]+[^\p{L}\p{N}]+[\p{L}\p{N}]|${unspaced}{4}`, 'u');

/** Marks of lists and quotations before a line. */
const marks = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|>)+/;

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

/** The text with line ends, and the marks behind them, as spaces: offsets stay. */
function onOneLine(text: string): string {
  return text.replace(/(^|\r\n?|\n)([^\r\n]*)/g, (_, end: string, line: string) => {
    const mark = marks.exec(line)?.[0].length ?? 0;
    return ' '.repeat(end.length + mark) + line.slice(mark);
  });
}

/** White space and unseen marks are no part of a sentence's ends. */
const blank = /[\s\u00ad]/;

/** What of [start, end) is left without them; looked at from both ends, as a pattern would look at each blank in between. */
function inner(flat: string, { start, end }: Span): Span {
  let [from, to] = [start, end];
  while (from < to && blank.test(flat[from]!)) from++;
  while (to > from && blank.test(flat[to - 1]!)) to--;
  return { start: from, end: to };
}

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
    const own = inner(flat, { start: from, end });
    const marked = flat.slice(own.start, own.end);
    const plain = marked.replaceAll(unseen, '').replace(/\s+/g, ' ');
    if (!enough.test(plain)) return undefined;
    return { start: block.start + own.start, end: block.start + own.end, text: plain, block: index, marked };
  };
  const goesOn = (): boolean => {
    const last = inner(flat, { start: from, end }).end;
    if (abbreviation.test(flat.slice(Math.max(from, last - longestAbbreviation), last))) return true;
    const next = inner(flat, { start: end, end: Math.min(flat.length, end + ahead) }).start;
    return /^\p{Ll}/u.test(flat.slice(next, next + 2));
  };
  for (const segment of segmentsOf(flat)) {
    end += segment.length;
    // A quotation or bracket goes on with what was said around it.
    if (end < flat.length && goesOn()) continue;
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
