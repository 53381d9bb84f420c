import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type InsideText, type ReadTokens } from '../../../protocol';
import type { Tokenization, Tokenizer } from '../../text/tokenizer';
import type { Frame } from './encoder-frame';
import { windowStart } from '../read-window';
import { wordIndex } from '../word-index';

/** What texts are made into tokens with, and how many fit. */
export interface TextReader {
  /** What the model goes by. */
  readonly name: string;
  readonly tokenizer: Tokenizer;
  readonly frame: Frame;
  /** Tokens that the model can read at once, special ones included. */
  readonly most: number;
}

/** `count` tokens from `first` on, with the special ones around them; those are empty spans at the text's ends. */
function framed(
  text: string,
  tokens: Tokenization,
  tokenizer: Tokenizer,
  { before, after }: Frame,
  first: number,
  count: number,
): ReadTokens {
  const size = before.length + count + after.length;
  const special = new Uint8Array(size).fill(1);
  special.fill(0, before.length, before.length + count);
  const ids = Int32Array.from([...before, ...tokens.ids.subarray(first, first + count), ...after]);
  const [start, end] = [tokens.spans[2 * first] ?? 0, tokens.spans[2 * (first + count) - 1] ?? 0];
  const spans = new Int32Array(2 * size).fill(end);
  spans.fill(start, 0, 2 * before.length);
  spans.set(tokens.spans.subarray(2 * first, 2 * (first + count)), 2 * before.length);
  const pieces = Array.from(ids, (id) => tokenizer.piece(id));
  return { ids, spans, pieces, special, words: wordIndex(text, spans, special), first, total: tokens.ids.length };
}

function tooLong(what: string, count: number, room: number, { name }: TextReader): Error {
  return fail(
    'bad-request',
    `${what} has ${count} tokens, but ${name} reads ${room} of a text at once. Choose a shorter one.`,
  );
}

/**
 * The tokens of the text that an encoder reads, with special tokens: all where they fit, else those around the focus.
 * Refuses (`bad-request`) an empty text, and a focus that is longer than what the model can read: an encoder sees all
 * of its text or nothing of it.
 */
export async function readSource(
  reader: TextReader,
  request: Pick<InsideText, 'text' | 'focus' | 'limit'>,
  token: CancellationToken,
): Promise<ReadTokens> {
  const { tokenizer, frame, most } = reader;
  const { text, focus } = request;
  const tokens = await tokenizer.encode(text, token);
  const total = tokens.ids.length;
  if (total === 0) throw fail('bad-request', 'There is no text to look into: the document is empty.');
  const around = frame.before.length + frame.after.length;
  const room = Math.max(1, most - around);
  const looked = tokens.ids.filter(
    (_id, i) => tokens.spans[2 * i]! < focus.end && tokens.spans[2 * i + 1]! > focus.start,
  ).length;
  if (looked > room) throw tooLong(looked === total ? 'The text' : 'The selection', looked, room, reader);
  const count = Math.min(total, Math.max(1, Math.min(room, (request.limit ?? Infinity) - around)));
  return framed(text, tokens, tokenizer, frame, windowStart(tokens, focus, count), count);
}

/**
 * The tokens that a decoder reads of the second text: its start token, then the text with special tokens, without the
 * last of those behind it, which is what the decoder predicts in the end. Refuses (`bad-request`) a missing or an empty
 * text, and one that is too long.
 */
export async function readTarget(
  reader: TextReader,
  text: string | undefined,
  start: number,
  token: CancellationToken,
): Promise<ReadTokens> {
  const tokens = text === undefined ? undefined : await reader.tokenizer.encode(text, token);
  if (text === undefined || tokens === undefined || tokens.ids.length === 0) {
    throw fail(
      'bad-request',
      `${reader.name} looks at two texts: one that its encoder reads, and one that follows from it, such as its ` +
        'translation or summary. Give the second text.',
    );
  }
  const frame = { before: [start, ...reader.frame.before], after: reader.frame.after.slice(0, -1) };
  const room = reader.most - frame.before.length - frame.after.length;
  const count = tokens.ids.length;
  if (count > room) throw tooLong('The second text', count, room, reader);
  return framed(text, tokens, reader.tokenizer, frame, 0, count);
}
