import type { CancellationToken } from 'vscode-jsonrpc';
import { fail } from '../../protocol';
import type { LanguageModel } from '../families/language-model';

export interface Prompt {
  /** At least one token. */
  readonly ids: Int32Array;
  /** Tokens left out from the beginning of the text. */
  readonly cut: number;
}

/**
 * The tokens to go on from: the start token, where the model has one, and as much of the end of the text as leaves room
 * for `maxNewTokens` in the context. Refuses (`bad-request`) where there is nothing to go on from, or no room.
 */
export async function readPrompt(
  model: LanguageModel,
  text: string,
  maxNewTokens: number,
  token: CancellationToken,
): Promise<Prompt> {
  const { tokenizer, context = Infinity } = model;
  const { ids } = await tokenizer.encode(text, token);
  const lead = tokenizer.startToken === undefined ? [] : [tokenizer.startToken];
  if (ids.length + lead.length === 0) {
    throw fail('bad-request', 'The prompt is empty, and this model has no start token: write something first.');
  }
  const room = context - lead.length - maxNewTokens;
  if (room < 1) {
    throw fail(
      'bad-request',
      `${maxNewTokens} new tokens leave no room for the prompt: ${model.installed.name} reads ${context} tokens in all.`,
    );
  }
  const cut = Math.max(0, ids.length - room);
  return { ids: Int32Array.of(...lead, ...ids.subarray(cut)), cut };
}
