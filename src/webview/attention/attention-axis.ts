import type { ReadTokens, Span } from '../../protocol';
import { formatVisible } from '../../protocol/format';

/** What stands on one axis of a map: tokens, or words made of them. */
export interface AttentionAxis {
  readonly count: number;
  readonly labels: readonly string[];
  /** [count, 2] UTF-16 offsets; empty for a special token. */
  readonly spans: Int32Array;
  /** [count] 1 for what the tokenizer added: it is no text. */
  readonly special: Uint8Array;
}

/** The tokens of a text as they are, or their words. */
export function axisOf(tokens: ReadTokens, unit: 'token' | 'word'): AttentionAxis {
  const { spans, special, pieces } = tokens;
  if (unit === 'token') return { count: pieces.length, labels: pieces.map(formatVisible), spans, special };
  const labels: string[] = [];
  const found: number[] = [];
  const added: number[] = [];
  tokens.words.forEach((word, at) => {
    if (word === labels.length) {
      labels.push(pieces[at]!);
      found.push(spans[2 * at]!, spans[2 * at + 1]!);
      added.push(special[at]!);
    } else {
      labels[word] = labels[word]! + pieces[at]!;
      found[2 * word + 1] = Math.max(found[2 * word + 1]!, spans[2 * at + 1]!);
    }
  });
  return {
    count: labels.length,
    labels: labels.map(formatVisible),
    spans: Int32Array.from(found),
    special: Uint8Array.from(added),
  };
}

export function spanOfItem({ spans }: AttentionAxis, index: number): Span {
  return { start: spans[2 * index] ?? 0, end: spans[2 * index + 1] ?? 0 };
}

/** What stands at an offset of the text: undefined outside of what was read. */
export function itemAt({ spans, special, count }: AttentionAxis, offset: number): number | undefined {
  let last: number | undefined;
  for (let item = 0; item < count; item++) {
    if (special[item] === 1) continue;
    if (spans[2 * item]! > offset) break;
    // Tokens that share a character begin at one place: the first of them is meant.
    if (last === undefined || spans[2 * item]! > spans[2 * last]!) last = item;
  }
  if (last === undefined) return undefined;
  const end = spans[2 * last + 1]!;
  const behind = nextText(special, last) === undefined;
  return offset < end || (behind && offset === end) ? last : undefined;
}

function nextText(special: Uint8Array, from: number): number | undefined {
  const next = special.indexOf(0, from + 1);
  return next < 0 ? undefined : next;
}
