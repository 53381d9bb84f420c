/**
 * White space as Python's str.split() and rstrip() have it, and so sacrebleu: other than JavaScript's it has the separators
 * of files and records and NEL, and not the byte order mark.
 */
const spaces = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** Runs of it. */
export const space = new RegExp(`[${spaces}]+`, 'g');

const one = new RegExp(`[${spaces}]`);

/** The text without it at its end; looked at from there, so that a long run of it elsewhere costs nothing. */
export function withoutSpaceBehind(text: string): string {
  let end = text.length;
  while (end > 0 && one.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}
