import type { ChatMessage, QuotedDocument } from '../../protocol';

/** A fence that no run of backticks in the text can end. */
function fenceOf(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  return '`'.repeat(Math.max(3, longest + 1));
}

/** The messages with the first `length` UTF-16 units of the document quoted before the last one. */
export function withQuote(
  messages: readonly ChatMessage[],
  document: QuotedDocument | undefined,
  length: number,
): readonly ChatMessage[] {
  const last = messages.at(-1);
  if (!document || !last || length === 0) return messages;
  const text = document.text.slice(0, length);
  const fence = fenceOf(text);
  const end = text.endsWith('\n') ? '' : '\n';
  const part = length < document.text.length ? 'The beginning of the document' : 'The document';
  const content = `${part} "${document.name}":\n${fence}\n${text}${end}${fence}\n\n${last.content}`;
  return [...messages.slice(0, -1), { role: last.role, content }];
}

/** The last place up to `most` where a line ends, else a word, else a whole character; 0: nothing is left. */
export function cutPlace(text: string, most: number): number {
  if (most >= text.length) return text.length;
  const head = text.slice(0, Math.max(0, most));
  // A cut at a line end that throws away more than half of what fits is too dear.
  const line = head.lastIndexOf('\n') + 1;
  if (line > head.length / 2) return line;
  const word = /\s\S*$/.exec(head);
  if (word && word.index > head.length / 2) return word.index;
  const halved = /[\uD800-\uDBFF]$/.test(head);
  return head.length - (halved ? 1 : 0);
}
