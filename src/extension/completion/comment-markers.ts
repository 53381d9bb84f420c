/** What begins and ends a comment in a language. */
export interface CommentMarkers {
  readonly line?: string;
  readonly block?: readonly [string, string];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** JSON with comments and commas before closing brackets, as VS Code's language configurations are written. */
function parseLenient(text: string): unknown {
  const strings = '"(?:\\\\.|[^"\\\\])*"';
  const bare = text.replace(new RegExp(`(${strings})|//[^\\n]*|/\\*[\\s\\S]*?\\*/`, 'g'), '$1');
  return JSON.parse(bare.replace(new RegExp(`(${strings})|,(?=\\s*[}\\]])`, 'g'), '$1'));
}

/** The markers that a language configuration names; none where it cannot be read. */
export function markersOf(configuration: string): CommentMarkers {
  let parsed: unknown;
  try {
    parsed = parseLenient(configuration);
  } catch {
    return {};
  }
  const comments = isRecord(parsed) ? parsed['comments'] : undefined;
  if (!isRecord(comments)) return {};
  const { lineComment, blockComment } = comments;
  const line = isRecord(lineComment) ? lineComment['comment'] : lineComment;
  const [open, close] = Array.isArray(blockComment) ? (blockComment as readonly unknown[]) : [];
  return {
    ...(typeof line === 'string' && line !== '' && { line }),
    ...(typeof open === 'string' && typeof close === 'string' && { block: [open, close] as const }),
  };
}

/** The places of a marker outside quotes in one line; quotes that do not close (apostrophes) count for nothing. */
function outsideQuotes(line: string, marker: string): boolean {
  const bare = line.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g, (quoted) =>
    ' '.repeat(quoted.length),
  );
  // Within a string that is not closed yet a marker is text.
  const open = /["`][^"`]*$/.exec(bare);
  const at = bare.indexOf(marker);
  return at >= 0 && (open === null || at < open.index);
}

/**
 * Whether the end of `before`, the text up to the cursor, lies in a comment: behind a line marker of its line, or behind
 * a block's beginning that is not ended. A rule of thumb: it knows nothing of strings that go over several lines.
 */
export function inComment(before: string, { line, block }: CommentMarkers): boolean {
  const last = before.slice(before.lastIndexOf('\n') + 1);
  if (line !== undefined && outsideQuotes(last, line)) return true;
  if (!block) return false;
  const opened = before.lastIndexOf(block[0]);
  if (opened < 0) return false;
  const closed = before.indexOf(block[1], opened + block[0].length);
  return closed < 0 && outsideQuotes(before.slice(before.lastIndexOf('\n', opened) + 1), block[0]);
}
