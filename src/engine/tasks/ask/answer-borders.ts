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
  for (const { index, 0: whole, 1: content = '' } of text.matchAll(line)) {
    if (whole === '') break;
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

/** Where sentences and lines begin, rising; tells where a text may be cut with the least loss. */
export function sentenceStarts(text: string): readonly number[] {
  return [...text.matchAll(/[.!?]["')\]\u201d]*\s+(?=\S)|(?:\r\n?|\n)\s*(?=\S)/g)].map(
    ({ index, 0: found }) => index + found.length,
  );
}
