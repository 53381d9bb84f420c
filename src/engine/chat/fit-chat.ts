import type { CancellationToken } from 'vscode-jsonrpc';
import {
  fail,
  formatCount,
  type ChatMessage,
  type ChatPrompt,
  type LeftOut,
  type QuotedDocument,
} from '../../protocol';
import { checkCancelled } from '../inside/in-steps';
import type { Tokenizer } from '../text/tokenizer';
import type { ChatTemplate } from './chat-template';
import { cutPlace, withQuote } from './quote';

/** What a conversation is fitted with. */
export interface ChatReader {
  readonly name: string;
  readonly template: ChatTemplate;
  readonly tokenizer: Tokenizer;
  readonly context: number | undefined;
  readonly endTokens: readonly number[];
}

export interface FittedChat {
  readonly prompt: ChatPrompt;
  /** The tokens of `prompt.rendered`; the template writes the start token itself. */
  readonly ids: Int32Array;
}

/** Characters of a message that was left out by which it is known again. */
const beginning = 60;

/** Refuses (`bad-request`) what is no conversation that waits for an answer. */
export function checkConversation(messages: readonly ChatMessage[]): void {
  const last = messages.at(-1);
  if (last === undefined || last.content.trim() === '') {
    throw fail('bad-request', 'The message is empty: write something first.');
  }
  if (last.role !== 'user')
    throw fail('bad-request', 'The last message must be of the user: there is nothing to answer.');
  if (messages.slice(1).some(({ role }) => role === 'system')) {
    throw fail('bad-request', 'A system message can only be the first one.');
  }
}

/** Indices of the messages that go first: the oldest turn of the user with the answers to it. */
function oldestTurn(messages: readonly ChatMessage[], kept: readonly number[]): readonly number[] {
  const old = kept.slice(0, -1).filter((index) => messages[index]!.role !== 'system');
  const next = old.findIndex((index, at) => at > 0 && messages[index]!.role === 'user');
  return next < 0 ? old : old.slice(0, next);
}

/**
 * Renders a conversation so that `maxNewTokens` more fit into the context. The oldest turns go first, then the end of
 * the document; the system message and the last message stay, or it is refused (`bad-request`).
 */
export async function fitChat(
  reader: ChatReader,
  messages: readonly ChatMessage[],
  document: QuotedDocument | undefined,
  maxNewTokens: number,
  token: CancellationToken,
): Promise<FittedChat> {
  checkConversation(messages);
  const { name, template, tokenizer, context = Infinity } = reader;
  const room = context - maxNewTokens;
  if (room < 1) {
    throw fail(
      'bad-request',
      `An answer of ${formatCount(maxNewTokens)} tokens leaves no room for a question: ${name} reads ` +
        `${formatCount(context)} tokens in all. Ask for fewer.`,
    );
  }
  let kept: readonly number[] = messages.map((_, index) => index);
  let length = document?.text.length ?? 0;
  const gone: number[] = [];
  for (;;) {
    checkCancelled(token);
    const shown = withQuote(kept.map((index) => messages[index]!), document, length); // prettier-ignore
    const rendered = template.render(shown);
    const { ids, spans } = await tokenizer.encode(rendered, token);
    const over = ids.length - room;
    if (over <= 0) return { ids, prompt: promptOf(rendered, ids, spans) };
    const turn = oldestTurn(messages, kept);
    if (turn.length > 0) {
      gone.push(...turn);
      kept = kept.filter((index) => !turn.includes(index));
    } else if (length > 0) {
      length = await shortened(length, over);
    } else {
      throw fail(
        'bad-request',
        `The message is too long: with what the template adds it has ${formatCount(ids.length)} tokens, and beside an ` +
          `answer of ${formatCount(maxNewTokens)} only ${formatCount(room)} fit into the ${formatCount(context)} that ` +
          `${name} reads. Shorten it, or ask for a shorter answer.`,
      );
    }
  }

  /** UTF-16 units of the document that are left when `over` more tokens go. */
  async function shortened(from: number, over: number): Promise<number> {
    const text = document!.text.slice(0, from);
    const { spans } = await tokenizer.encode(text, token);
    const last = spans.length / 2 - over - 1;
    // At least one unit goes, so that this comes to an end.
    return last < 0 ? 0 : Math.min(from - 1, cutPlace(text, spans[2 * last + 1]!));
  }

  function promptOf(rendered: string, ids: Int32Array, spans: Int32Array): ChatPrompt {
    const out: LeftOut[] = [...gone]
      .sort((a, b) => a - b)
      .map((index) => {
        const { role, content } = messages[index]!;
        return { kind: 'message', index, role, beginning: content.slice(0, beginning) };
      });
    if (document && length < document.text.length) {
      out.push({ kind: 'document', name: document.name, start: length, end: document.text.length });
    }
    const special = Array.from(ids.keys()).filter((at) => tokenizer.insertion(ids[at]!) === undefined && spans[2 * at + 1]! - spans[2 * at]! > 1 && tokenizer.piece(ids[at]!) === rendered.slice(spans[2 * at], spans[2 * at + 1])); // prettier-ignore
    return {
      rendered,
      special: special.map((at) => ({ start: spans[2 * at]!, end: spans[2 * at + 1]! })),
      tokens: ids.length,
      ...(reader.context !== undefined && { context: reader.context }),
      leftOut: out,
      ...(document && { quoted: { start: 0, end: length } }),
      ends: reader.endTokens.map((id) => tokenizer.piece(id)),
    };
  }
}
