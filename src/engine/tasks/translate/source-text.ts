import type { CancellationToken } from 'vscode-jsonrpc';
import type { Tokenizer } from '../../text/tokenizer';
import type { Direction } from './direction';

/** A text as an encoder reads it, without what stands around it. */
export interface SourceText {
  readonly text: string;
  readonly ids: Int32Array;
  /** [tokens, 2] in `text`. */
  readonly spans: Int32Array;
  readonly unknown: Uint8Array;
  /** The text with the words before it that ask for the language. */
  readonly read: string;
  /** What asks for the language: tokens before it. */
  readonly front: Int32Array;
}

/** Stands for the space before a word where a tokenizer makes words of a text (Metaspace). */
const space = '\u2581';

/** Reads a text as tokens, and what must stand in front of it. */
export async function readSource(
  tokenizer: Tokenizer,
  { token, prefix }: Direction,
  text: string,
  cancelled: CancellationToken,
): Promise<SourceText> {
  const { ids, spans, unknown } = await tokenizer.encode((prefix ?? '') + text, cancelled);
  const shift = prefix?.length ?? 0;
  // A token of both, as of the prefix's last space and the first word, is the text's.
  let from = 0;
  while (from < ids.length && spans[2 * from + 1]! <= shift) from++;
  const asked = token === undefined ? new Int32Array(0) : (await tokenizer.encode(token, cancelled)).ids;
  return {
    text,
    read: (prefix ?? '') + text,
    ids: ids.slice(from),
    spans: spans.slice(2 * from).map((at) => Math.max(0, at - shift)),
    unknown: unknown.slice(from),
    front: Int32Array.of(...asked, ...ids.subarray(0, from)),
  };
}

/** The tokens [start, end) of a source. */
export function partOf({ ids, spans, unknown, ...rest }: SourceText, start: number, end: number): SourceText {
  return {
    ...rest,
    ids: ids.slice(start, end),
    spans: spans.slice(2 * start, 2 * end),
    unknown: unknown.slice(start, end),
  };
}

/** Each token as the vocabulary writes it or would, with a mark for the space before it; whatever comes first has one. */
export function wordsOf({ text, ids, spans, unknown }: SourceText, tokenizer: Tokenizer): readonly string[] {
  return Array.from(ids, (id, at) => {
    if (unknown[at] !== 1) return tokenizer.piece(id).replaceAll(' ', space);
    const own = text
      .slice(spans[2 * at], spans[2 * at + 1])
      .normalize('NFC')
      .replaceAll('\u2019', "'")
      .replaceAll(' ', space);
    return spans[2 * at] === 0 && !own.startsWith(space) ? space + own : own;
  });
}

/** A word that was spelt, with the space before it. */
export function spelledText(word: string): string {
  return word.replaceAll(space, ' ');
}
