import type { CompletedText, CompletedToken, Completion } from '../../protocol';

/** Characters on either side of the cursor that must be as they were for a suggestion to hold. */
export const contextLength = 200;

/** What the model would write at a place, and what stood around that place. */
export interface Suggestion {
  readonly uri: string;
  /** UTF-16 code units from the beginning of the document. */
  readonly offset: number;
  /** Up to `contextLength` characters before and behind the place. */
  readonly before: string;
  readonly behind: string;
  readonly completion: Completion;
}

/** A place in a document as it is now. */
export interface Place {
  readonly uri: string;
  readonly offset: number;
  /** The text of a stretch of the document. */
  readonly text: (start: number, end: number) => string;
}

/** What is left of a completion of which the beginning is typed. */
export interface Rest {
  readonly text: string;
  /** Those that are not typed whole; of the first one what is left. */
  readonly tokens: readonly CompletedToken[];
  readonly whole: CompletedText;
}

function restOf(whole: CompletedText, typed: number): Rest {
  let at = 0;
  const tokens = whole.tokens.flatMap((token): CompletedToken[] => {
    const end = at + token.text.length;
    const left = Math.min(token.text.length, end - typed);
    at = end;
    // A token without a text of its own (bytes of a character) belongs to what follows it.
    if (left < 0 || (left === 0 && token.text !== '')) return [];
    return [{ ...token, text: token.text.slice(token.text.length - left) }];
  });
  return { text: whole.text.slice(typed), tokens, whole };
}

/**
 * The completions that go on from what was typed since they were suggested, each without what is typed; none where the
 * place is another, the text around it has changed, or something else was typed.
 */
export function restsOf(suggestion: Suggestion, { uri, offset, text }: Place): readonly Rest[] {
  const { offset: from, before, behind, completion } = suggestion;
  if (uri !== suggestion.uri || offset < from || offset - from > longestOf(completion)) return [];
  const typed = text(from, offset);
  if (text(from - before.length, from) !== before || text(offset, offset + contextLength) !== behind) return [];
  return completion.texts
    .filter((one) => one.text.length > typed.length && one.text.startsWith(typed))
    .map((one) => restOf(one, typed.length));
}

const longestOf = ({ texts }: Completion): number => texts.reduce((most, { text }) => Math.max(most, text.length), 0);
