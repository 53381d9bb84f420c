const line = /[^\n]*(?:\n|$)/g;

/** Columns of white space before a line; a tab counts as one. */
function indentOf(text: string): number {
  return /^[^\S\n]*/.exec(text)![0].length;
}

/**
 * Where `text`, which goes on behind `before` (the last line of what was there), leaves its block: before the line end
 * in front of a blank line, or of a line that is indented less than the one where it began, or as little after deeper
 * ones. Of the last kind, a line that closes brackets still belongs to the block. Undefined: it has not left it. A line
 * without its first character, and a closing line without its end, is not judged yet.
 */
export function blockEnd(before: string, text: string): number | undefined {
  let written = /\S/.test(before);
  // Unknown as long as nothing but white space stands there: the first line that is written says.
  let base = written ? indentOf(before) : undefined;
  let deeper = false;
  let at = 0;
  for (const [current] of text.matchAll(line)) {
    const start = at;
    at += current.length;
    const first = start === 0 && before !== '';
    const complete = current.endsWith('\n');
    if (!/\S/.test(current)) {
      // The end of the line where the prompt ends is no blank line.
      if (complete && written && !first) return Math.max(0, start - 1);
      continue;
    }
    written = true;
    const indent = indentOf(first ? before + current : current);
    base ??= indent;
    if (first) continue;
    if (indent > base) deeper = true;
    else if (indent < base) return Math.max(0, start - 1);
    else if (deeper) {
      if (!/^\s*[)\]}]/.test(current)) return Math.max(0, start - 1);
      if (complete && /[)\]};,\s]$/.test(current.trimEnd())) return at - 1;
      deeper = false;
    }
  }
  return undefined;
}
