import type { InfluenceUnit, ReadTokens } from '../../../protocol';

/** A stretch of earlier tokens, [from, to) of what was read. */
export interface TokenRun {
  readonly from: number;
  readonly to: number;
}

/** Where each token's own text begins: behind the white space that many tokenizers put in front of a word. */
function textStart(text: string, { spans }: ReadTokens, token: number): number {
  const [start, end] = [spans[2 * token]!, spans[2 * token + 1]!];
  const blank = text.slice(start, end).search(/\S/);
  return blank < 0 ? start : start + blank;
}

/** How many of the ascending `starts` lie at or before `offset`. */
function countUpTo(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sentenceStarts(text: string, base: number): readonly number[] {
  // Sentences end alike in most languages; the rules of one are taken everywhere, so that figures do not differ.
  const segments = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text);
  return Array.from(segments, ({ index }) => base + index);
}

function lineStarts(text: string, base: number): readonly number[] {
  return [base, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => base + index + end.length)];
}

/** A number that changes from one unit to the next, for each token. */
type Key = (text: string, tokens: ReadTokens) => (token: number) => number;

const byStarts =
  (startsOf: (text: string, base: number) => readonly number[], place: typeof textStart): Key =>
  (text, tokens) => {
    const base = tokens.spans[0] ?? 0;
    const starts = startsOf(text.slice(base, tokens.spans.at(-1)), base);
    return (token) => countUpTo(starts, place(text, tokens, token));
  };

const keys: Readonly<Record<InfluenceUnit, Key>> = {
  token: () => (token) => token,
  word:
    (_text, { words }) =>
    (token) =>
      words[token]!,
  sentence: byStarts(sentenceStarts, textStart),
  // A line break belongs to the line that it ends.
  line: byStarts(lineStarts, (_text, { spans }, token) => spans[2 * token]!),
};

/**
 * The units before a token, in the order of the text: runs of tokens that belong together. The unit that the target
 * stands in counts as far as it comes before the target; special tokens are no text and in none.
 */
export function unitsBefore(
  text: string,
  tokens: ReadTokens,
  target: number,
  unit: InfluenceUnit,
): readonly TokenRun[] {
  const key = keys[unit](text, tokens);
  const runs: TokenRun[] = [];
  let last: number | undefined;
  for (let token = 0; token < target; token++) {
    const of = tokens.special[token] === 1 ? undefined : key(token);
    if (of !== undefined && of === last) runs[runs.length - 1] = { from: runs.at(-1)!.from, to: token + 1 };
    else if (of !== undefined) runs.push({ from: token, to: token + 1 });
    last = of;
  }
  return runs;
}

/** [n, 3] UTF-16 start and end of each run, and how many tokens its last one lies before the target. */
export function placesOf({ spans }: ReadTokens, target: number, runs: readonly TokenRun[]): Int32Array {
  return Int32Array.from(runs.flatMap(({ from, to }) => [spans[2 * from]!, spans[2 * to - 1]!, target - to + 1]));
}
