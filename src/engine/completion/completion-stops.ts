import type { CompletionEnd, CompletionExtent } from '../../protocol';

/** What a completion stands between. */
export interface Surroundings {
  /** The text before the cursor; its last line is enough. */
  readonly prefix: string;
  readonly suffix: string;
  readonly extent: CompletionExtent;
}

/** Code units of the completion that stay, and why it ends there. */
export interface Stop {
  readonly at: number;
  readonly end: CompletionEnd;
}

const lineEnd = /\r?\n/;
/** The end of a sentence, with the quotes and brackets that close behind it; what follows shows that it is one. */
const sentenceEnd = /[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019)\]*_]*(?=\s)|[\u3002\uff01\uff1f]/u;
/** A piece of at least four characters three times in a row: small models run in circles. */
const circle = /(.{4,}?)\1\1/su;
const closers = /^[)\]}>"'`;,\s]+$/;
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

const indentOf = (line: string): number => /^[ \t]*/.exec(line)![0].length;

/** Where the text closes a bracket that it did not open; its length where it does not. */
function unbalanced(text: string): number {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if ('([{'.includes(character)) open.push(character);
    else if (character in pairs && open.pop() !== pairs[character]) return at;
  }
  return text.length;
}

/** Where the rest of the line behind the cursor is written again. */
function repeatsRest(text: string, suffix: string): number | undefined {
  const rest = suffix.split(lineEnd, 1)[0]!.trim();
  if (rest === '') return undefined;
  if (closers.test(rest)) {
    const at = unbalanced(text);
    return at < text.length && rest.includes(text[at]!) ? at : undefined;
  }
  // A single letter or two come by chance.
  const at = rest.length < 3 ? -1 : text.indexOf(rest);
  return at < 0 ? undefined : at;
}

/** Where the next line of the text behind the cursor is written again: before the end of the line above it. */
function repeatsNextLine(text: string, suffix: string): number | undefined {
  const next = suffix
    .split(lineEnd)
    .slice(1)
    .find((line) => line.trim() !== '');
  if (next === undefined) return undefined;
  const at = text.indexOf(`\n${next.trimEnd()}`);
  if (at < 0) return undefined;
  const behind = text.slice(at + 1 + next.trimEnd().length);
  return behind === '' || lineEnd.test(behind[0]!) ? at : undefined;
}

/** Where a block of code ends: before a blank line, or before a line that belongs to what is around it. */
function blockEnd(text: string, prefix: string): number | undefined {
  const base = indentOf(prefix.slice(prefix.lastIndexOf('\n') + 1));
  let deeper = false;
  for (let at = text.indexOf('\n'); at >= 0;) {
    const next = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, next < 0 ? undefined : next);
    // The indentation of the last line is known when something stands behind it.
    if (line.trim() === '') return next < 0 ? undefined : at;
    const indent = indentOf(line);
    if (indent < base) return at;
    if (indent > base) deeper = true;
    else if (deeper) {
      const closes = /^[ \t]*[)\]}]+[;,]?/.exec(line);
      return closes ? at + 1 + closes[0].length : at;
    }
    at = next;
  }
  return undefined;
}

const ends: readonly {
  readonly end: CompletionEnd;
  readonly find: (text: string, around: Surroundings) => number | undefined;
}[] = [
  {
    end: 'line',
    find: (text, { extent, suffix }) => {
      // In the middle of a line there is room for no second one.
      const within = extent === 'block' && suffix.split(lineEnd, 1)[0]!.trim() === '';
      return within ? undefined : lineEnd.exec(text)?.index;
    },
  },
  {
    end: 'sentence',
    find: (text, { extent }) => {
      const found = extent === 'sentence' ? sentenceEnd.exec(text) : null;
      return found ? found.index + found[0].length : undefined;
    },
  },
  { end: 'block', find: (text, { extent, prefix }) => (extent === 'block' ? blockEnd(text, prefix) : undefined) },
  { end: 'suffix', find: (text, { suffix }) => repeatsRest(text, suffix) },
  { end: 'suffix', find: (text, { suffix }) => repeatsNextLine(text, suffix) },
  {
    end: 'repetition',
    find: (text) => {
      const found = circle.exec(text);
      return found ? found.index + found[1]!.length : undefined;
    },
  },
];

/** Where a completion must end, looked for after each token; undefined: it may go on. */
export function stopOf(text: string, around: Surroundings): Stop | undefined {
  let first: Stop | undefined;
  for (const { end, find } of ends) {
    const at = find(text, around);
    if (at !== undefined && at < (first?.at ?? Infinity)) first = { at, end };
  }
  return first;
}

/** How much of the end of the text is what the suffix begins with; the last letters of a word alone come by chance. */
function overlap(text: string, suffix: string): number {
  for (let length = Math.min(text.length, suffix.length); length > 0; length--) {
    const chance = length < 3 && /[\p{L}\p{N}]{2}/u.test(text.slice(-length - 1).slice(0, 2));
    if (!chance && suffix.startsWith(text.slice(-length))) return length;
  }
  return 0;
}

/**
 * What is shown of a completion that has ended: without white space at its end, without half a word where it had to
 * end because it was long enough or too improbable, and without what stands behind the cursor already.
 */
export function shown(text: string, { at, end }: Stop, { suffix }: Surroundings): string {
  let kept = text.slice(0, at).replace(/\ufffd+$/u, '');
  const goesOn = end === 'length' || (end === 'improbable' && /^[\p{L}\p{M}\p{N}_'\u2019]/u.test(text.slice(at)));
  if (goesOn) {
    const whole = kept.replace(/[\p{L}\p{M}\p{N}_'\u2019]+$/u, '');
    if (end === 'improbable' || whole.trim() !== '') kept = whole;
  }
  const rest = suffix.split(lineEnd, 1)[0]!;
  // Brackets were counted by the stop.
  if (end !== 'suffix' && !closers.test(rest)) kept = kept.slice(0, kept.length - overlap(kept, rest));
  // The space before the rest of the line is needed, unless the rest brings one.
  const needed = rest.trim() !== '' && !/^[\s)\]}.,;:!?]/.test(rest) && end !== 'line';
  return needed ? kept.replace(/[ \t]{2,}$/, ' ') : kept.trimEnd();
}
