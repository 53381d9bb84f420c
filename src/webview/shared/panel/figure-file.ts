import type { ReadingFacts, Span } from '../../../protocol';
import { readingLine } from './reading-line';

/** A drawing with its size in CSS pixels; `svg` is what stands inside the <svg> element. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** The facts that every exported file carries. */
export interface FigureFacts {
  /** What is drawn: 'Attention, layer 3, head 5'. */
  readonly title: string;
  /** The document's name. */
  readonly document: string;
  readonly focus: Span;
  readonly reading: ReadingFacts;
}

/** '1.5' for a number of an exported table; nothing where there is none. */
export type Cell = string | number | undefined;

export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly Cell[]>;
}

const margin = 16;
const line = 18;

export function escapeXml(text: string): string {
  // XML knows no control characters but tab and line ends.
  const shown = Array.from(text, (character) =>
    character < ' ' && !'\t\n\r'.includes(character) ? '\ufffd' : character,
  );
  return shown.join('').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** A standalone SVG file with real text: the title above the drawing, how it came about below it, and in its metadata. */
export function svgFile(
  { width, height, svg }: Drawing,
  facts: FigureFacts,
  colors: { readonly background: string; readonly text: string },
): string {
  const description = `${facts.document} · ${readingLine(facts.reading)}`;
  const [full, tall] = [Math.max(width, 7 * description.length) + 2 * margin, height + 2 * margin + 2 * line];
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${full}" height="${tall}" viewBox="0 0 ${full} ${tall}" font-family="sans-serif" font-size="12">
<title>${escapeXml(facts.title)}</title>
<metadata>${escapeXml(JSON.stringify(factsOf(facts)))}</metadata>
<rect width="100%" height="100%" fill="${colors.background}"/>
<text x="${margin}" y="${margin + 8}" font-weight="bold" fill="${colors.text}">${escapeXml(facts.title)}</text>
<g transform="translate(${margin} ${margin + line})">${svg}</g>
<text x="${margin}" y="${tall - margin}" font-size="10" fill="${colors.text}">${escapeXml(description)}</text>
</svg>
`;
}

/** The data as JSON, with how they came about. */
export function jsonFile(facts: FigureFacts, data: object): string {
  return `${JSON.stringify({ ...factsOf(facts), ...data }, plain, 1)}\n`;
}

/** The data as CSV, how they came about in a comment on the first line. */
export function csvFile(facts: FigureFacts, { columns, rows }: FigureTable): string {
  const lines = [`# ${facts.title}, ${facts.document}, ${readingLine(facts.reading)}`, columns.map(csvCell).join(',')];
  for (const row of rows) lines.push(row.map(csvCell).join(','));
  return `${lines.join('\n')}\n`;
}

function factsOf({ title, document, focus, reading }: FigureFacts): object {
  const { tokens, provenance } = reading;
  const range = { start: tokens.spans[0] ?? 0, end: tokens.spans.at(-1) ?? 0 };
  return { title, document, focus, range, first: tokens.first, total: tokens.total, provenance };
}

function csvCell(cell: Cell): string {
  const text = cell === undefined || (typeof cell === 'number' && Number.isNaN(cell)) ? '' : String(cell);
  return /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Typed arrays as lists, what is not a number as null. */
function plain(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float32Array);
  return value;
}
