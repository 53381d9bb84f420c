import type { ReadTokens, Span } from '../../protocol';

/** Whether the stretch lies within what was read. */
export function coversRead({ spans }: ReadTokens, { start, end }: Span): boolean {
  return spans.length > 0 && start >= spans[0]! && end <= spans.at(-1)!;
}
