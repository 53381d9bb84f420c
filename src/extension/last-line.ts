import type { Range } from 'vscode';

/** The last line, from 0, of which a range holds something: one that is chosen with its line end does not reach into the next. */
export function lastLine({ start, end }: Range): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}
