import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText, type ReadTokens, type Span } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import type { Tokenization, Tokenizer } from '../text/tokenizer';
import { wordIndex } from './word-index';

/** Where a model's context is not known, or is longer, no more tokens than these are looked into. */
export const mostTokens = 4096;

/** First token of a window of `size` around the stretch, of `tokens.ids.length`. */
export function windowStart({ ids, spans }: Tokenization, focus: Span, size: number): number {
  const middle = (focus.start + focus.end) / 2;
  let at = 0;
  while (at < ids.length - 1 && spans[2 * at + 1]! <= middle) at++;
  return Math.max(0, Math.min(at - Math.floor(size / 2), ids.length - size));
}

/**
 * The tokens of `tokens` from `first` on, `count` of them, as a view knows them, behind the start token where the model
 * has one and the reading begins at the text's beginning or in a window of its own.
 */
export function readTokens(
  text: string,
  tokens: Tokenization,
  tokenizer: Tokenizer,
  first: number,
  count: number,
): ReadTokens {
  const lead = tokenizer.startToken === undefined ? 0 : 1;
  const ids = new Int32Array(lead + count);
  const spans = new Int32Array(2 * (lead + count));
  const special = new Uint8Array(lead + count);
  if (tokenizer.startToken !== undefined) {
    const at = tokens.spans[2 * first] ?? 0;
    ids[0] = tokenizer.startToken;
    spans.set([at, at]);
    special[0] = 1;
  }
  ids.set(tokens.ids.subarray(first, first + count), lead);
  spans.set(tokens.spans.subarray(2 * first, 2 * (first + count)), 2 * lead);
  return {
    ids,
    spans,
    pieces: Array.from(ids, (id) => tokenizer.piece(id)),
    special,
    words: wordIndex(text, spans, special),
    first,
    total: tokens.ids.length,
  };
}

/**
 * The tokens that one window of a decoder-only model reads: all of the text where it fits, else those around the focus.
 * Refuses (`bad-request`) a text without tokens.
 */
export async function readWindow(
  request: InsideText,
  model: Pick<LanguageModel, 'tokenizer' | 'context'>,
  token: CancellationToken,
): Promise<ReadTokens> {
  const tokens = await model.tokenizer.encode(request.text, token);
  if (tokens.ids.length === 0) throw fail('bad-request', 'There is no text to look into: the document is empty.');
  const lead = model.tokenizer.startToken === undefined ? 0 : 1;
  const most = Math.min(request.limit ?? Infinity, model.context ?? Infinity, mostTokens) - lead;
  const count = Math.min(tokens.ids.length, Math.max(1, most));
  const first = windowStart(tokens, request.focus, count);
  return readTokens(request.text, tokens, model.tokenizer, first, count);
}

/** [from, to) of the tokens of `read` that touch the stretch; an empty stretch is the token at that place. */
export function tokensAt({ spans, special }: ReadTokens, { start, end }: Span): readonly [number, number] {
  const stretch = Math.max(end, start + 1);
  const touched = Array.from(special.keys()).filter(
    (i) => special[i] === 0 && spans[2 * i]! < stretch && spans[2 * i + 1]! > start,
  );
  // Behind the last token (an empty line at the end, a cursor at the very end) the last one is meant.
  const last = special.lastIndexOf(0);
  return touched.length === 0 ? [last, last + 1] : [touched[0]!, touched.at(-1)! + 1];
}
