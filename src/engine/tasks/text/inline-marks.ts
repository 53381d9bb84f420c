/** Stands for a mark that is no text: a soft hyphen, past which sentence breaks are found as if it were not there. */
export const unseen = '\u00ad';

/**
 * Patterns of marks within a line, as sources of regular expressions. None of them begins within itself, so that a search
 * ends soon at the next beginning: a text that is full of beginnings takes no longer than another.
 */
export const inlinePatterns = {
  /** The target of a link: brackets within it are in pairs. */
  target: String.raw`\([^()]*(?:\([^()]*\)[^()]*)*\)`,
  label: String.raw`\[[^\[\]]*\]`,
  tag: String.raw`<\/?[a-z][^<>]*>`,
} as const;

const { target, label, tag } = inlinePatterns;

/** Marks within a line, and which part of them is text. */
const inlineMarks: readonly RegExp[] = [
  new RegExp(`!${label}${target}`, 'g'),
  new RegExp(String.raw`\[(?<text>[^\[\]]*)\](?:${target}|${label})`, 'g'),
  new RegExp(tag, 'gi'),
  /(?<![\p{L}\p{N}\\])(?:\*{1,3}|_{1,3})(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3})(?![\p{L}\p{N}])/gu,
];

/** The text without marks of emphasis, links and pictures; offsets stay. */
export function withoutInlineMarks(text: string): string {
  let plain = text;
  for (const mark of inlineMarks) {
    plain = plain.replace(mark, (whole: string, ...rest: unknown[]) => {
      const groups = rest.at(-1);
      const inner = typeof groups === 'object' && groups !== null && 'text' in groups ? String(groups.text) : '';
      const before = inner === '' ? 0 : 1;
      return unseen.repeat(before) + inner + unseen.repeat(whole.length - before - inner.length);
    });
  }
  return plain;
}
