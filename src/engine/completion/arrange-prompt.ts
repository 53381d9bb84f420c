import type { CancellationToken } from 'vscode-jsonrpc';
import { fail, type CompletionOptions, type RequestOf } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import type { Tokenizer } from '../text/tokenizer';
import { fimTokens, type FimTokens } from './fim-tokens';
import { halfWord } from './half-word';

/** What a model reads before it completes. */
export interface CompletionPrompt {
  /** What is read and stays for the next completion, at least one token. */
  readonly ids: Int32Array;
  /** The last tokens of the text that is read: what is written next is decoded behind them. */
  readonly tail: Int32Array;
  /** Tokens of what the person may be in the middle of, as the tokenizer cuts it, and the text that they write. */
  readonly typedIds: Int32Array;
  readonly typed: string;
  readonly arrangement: 'prefix' | 'fill-in-the-middle';
  /** Special tokens that end a completion, beside those of the model. */
  readonly ends: readonly number[];
  readonly cut: number;
}

/** Tokens behind which a text is decoded: enough for a decoder that looks at the token before. */
const tailLength = 8;
/** The share of the room that what stands behind the cursor may take. */
const suffixShare = 0.2;
/** The share of the room by which the beginning of the prompt moves on when the text outgrows it. */
const stepShare = 0.25;

/** Tokens of a window, see `CompletionOptions.window`. */
export function completionWindow({ context, installed }: LanguageModel, { window }: CompletionOptions): number {
  if (window !== undefined && context !== undefined && window > context) {
    throw fail(
      'bad-request',
      `A window of ${window} tokens is more than ${installed.name} can read: choose at most ${context}.`,
    );
  }
  return window ?? Math.min(1024, context ?? 1024);
}

/**
 * How many tokens to leave out so that at most `room` remain: a multiple of a quarter of the room, so that the prompt
 * begins at the same token for many keystrokes and what was read of it stays of use.
 */
export function stableCut(tokens: number, room: number): number {
  if (tokens <= room) return 0;
  const step = Math.max(1, Math.floor(room * stepShare));
  return Math.min(tokens - 1, Math.ceil((tokens - room) / step) * step);
}

function arranged(
  lead: readonly number[],
  before: Int32Array,
  behind: Int32Array,
  fim: FimTokens | undefined,
): Int32Array {
  if (!fim) return Int32Array.of(...lead, ...before);
  const middle = fim.middle === undefined ? [] : [fim.middle];
  return fim.first === 'prefix'
    ? Int32Array.of(...lead, fim.prefix, ...before, fim.suffix, ...behind, ...middle)
    : Int32Array.of(...lead, fim.suffix, ...behind, fim.prefix, ...before);
}

/** Which tokens fill in, by tokenizer: looked up once. */
const fims = new WeakMap<Tokenizer, Promise<FimTokens | undefined>>();

function fimOf({ tokenizer, installed }: LanguageModel, token: CancellationToken): Promise<FimTokens | undefined> {
  const known = fims.get(tokenizer);
  if (known) return known;
  const found = fimTokens(tokenizer, installed.name, token);
  fims.set(tokenizer, found);
  found.catch(() => fims.delete(tokenizer));
  return found;
}

/**
 * The prompt: the start token where there is one, as much as fits of the text before the cursor, and of the text behind it
 * where the model has tokens for that. Refuses (`bad-request`) where there is nothing to go on from, or no room.
 */
export async function arrangePrompt(
  model: LanguageModel,
  { prefix, suffix, options }: Pick<RequestOf<'complete'>, 'prefix' | 'suffix' | 'options'>,
  token: CancellationToken,
): Promise<CompletionPrompt> {
  const { tokenizer } = model;
  const fim = suffix.trim() === '' ? undefined : await fimOf(model, token);
  const lead = tokenizer.startToken === undefined ? [] : [tokenizer.startToken];
  const marks = lead.length + (fim ? 3 : 0);
  const tokens = await tokenizer.encode(prefix, token);
  if (tokens.ids.length + marks === 0) {
    throw fail(
      'bad-request',
      'There is nothing to go on from, and this model has no start token: write something first.',
    );
  }
  const room = completionWindow(model, options) - marks - options.maxNewTokens;
  if (room < 2) {
    throw fail('bad-request', `${options.maxNewTokens} new tokens leave no room for the text before them.`);
  }
  const after = fim ? (await tokenizer.encode(suffix, token)).ids : new Int32Array(0);
  const behind = after.subarray(0, Math.floor(room * suffixShare));
  // A fixed share: were it what the suffix leaves, each keystroke behind the cursor would move the cut.
  const cut = stableCut(tokens.ids.length, fim ? room - Math.floor(room * suffixShare) : room);
  const typed = halfWord(prefix, tokens, marks > 0 ? cut : cut + 1);
  const to = typed?.from ?? tokens.ids.length;
  return {
    ids: arranged(lead, tokens.ids.subarray(cut, to), behind, fim),
    tail: tokens.ids.slice(Math.max(cut, to - tailLength), to),
    typedIds: tokens.ids.slice(to),
    typed: typed?.text ?? '',
    arrangement: fim ? 'fill-in-the-middle' : 'prefix',
    ends: fim?.ends ?? [],
    cut,
  };
}
