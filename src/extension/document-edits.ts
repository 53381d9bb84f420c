import type { Edit } from '../protocol';

/** A change as VS Code tells it: ranges of one event do not overlap and refer to the text before the event. */
export interface ContentChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * The changes of one event as edits that apply one after another: from the end of the text to its start, so that no
 * edit moves the place of a later one.
 */
export function toEdits(changes: readonly ContentChange[]): readonly Edit[] {
  return changes
    .map((change) => ({ start: change.rangeOffset, end: change.rangeOffset + change.rangeLength, text: change.text }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
}
