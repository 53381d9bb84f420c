import type { Edit } from '../../protocol';

const fence = /^---[ \t]*(?:\r\n|\r|\n)/;

/** Keys that may hold a summary: a description that somebody wrote stays, and the summary stands beside it. */
const keys = ['description', 'summary'] as const;

/**
 * The edit that writes a summary into a markdown text's YAML front matter: as `description`, or as `summary` where a
 * description stands already; a `summary` that is there is replaced. All other lines stay as they are; front matter is
 * begun where there is none.
 */
export function frontMatterEdit(text: string, summary: string, eol: string): Edit {
  // A JSON string is a YAML string in double quotes; a line of its own each would need escapes.
  const value = JSON.stringify(summary.replace(/\s+/g, ' ').trim());
  const [open] = fence.exec(text) ?? [];
  const close = open === undefined ? null : /^(?:---|\.\.\.)[ \t]*$/m.exec(text.slice(open.length));
  if (open === undefined || close === null) {
    return { start: 0, end: 0, text: `---${eol}${keys[0]}: ${value}${eol}---${eol}${eol}` };
  }
  const body = text.slice(open.length, open.length + close.index);
  const entry = (key: string): RegExpExecArray | null =>
    new RegExp(`^${key}[ \\t]*:.*(?:(?:\\r\\n|\\r|\\n)(?:[ \\t]+.*|[ \\t]*(?=\\r|\\n)))*`, 'm').exec(body);
  const [own, described] = [entry('summary'), entry('description')];
  const start = open.length + (own?.index ?? body.length);
  if (own) return { start, end: start + own[0].length, text: `summary: ${value}` };
  return { start, end: start, text: `${described ? keys[1] : keys[0]}: ${value}${eol}` };
}

/** Where the text of a markdown document begins: behind its front matter. */
export function behindFrontMatter(text: string): number {
  const [open] = fence.exec(text) ?? [];
  if (open === undefined) return 0;
  const close = /^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)/m.exec(text.slice(open.length));
  return close ? open.length + close.index + close[0].length : 0;
}
