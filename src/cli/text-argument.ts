import type { Span } from '../protocol';
import type { Invocation } from './command';
import { UsageError } from './options';
import { readText } from './read-text';

/** The text that a command is given: `--text TEXT`, or a FILE, or - for standard input. */
export async function textArgument({ values, positionals, surroundings, token }: Invocation): Promise<string> {
  const file = positionals[0];
  if (values.text !== undefined && file !== undefined) throw new UsageError('Give --text or a FILE, not both.');
  if (values.text !== undefined) return values.text;
  if (file === undefined) throw new UsageError('No text is given: give --text TEXT, a FILE, or - for standard input.');
  return readText(file, surroundings, token);
}

/** The stretch that --at, or --from and --to, name in the text; all of it where they are not given. */
export function focusArgument({ values }: Pick<Invocation, 'values'>, text: string): Span {
  const { at, from, to } = values;
  if (at !== undefined && (from !== undefined || to !== undefined)) {
    throw new UsageError('Give --at for one token, or --from and --to for a stretch, not both.');
  }
  const [start, end] = at === undefined ? [from ?? 0, to ?? text.length] : [at, at];
  const furthest = Math.max(start, end);
  if (furthest > text.length) {
    throw new UsageError(`Offset ${furthest} is behind the end of the text, which has ${text.length} UTF-16 units.`);
  }
  if (start > end) throw new UsageError(`--from ${start} is behind --to ${end}.`);
  return { start, end };
}
