import type { TextAbout } from '../../../protocol';
import { formatCount } from '../../../protocol/format';

/** 'field-notes.md, lines 3 to 9'. */
export function aboutText({ name, from, to }: TextAbout): string {
  const lines = from === to ? `line ${formatCount(from)}` : `lines ${formatCount(from)} to ${formatCount(to)}`;
  return `${name}, ${lines}`;
}
