import { DocumentViewChanges, type TextChange } from '../document-view-changes';

/** UTF-16 code units before the place that must still stand there. */
const tail = 40;

/** A place in a text that changes, with what stood before it when it was read. */
export class BranchAnchor {
  private readonly changes = new DocumentViewChanges();
  private readonly before: string;

  /** `text` at `version`, `at` in UTF-16 code units. */
  public constructor(
    text: string,
    private readonly version: number,
    private readonly at: number,
  ) {
    this.before = text.slice(Math.max(0, at - tail), at);
  }

  /** The text became `version` by the changes of one event. */
  public change(version: number, changes: readonly TextChange[]): void {
    this.changes.add(version, changes);
  }

  /** Where the place is in the text as it is now; undefined where what stood before it is gone. */
  public placeIn(text: string): number | undefined {
    const { version, at, before } = this;
    const place = this.changes.lead({ kind: 'span', version, start: at, end: at });
    if (place.kind !== 'span') return undefined;
    const stands = text.slice(Math.max(0, place.start - before.length), place.start) === before;
    return stands ? place.start : undefined;
  }
}
