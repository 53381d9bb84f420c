import type { Span, SummaryDocument, UnreadStretch } from '../../../../protocol';
import { markdownBlocks, plainBlocks, type Block, type BlockKind } from '../../text/document-blocks';
import { placesOf, sentencesIn, type Sentence } from '../../text/sentences';

/** A sentence or a heading, as a model reads it. */
export interface ReadUnit extends Pick<Sentence, 'text' | 'marked'>, Span {
  readonly kind: 'sentence' | 'heading';
  readonly document: number;
  /** What stands between it and the one before: of the same block a space, else the line ends and marks of its block. */
  readonly gap: string;
  /** Stands first in its block. */
  readonly first: boolean;
}

/** What a model can read of the documents, and what it cannot. */
export interface ReadableText {
  readonly units: readonly ReadUnit[];
  /** Code, tables and other markup. */
  readonly unread: readonly UnreadStretch[];
}

/** What stands before a block of each kind that is read. */
const gaps: Readonly<Partial<Record<BlockKind, string>>> = { prose: '\n\n', heading: '\n\n', item: '\n- ' };

function headingUnit(text: string, block: Block, document: number): ReadUnit {
  const marked = text.slice(block.start, block.end).trim().replace(/\s/g, ' ');
  const start = text.indexOf(text.slice(block.start, block.end).trim(), block.start);
  const own = { kind: 'heading', document, start, end: start + marked.length, marked } as const;
  return { ...own, text: marked.replace(/ +/g, ' '), gap: gaps.heading!, first: true };
}

/** The text of a heading without its marks. */
export function headingText({ text }: Pick<ReadUnit, 'text'>): string {
  return text.replace(/^#+\s*|\s+(?:#+|=+|-+)\s*$/g, '');
}

/** The sentences and headings of the documents in order; a heading that no sentence follows is one all the same. */
export function readableText(documents: readonly SummaryDocument[]): ReadableText {
  const units: ReadUnit[] = [];
  const unread: UnreadStretch[] = [];
  documents.forEach(({ text, markdown }, document) => {
    const blocks = markdown ? markdownBlocks(text) : plainBlocks(text);
    blocks.forEach((block, index) => {
      const { kind, start, end } = block;
      if (kind === 'code' || kind === 'table' || kind === 'markup') {
        unread.push({ document, start, end: start + text.slice(start, end).trimEnd().length, because: kind });
      } else if (kind === 'heading') {
        units.push(headingUnit(text, block, document));
      } else {
        let first = true;
        for (const sentence of sentencesIn(text, block, index, markdown)) {
          units.push({ ...sentence, kind: 'sentence', document, gap: first ? gaps[kind]! : ' ', first });
          first = false;
        }
      }
    });
  });
  return { units, unread };
}

/** Units one after the other, as a text that a model reads; its places are known in the document. */
export class JoinedText {
  public readonly text: string;
  /** Where each unit begins in `text`. */
  private readonly starts: readonly number[];
  private readonly places = new Map<number, Int32Array>();

  /** The first unit goes without what would stand before it. */
  public constructor(public readonly units: readonly ReadUnit[]) {
    let text = '';
    this.starts = units.map((unit, at) => {
      text += at === 0 ? '' : unit.gap;
      const start = text.length;
      text += unit.text;
      return start;
    });
    this.text = text;
  }

  /** The unit that [start, end) of `text` touches last, by its index; undefined: it is of a gap alone. */
  public unitAt({ start, end }: Span): number | undefined {
    const unit = this.starts.findLastIndex((from) => from < end);
    const from = this.starts[unit];
    return from === undefined || start >= from + this.units[unit]!.text.length ? undefined : unit;
  }

  /** Where that stands in the document, as far as it is of one unit; undefined: it is of a gap alone. */
  public inDocument(span: Span): Span | undefined {
    const unit = this.unitAt(span);
    if (unit === undefined) return undefined;
    const own = this.units[unit]!;
    const places = this.places.get(unit) ?? placesOf(own);
    this.places.set(unit, places);
    const from = this.starts[unit]!;
    const first = Math.max(0, span.start - from);
    const last = Math.min(own.text.length, span.end - from) - 1;
    return { start: places[first]!, end: places[last]! + 1 };
  }

  /** [start, end) of a unit in `text`. */
  public spanOf(unit: number): Span {
    const start = this.starts[unit]!;
    return { start, end: start + this.units[unit]!.text.length };
  }

  /** What stands in the document behind a place of `text`; undefined: nothing does. */
  public behind(place: number): Span | undefined {
    if (place >= this.text.length) return undefined;
    const at = this.inDocument({ start: place, end: place + 1 });
    const next = this.units[this.starts.findIndex((from) => from >= place)];
    const start = at?.start ?? next?.start;
    return start === undefined ? undefined : { start, end: this.units.at(-1)!.end };
  }
}
