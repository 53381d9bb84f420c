import type { CancellationToken } from 'vscode-jsonrpc';
import {
  fail,
  type InfluenceMeasure,
  type InfluenceUnit,
  type InsideText,
  type ReadTokens,
  type Span,
} from '../../../protocol';
import type { LanguageModel } from '../../families/language-model';
import type { Tokenization } from '../../text/tokenizer';
import { mostTokens, readTokens } from '../read-window';

/**
 * How many tokens are looked back where the request does not say. The gradient costs one reading. Leaving a unit out
 * costs reading what follows it again, so that the cost grows with the square of this; there are few long units.
 */
const farthest: Readonly<Record<InfluenceUnit, number>> = { token: 512, word: 512, sentence: 2048, line: 2048 };

/** The text before some targets, as far as it is read. */
export interface TargetText {
  /** Up to the last target. */
  readonly tokens: ReadTokens;
  /** Indices into `tokens`, ascending. */
  readonly targets: readonly number[];
}

/** The first token that ends behind the offset; at the very end of the text the last one. */
function tokenAt({ ids, spans }: Tokenization, offset: number): number {
  let at = 0;
  while (at < ids.length - 1 && spans[2 * at + 1]! <= offset) at++;
  return at;
}

/** `count` of the numbers from `first` to `last`, spread evenly, both ends among them. */
function spreadOver(first: number, last: number, count: number): readonly number[] {
  const most = Math.min(count, last - first + 1);
  if (most === 1) return [last];
  return Array.from({ length: most }, (_, i) => first + Math.round((i * (last - first)) / (most - 1)));
}

function limitOf(
  request: Pick<InsideText, 'limit'>,
  { context }: Pick<LanguageModel, 'context'>,
  otherwise: number,
): number {
  return Math.min(request.limit ?? otherwise, context ?? Infinity, mostTokens);
}

async function encode(
  text: string,
  { tokenizer }: Pick<LanguageModel, 'tokenizer'>,
  token: CancellationToken,
): Promise<Tokenization> {
  const tokens = await tokenizer.encode(text, token);
  if (tokens.ids.length === 0) throw fail('bad-request', 'There is no text to look into: the document is empty.');
  return tokens;
}

function textUpTo(
  request: InsideText,
  all: Tokenization,
  { tokenizer }: Pick<LanguageModel, 'tokenizer'>,
  last: number,
  most: number,
): { readonly tokens: ReadTokens; readonly lead: number; readonly first: number } {
  const lead = tokenizer.startToken === undefined ? 0 : 1;
  const first = Math.max(0, last + 1 - Math.max(2, most - lead));
  return { tokens: readTokens(request.text, all, tokenizer, first, last + 1 - first), lead, first };
}

/**
 * The token at the beginning of the focus and what is read before it. Refuses (`bad-request`) an empty text and its
 * first token.
 */
export async function readTarget(
  request: InsideText,
  model: Pick<LanguageModel, 'tokenizer' | 'context'>,
  measure: InfluenceMeasure,
  unit: InfluenceUnit,
  token: CancellationToken,
): Promise<TargetText> {
  const all = await encode(request.text, model, token);
  const target = tokenAt(all, request.focus.start);
  if (target === 0) {
    throw fail(
      'bad-request',
      'This is the first token of the text: nothing stands before it that could matter. Choose a later one.',
    );
  }
  const most = limitOf(request, model, measure === 'gradient' ? mostTokens : farthest[unit]);
  const { tokens } = textUpTo(request, all, model, target, most);
  return { tokens, targets: [tokens.ids.length - 1] };
}

/**
 * Several tokens of the focus, spread evenly. Refuses (`bad-request`) an empty text and a focus without any token that
 * something stands before.
 */
export async function readTargets(
  request: InsideText & { readonly targets: number; readonly longest: number },
  model: Pick<LanguageModel, 'tokenizer' | 'context'>,
  token: CancellationToken,
): Promise<TargetText> {
  const all = await encode(request.text, model, token);
  const focus: Span = request.focus;
  const last = tokenAt(all, Math.max(focus.start, focus.end - 1));
  if (last === 0) {
    throw fail('bad-request', 'Only the first token of the text is chosen, and nothing stands before it. Choose more.');
  }
  const { tokens, lead, first } = textUpTo(request, all, model, last, limitOf(request, model, mostTokens));
  // The first token that was read has nothing before it.
  const from = Math.max(tokenAt(all, focus.start), first + 1);
  return { tokens, targets: spreadOver(from - first + lead, last - first + lead, Math.max(1, request.targets)) };
}
