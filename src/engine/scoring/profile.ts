import type { Profile, SurprisingSpan } from '../../protocol';
import type { TokenTable } from './token-table';

type Distribution = Pick<Profile, 'lines' | 'rankBands' | 'probability' | 'entropy' | 'surprising'>;

const bits = (nats: number): number => nats / Math.LN2;

/** Offsets at which the lines of `text` begin; CRLF, LF and CR end a line. */
export function lineStarts(text: string): Int32Array {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return Int32Array.from(starts);
}

/** [from, to) of the word around token `index`: back to the last token that begins with white space, on to the next. */
export function wordAround(table: TokenTable, text: string, index: number): readonly [number, number] {
  const begins = (i: number): boolean => i === 0 || /\s/.test(text.charAt(table.spans[2 * i]!));
  let from = index;
  while (!begins(from)) from--;
  let to = index + 1;
  while (to < table.length && !begins(to)) to++;
  return [from, to];
}

/** What the side bar draws; one pass over the tokens. `count` words of the greatest summed surprisal are named. */
export function profileOf(table: TokenTable, text: string, count: number): Distribution {
  const starts = lineStarts(text);
  const sums = new Float64Array(starts.length);
  const scored = new Int32Array(starts.length);
  const rankBands: [number, number, number, number] = [0, 0, 0, 0];
  const probability = new Array<number>(10).fill(0);
  const entropy = new Array<number>(8).fill(0);
  const words: { from: number; to: number; surprisal: number; line: number }[] = [];
  let line = 0;
  for (let i = 0; i < table.length; i++) {
    // A token's line is where its visible text begins: tokens often start with the space or newline before a word.
    const offset = Math.min(firstVisible(text, table.spans[2 * i]!, table.spans[2 * i + 1]!), text.length);
    while (line + 1 < starts.length && starts[line + 1]! <= offset) line++;
    const logprob = table.logprob[i]!;
    if (Number.isNaN(logprob)) continue;
    sums[line]! -= bits(logprob);
    scored[line]!++;
    const rank = table.rank[i]!;
    rankBands[rank < 10 ? 0 : rank < 100 ? 1 : rank < 1000 ? 2 : 3]++;
    probability[Math.min(9, Math.floor(Math.exp(logprob) * 10))]!++;
    // Of the whole distribution: the ten best alternatives alone cannot exceed log2 10 = 3.3 bits.
    entropy[Math.min(7, Math.floor((bits(table.entropy[i]!) / 10) * 8))]!++;
    const word = words.at(-1);
    if (word?.to === i && !/\s/.test(text.charAt(table.spans[2 * i]!))) {
      word.to = i + 1;
      word.surprisal -= bits(logprob);
    } else words.push({ from: i, to: i + 1, surprisal: -bits(logprob), line });
  }
  const surprising = words
    .filter(({ from, to }) => text.slice(table.spans[2 * from], table.spans[2 * to - 1]).trim() !== '')
    .sort((a, b) => b.surprisal - a.surprisal)
    .slice(0, count)
    .map(({ from, to, surprisal, line: number }): SurprisingSpan => {
      const end = table.spans[2 * to - 1]!;
      const start = firstVisible(text, table.spans[2 * from]!, end);
      return { start, end, text: text.slice(start, end), surprisal, line: number };
    });
  return { lines: Float32Array.from(sums, (sum, i) => sum / scored[i]!), rankBands, probability, entropy, surprising };
}

function firstVisible(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) if (!/\s/.test(text.charAt(i))) return i;
  return start;
}
