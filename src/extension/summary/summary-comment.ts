import type { Edit } from '../../protocol';
import type { CommentMarkers } from '../completion/comment-markers';
import { behindFrontMatter } from './front-matter';

/** Columns of a line of a comment. */
const width = 80;

/** Lines of at most `columns`, broken between words. */
export function wrapped(text: string, columns: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(/\s+/).filter((one) => one !== '')) {
      const last = lines.at(-1);
      if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
      else lines[lines.length - 1] = `${last} ${word}`;
    }
    return lines;
  });
}

/**
 * The summary as a comment of a language; undefined where the language has none. What would end the comment within the
 * summary is parted by a space.
 */
export function commentOf(summary: string, { line, block }: CommentMarkers, eol: string): string | undefined {
  if (line !== undefined) {
    return wrapped(summary, width - line.length - 1).map((one) => `${line} ${one}${eol}`).join(''); // prettier-ignore
  }
  if (!block) return undefined;
  const [open, close] = block;
  const safe = [close, open].reduce((text, mark) => text.replaceAll(mark, Array.from(mark).join(' ')), summary);
  return `${[open, ...wrapped(safe, width), close].join(eol)}${eol}`;
}

/** What must stay the first line: how the file is run, what kind of XML or PHP it is, how it is encoded. */
const firstLines = /^(?:#!.*(?:\r\n|\r|\n|$))?(?:(?:<\?xml\b.*\?>|<\?php\b|<!doctype\b[^>]*>|#.*coding[:=].*)[ \t]*(?:\r\n|\r|\n|$))?/i; // prettier-ignore

/** The edit that writes the summary as a comment at the top; undefined where the language has no comments. */
export function commentEdit(text: string, summary: string, markers: CommentMarkers, eol: string): Edit | undefined {
  const comment = commentOf(summary, markers, eol);
  if (comment === undefined) return undefined;
  const start = behindFrontMatter(text) || firstLines.exec(text)?.[0].length || 0;
  // A first line that nothing ends.
  const before = start > 0 && !/[\r\n]$/.test(text.slice(0, start)) ? eol : '';
  return { start, end: start, text: `${before}${comment}${eol}` };
}
