const fence = /^ {0,3}(?:```|~~~)/;
const heading = /^ {0,3}#{1,6}(?:[ \t]|$)/;
/** Under a line of text it makes that line a heading. */
const underline = /^ {0,3}(?:=+|-+)[ \t]*$/;
/** The mark of a list's item. */
const item = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/;
const line = /([^\r\n]*)(\r\n?|\n|$)/g;

/**
 * Places of a text that an answer may not reach across, rising: blank lines, and with `markdown` where headings, items of lists
 * and code blocks begin, and where headings and code blocks end. Looked at line by line, so that a long document costs no more than reading it.
 */
export function answerBorders(text: string, markdown: boolean): readonly number[] {
  const borders: number[] = [];
  const add = (at: number): void => {
    if (borders.at(-1) !== at) borders.push(at);
  };
  let code = false;
  let beforeStart = -1;
  for (const { index, 0: whole, 1: found = '' } of text.matchAll(line)) {
    if (whole === '') break;
    // A byte order mark stands before the first line and is no part of it.
    const content = index === 0 ? found.replace(/^\ufeff/, '') : found;
    const end = index + whole.length;
    if (content.trim() === '') {
      add(index);
      beforeStart = -1;
      continue;
    }
    if (markdown && fence.test(content)) {
      add(index);
      add(end);
      code = !code;
    } else if (markdown && !code && heading.test(content)) {
      add(index);
      add(end);
    } else if (markdown && !code && beforeStart >= 0 && underline.test(content)) {
      add(end);
    } else if (markdown && !code && item.test(content)) {
      add(index);
    }
    beforeStart = index;
  }
  return borders;
}

/** What may stand between the mark that ends a sentence and the space behind it. */
const closing = '"\')]\u201d';

/**
 * Where sentences and lines begin, rising; tells where a text may be cut with the least loss. Each white space is looked at
 * once, however much of it there is.
 */
export function sentenceStarts(text: string): readonly number[] {
  const starts: number[] = [];
  for (const { index, 0: space } of text.trimEnd().matchAll(/\s+/g)) {
    let last = index - 1;
    while (last >= 0 && closing.includes(text[last]!)) last--;
    if (/[\r\n]/.test(space) || /[.!?]/.test(text[last] ?? '')) starts.push(index + space.length);
  }
  return starts;
}
