import type { Span } from '../../../protocol';
import type { MarkPair, SentenceMarks } from './sentence-marks';

/** A translated sentence before its marks are put back. */
export interface BareSentence {
  /** Length of the source's text. */
  readonly length: number;
  /** The tokens as text, with the space before each. */
  readonly pieces: readonly string[];
  /** Where in the source's text each comes from; undefined: not known. */
  readonly from: readonly (number | undefined)[];
}

/** Pieces [start, end). */
type Range = Span;

/** The pieces that come from a stretch of the source: the longest run of them, over gaps of one piece; else as far along. */
function rangeOf({ start, end }: Span, { length, pieces, from }: BareSentence): Range {
  if (start <= 0 && end >= length) return { start: 0, end: pieces.length };
  const own = [...from.keys()].filter((i) => from[i] !== undefined && from[i] >= start && from[i] < end);
  let best: Range | undefined;
  let run: Range | undefined;
  for (const i of own) {
    run = run && i <= run.end + 1 ? { start: run.start, end: i + 1 } : { start: i, end: i + 1 };
    if (!best || run.end - run.start > best.end - best.start) best = run;
  }
  if (best) return best;
  const first = Math.min(pieces.length - 1, Math.round((start / length) * pieces.length));
  return { start: first, end: Math.max(first + 1, Math.round((end / length) * pieces.length)) };
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && outer.end >= inner.end;

/** Where each pair goes: within those around it in the source, and beside those beside it. Outer ones come first. */
function placedPairs(
  pairs: readonly MarkPair[],
  bare: BareSentence,
): readonly (MarkPair & { readonly range: Range })[] {
  const placed: (MarkPair & { readonly range: Range })[] = [];
  const all = { start: 0, end: bare.pieces.length };
  for (const pair of [...pairs].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    const found = rangeOf(pair, bare);
    const around = placed.findLast((other) => contains(other, pair))?.range ?? all;
    let start = pair.open === '' ? around.start : Math.max(around.start, Math.min(around.end, found.start));
    let end = pair.close === '' ? around.end : Math.min(around.end, Math.max(start, found.end));
    for (const { range, ...other } of placed) {
      if (contains(other, pair) || range.end <= start || range.start >= end) continue;
      if (range.start <= start) start = Math.min(end, range.end);
      else end = range.start;
    }
    // Emphasis of nothing goes; a link keeps its target.
    if (start < end || pair.close.length > 3 || pair.open.startsWith('<'))
      placed.push({ ...pair, range: { start, end } });
    else if (pair.open === '' || pair.close === '') placed.push({ ...pair, range: { start, end } });
  }
  return placed;
}

/** The piece before which each line ends: of those with a space the one that is as far along, after the one before. */
function placedBreaks(breaks: SentenceMarks['breaks'], { length, pieces }: BareSentence): ReadonlyMap<number, string> {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const placed = new Map<number, string>();
  let last = 0;
  for (const { at, text } of breaks) {
    let [best, least, place] = [-1, Infinity, 0];
    pieces.forEach((piece, i) => {
      const distance = Math.abs(place / total - at / length);
      if (i > last && piece.startsWith(' ') && distance < least) [best, least] = [i, distance];
      place += piece.length;
    });
    if (best === -1) break;
    placed.set(best, text);
    last = best;
  }
  return placed;
}

/** The sentence with its marks and line ends, and where each piece stands in it without the space before it. */
export function withMarks(
  bare: BareSentence,
  marks: SentenceMarks,
): { readonly text: string; readonly spans: readonly Span[] } {
  const { pieces, length } = bare;
  const breaks = placedBreaks(marks.breaks, bare);
  const pairs = placedPairs(marks.pairs, bare);
  const before = pieces.map(() => '');
  const behind = [...before, ''];
  for (const { open, close, range } of pairs) {
    if (range.start < range.end) {
      before[range.start] = before[range.start]! + open;
      behind[range.end - 1] = close + behind[range.end - 1]!;
    } else {
      const at = Math.max(0, range.start - 1);
      behind[at] = behind[at]! + open + close;
    }
  }
  for (const { at, mark } of marks.single) {
    const { start } = rangeOf({ start: at, end: Math.min(length, at + 1) }, bare);
    if (start < pieces.length) before[start] = mark + before[start]!;
    else behind[pieces.length] = behind[pieces.length]! + mark;
  }
  let text = '';
  const spans = pieces.map((piece, i) => {
    const word = piece.trimStart();
    const space = i === 0 ? '' : piece.slice(0, piece.length - word.length);
    text += (breaks.get(i) ?? space) + before[i]!;
    const start = text.length;
    text += word;
    const span = { start, end: text.length };
    text += behind[i]!;
    return span;
  });
  return { text: text + (pieces.length > 0 ? '' : behind[0]!) + behind[pieces.length]!, spans };
}
