import type { CancellationToken } from 'vscode-jsonrpc';
import type { Edit } from '../../protocol';
import { firstCut, lastCut } from './cut-rule';
import { encodeSpan, joined, type Encoder } from './encode-text';
import type { Retokenization, Tokenization } from './tokenizer';

/** What edits leave alone: the first `head` and the last `tail` code units; `growth` = new length - old length. */
interface Untouched {
  readonly head: number;
  readonly tail: number;
  readonly growth: number;
}

/** Folds edits that apply one after another; `length` is the text's length after them. Edits outside the text throw. */
export function untouched(edits: readonly Edit[], length: number): Untouched {
  const growth = edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  let current = length - growth;
  let head = current;
  let tail = current;
  for (const { start, end, text } of edits) {
    if (start < 0 || end < start || end > current)
      throw new RangeError(`Edit [${start}, ${end}) in ${current} code units`);
    head = Math.min(head, start);
    tail = Math.min(tail, current - end);
    current += text.length - (end - start);
  }
  return { head, tail, growth };
}

/**
 * Encodes between the last safe cut before the edits and the first one after them: left and right of these cuts the
 * tokens are those of before. Without a rule the whole text is encoded. Then what turned out equal is trimmed.
 */
export async function retokenize(
  encoder: Encoder,
  old: Tokenization,
  text: string,
  edits: readonly Edit[],
  token: CancellationToken,
): Promise<Retokenization> {
  if (edits.length === 0) return { tokens: old, from: 0, removed: 0, inserted: 0 };
  const { head, tail, growth } = untouched(edits, text.length);
  const { rule } = encoder;
  const start = (rule && lastCut(text, 0, head, rule)) ?? 0;
  const end = (rule && firstCut(text, text.length - tail, text.length, rule)) ?? text.length;
  const between = await encodeSpan(encoder, text, { start, end }, token);
  const first = start === 0 ? 0 : tokensBefore(old, start);
  const last = end === text.length ? old.ids.length : tokensBefore(old, end - growth);
  const same = trimmed(old, between, first, last, growth);
  const from = first + same.front;
  const rest = last - same.back;
  const middle = slice(between, same.front, between.ids.length - same.back);
  return {
    tokens: joined([slice(old, 0, from), middle, moved(slice(old, rest, old.ids.length), growth)]),
    from,
    removed: rest - from,
    inserted: middle.ids.length,
  };
}

/** How many tokens begin before `offset`. */
function tokensBefore({ ids, spans }: Tokenization, offset: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spans[2 * middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many tokens at the front and back of `fresh` equal those of old [first, last), the back ones moved by `growth`. */
function trimmed(old: Tokenization, fresh: Tokenization, first: number, last: number, growth: number) {
  const most = Math.min(last - first, fresh.ids.length);
  const equal = (was: number, is: number, shift: number): boolean =>
    old.ids[was] === fresh.ids[is] &&
    old.spans[2 * was]! + shift === fresh.spans[2 * is] &&
    old.spans[2 * was + 1]! + shift === fresh.spans[2 * is + 1];
  let front = 0;
  while (front < most && equal(first + front, front, 0)) front++;
  let back = 0;
  while (back < most - front && equal(last - 1 - back, fresh.ids.length - 1 - back, growth)) back++;
  return { front, back };
}

function slice({ ids, spans, unknown }: Tokenization, from: number, to: number): Tokenization {
  return { ids: ids.subarray(from, to), spans: spans.subarray(2 * from, 2 * to), unknown: unknown.subarray(from, to) };
}

function moved(tokens: Tokenization, by: number): Tokenization {
  return by === 0 ? tokens : { ...tokens, spans: tokens.spans.map((offset) => offset + by) };
}
