import type { Span } from '../../../protocol';
import { inlinePatterns, unseen } from '../text/inline-marks';
import type { Sentence } from '../text/sentences';

/** Marks around a part of a sentence; one at its very beginning or end stands outside of the sentence and is ''. */
export interface MarkPair extends Span {
  readonly open: string;
  readonly close: string;
}

/** What a sentence has besides its text; offsets are of `Sentence.text`. */
export interface SentenceMarks {
  /** Emphasis, links, tags that are closed. */
  readonly pairs: readonly MarkPair[];
  /** Pictures, tags that stand alone. */
  readonly single: readonly { readonly at: number; readonly mark: string }[];
  /** Line ends with the marks of lists and quotations behind them, each where the text has a space. */
  readonly breaks: readonly { readonly at: number; readonly text: string }[];
}

/** The marks within a run of them; `]` with the target of a link. */
const { target, label } = inlinePatterns;
const mark = new RegExp(
  String.raw`!${label}${target}|\](?:${target}|${label})|\[|<\/?([a-z][^\s<>/]*)[^<>]*>|\*{1,3}|_{1,3}`,
  'gi',
);

/** What opens the pair that a mark closes; undefined: it closes none. */
function openerOf(found: string, tag: string | undefined): string | undefined {
  if (found.startsWith(']')) return '[';
  if (found.startsWith('</')) return `<${(tag ?? '').toLowerCase()}`;
  return /^[*_]/.test(found) ? found : undefined;
}

/** Finds the marks of a sentence of `text`. */
export function marksOf(text: string, { start, marked }: Pick<Sentence, 'start' | 'marked'>): SentenceMarks {
  const pairs: MarkPair[] = [];
  const single: { at: number; mark: string }[] = [];
  const breaks: { at: number; text: string }[] = [];
  const open: { readonly key: string; readonly at: number; readonly mark: string }[] = [];
  let [at, spaced] = [0, false];
  for (const { index, 0: run } of marked.matchAll(new RegExp(`${unseen}+|\\s+|[^\\s${unseen}]+`, 'g'))) {
    const own = text.slice(start + index, start + index + run.length);
    if (run.startsWith(unseen)) {
      for (const [found, tag] of own.matchAll(mark)) {
        const opener = openerOf(found, tag);
        const place = opener === undefined ? -1 : open.findLastIndex(({ key }) => key === opener);
        const begun = open[place];
        if (begun) {
          open.splice(place);
          pairs.push({ start: begun.at, end: at, open: begun.mark, close: found });
        } else if (found === '[' || /^[*_]/.test(found)) open.push({ key: found, at, mark: found });
        else if (/^<[^/!]/.test(found) && !/\/>$/.test(found))
          open.push({ key: `<${(tag ?? '').toLowerCase()}`, at, mark: found });
        else if (opener === undefined) single.push({ at, mark: found });
        // It was opened before the sentence.
        else pairs.push({ start: 0, end: at, open: '', close: found });
      }
    } else if (/^\s/.test(run)) {
      if (/[\r\n]/.test(own)) breaks.push({ at, text: own });
      // White space in a row is one space, marks within it or not.
      if (!spaced) at += 1;
      spaced = true;
    } else {
      at += run.length;
      spaced = false;
    }
  }
  for (const { at: from, mark: begun, key } of open) {
    if (key.startsWith('<')) single.push({ at: from, mark: begun });
    else pairs.push({ start: from, end: at, open: begun, close: '' });
  }
  return { pairs, single, breaks };
}
