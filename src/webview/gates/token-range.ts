import type { ReadTokens, Span } from '../../protocol';

/** Tokens [from, to) of a reading. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

type Spans = Pick<ReadTokens, 'spans' | 'special'>;

/** The tokens between two, with both. */
export function rangeBetween(a: number, b: number): TokenRange {
  return { from: Math.min(a, b), to: Math.max(a, b) + 1 };
}

export function sameRange(a: TokenRange | undefined, b: TokenRange | undefined): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}

/**
 * The token at an offset of the text: the one that holds it, else the last that ends before it; behind the last token
 * the last one, before the first the first. undefined where no token is text.
 */
export function tokenAt({ spans, special }: Spans, offset: number): number | undefined {
  const first = special.indexOf(0);
  if (first < 0) return undefined;
  let low = first;
  let high = special.length - 1;
  // The last token that begins at or before the offset; special tokens stand at the ends, as empty spans.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (spans[2 * middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  while (low > first && special[low] === 1) low--;
  // Tokens that share a character begin at one place: the first of them is meant.
  while (low > first && special[low - 1] === 0 && spans[2 * (low - 1)] === spans[2 * low]) low--;
  return low;
}

/** The tokens that touch a stretch of the text; an empty one is the token at its place. */
export function tokensOf(tokens: Spans, { start, end }: Span): TokenRange | undefined {
  const from = tokenAt(tokens, start);
  const last = tokenAt(tokens, Math.max(start, end - 1));
  return from === undefined || last === undefined ? undefined : { from, to: Math.max(last, from) + 1 };
}

/** The stretch of the text that tokens cover. */
export function spanOf({ spans }: Pick<ReadTokens, 'spans'>, { from, to }: TokenRange): Span {
  let start = Infinity;
  let end = 0;
  for (let i = from; i < to; i++) {
    start = Math.min(start, spans[2 * i]!);
    end = Math.max(end, spans[2 * i + 1]!);
  }
  return { start: Number.isFinite(start) ? start : 0, end };
}

/**
 * The tokens to show: those that are looked at with what stands around them, `around` tokens together or, of a longer
 * selection, up to `most`. What is shown already stays as long as it holds them, so that nothing moves under the eye.
 */
export function shownTokens(
  count: number,
  looked: TokenRange,
  around: number,
  most: number,
  shown: TokenRange | undefined,
): TokenRange {
  const length = looked.to - looked.from;
  const size = Math.min(count, Math.min(most, Math.max(around, length)));
  const held = shown !== undefined && looked.from >= shown.from && looked.to <= shown.to && shown.to <= count;
  if (held && shown.to - shown.from === size) return shown;
  const from = length > size ? looked.from : Math.floor((looked.from + looked.to - size) / 2);
  const start = Math.max(0, Math.min(from, count - size));
  return { from: start, to: start + size };
}

/**
 * The same tokens after the text was read again: where they stand in what stayed alike at the beginning or at the end.
 * undefined where one of them changed.
 */
export function movedRange(before: Int32Array, after: Int32Array, range: TokenRange): TokenRange | undefined {
  let alike = 0;
  const shorter = Math.min(before.length, after.length);
  while (alike < shorter && before[alike] === after[alike]) alike++;
  if (range.to <= alike) return range;
  let tail = 0;
  while (tail < shorter - alike && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  if (range.from < before.length - tail) return undefined;
  const by = after.length - before.length;
  return { from: range.from + by, to: range.to + by };
}

/** The range that a key gives, its anchor fixed; undefined for keys that choose nothing. */
export function extendedRange(
  key: string,
  anchor: number,
  focus: number,
  { from, to }: TokenRange,
): { readonly focus: number; readonly range: TokenRange } | undefined {
  const target: Readonly<Record<string, number>> = {
    ArrowLeft: focus - 1,
    ArrowRight: focus + 1,
    Home: from,
    End: to - 1,
  };
  const wanted = Object.hasOwn(target, key) ? target[key] : undefined;
  if (wanted === undefined || to <= from) return undefined;
  const moved = Math.min(to - 1, Math.max(from, wanted));
  return { focus: moved, range: rangeBetween(anchor, moved) };
}
