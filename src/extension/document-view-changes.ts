import type { DocumentPlace } from '../protocol';

/** One change of a text, as VS Code tells it; ranges refer to the text before the change's event. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

/** Changes that are remembered: a view is never further behind than a person types in some seconds. */
const most = 1000;

/** Leads places of an older version of a text to where they are now. */
export class DocumentViewChanges {
  private changes: { readonly version: number; readonly change: TextChange }[] = [];

  /** The text became `version` by the changes of one event, which do not overlap. */
  public add(version: number, changes: readonly TextChange[]): void {
    // From the end of the text to its start: then none moves the place of a later one.
    for (const change of [...changes].sort((a, b) => b.rangeOffset - a.rangeOffset)) {
      this.changes.push({ version, change });
    }
    this.changes = this.changes.slice(-most);
  }

  public clear(): void {
    this.changes = [];
  }

  /** The same place in the newest text; a stretch whose text was replaced shrinks to the place of the change. */
  public lead(place: DocumentPlace): DocumentPlace {
    return this.changes
      .filter(({ version }) => version > place.version)
      .reduce<DocumentPlace>((moved, { change }) => shifted(moved, change), place);
  }
}

function shifted(place: DocumentPlace, { range, rangeOffset, rangeLength, text }: TextChange): DocumentPlace {
  if (place.kind === 'line') {
    if (place.line <= range.start.line) return place;
    const grown = (text.match(/\r\n|\r|\n/g)?.length ?? 0) - (range.end.line - range.start.line);
    return { ...place, line: Math.max(range.start.line, place.line + grown) };
  }
  const end = rangeOffset + rangeLength;
  const move = (offset: number): number =>
    offset <= rangeOffset ? offset : offset >= end ? offset + text.length - rangeLength : rangeOffset;
  return { ...place, start: move(place.start), end: Math.max(move(place.start), move(place.end)) };
}
