import { escapeXml, type Drawing } from '../panel/figure-file';
import { cssColour, gradientStops, rampAt } from './colour-ramp';
import { labelStep } from './labels';
import type { Blocks } from './matrix-source';
import type { CellRange } from './tile-grid';
import { rampShare, scaleTicks, shapeText, type ValueScale } from './value-scale';

/** What a drawing of a heatmap shows. */
export interface DrawnHeatmap {
  /** Of the cells in view, each block `step` cells wide and high. */
  readonly blocks: Blocks;
  readonly step: number;
  readonly range: CellRange;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly scale: ValueScale;
  /** What is measured. */
  readonly measure: string;
  /** A row and a column that are marked. */
  readonly row?: number | undefined;
  readonly column?: number | undefined;
  /** Columns [from, to) that are chosen together. */
  readonly columns?: { readonly from: number; readonly to: number } | undefined;
}

/** '#rrggbb' each; see `HeatmapColours`. */
export interface DrawingColours {
  readonly background: string;
  readonly foreground: string;
  readonly quiet: string;
  readonly hairline: string;
  readonly focus: string;
  readonly font: string;
  readonly ramp: Uint8ClampedArray;
}

/** Pixels of the longer side of the matrix, of a character of a label, of a line of labels. */
const side = 640;
const largestCell = 24;
const character = 6.7;
const line = 13;
/** More cells than these are one picture inside the file; fewer are shapes of their own. */
const mostShapes = 4096;

/** Whether the cells are drawn as one picture, which the caller makes of the same blocks. */
export function needsPicture({ rows, columns }: Blocks): boolean {
  return rows * columns > mostShapes;
}

/**
 * A heatmap as part of an SVG file: cells as shapes, or as one picture (a data URL of a PNG as many pixels large as
 * there are blocks) where they are many; labels, scale and its numbers as real text.
 */
export function heatmapSvg(drawn: DrawnHeatmap, colours: DrawingColours, picture: string | undefined): Drawing {
  const { range, rowLabels, columnLabels, scale, measure } = drawn;
  const rows = range.toRow - range.fromRow;
  const columns = range.toColumn - range.fromColumn;
  const cell = Math.min(largestCell, side / Math.max(rows, columns, 1));
  const shownRows = rowLabels.slice(range.fromRow, range.toRow).map(shortened);
  const shownColumns = columnLabels.slice(range.fromColumn, range.toColumn).map(shortened);
  const left = 8 + character * longestOf(shownRows);
  const top = 8 + character * longestOf(shownColumns);
  const [width, height] = [columns * cell, rows * cell];
  const step = labelStep(cell, line);
  const text = `font-family="${escapeXml(colours.font)}" font-size="11" fill="${colours.quiet}"`;
  const parts: string[] = [`<g transform="translate(${n(left)} ${n(top)})">`];
  parts.push(picture === undefined ? shapes(drawn, colours, cell) : image(picture, drawn, cell));
  parts.push(`<rect width="${n(width)}" height="${n(height)}" fill="none" stroke="${colours.hairline}"/>`);
  parts.push(...marks(drawn, colours, cell, width, height));
  shownRows.forEach((label, at) => {
    if ((at + range.fromRow) % step === 0)
      parts.push(`<text x="-5" y="${n((at + 0.5) * cell + 4)}" text-anchor="end" ${text}>${escapeXml(label)}</text>`);
  });
  shownColumns.forEach((label, at) => {
    const x = n((at + 0.5) * cell + 4);
    if ((at + range.fromColumn) % step === 0)
      parts.push(`<text transform="translate(${x} -5) rotate(-90)" ${text}>${escapeXml(label)}</text>`);
  });
  parts.push(`<g transform="translate(${n(width + 18)} 0)">${scalePart(scale, measure, colours)}</g>`, '</g>');
  return { width: left + width + 130, height: top + Math.max(height, 180), svg: parts.join('\n') };
}

function shapes({ blocks, step, scale }: DrawnHeatmap, { ramp }: DrawingColours, cell: number): string {
  const size = n(step * cell + 0.15);
  const parts: string[] = [];
  blocks.values.forEach((value, at) => {
    const share = rampShare(scale, value);
    if (Number.isNaN(share)) return;
    const x = n((at % blocks.columns) * step * cell);
    const y = n(Math.floor(at / blocks.columns) * step * cell);
    parts.push(`<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${cssColour(rampAt(ramp, share))}"/>`);
  });
  return `<g shape-rendering="crispEdges">${parts.join('')}</g>`;
}

function image(picture: string, { blocks, step }: DrawnHeatmap, cell: number): string {
  const [width, height] = [n(blocks.columns * step * cell), n(blocks.rows * step * cell)];
  return `<image width="${width}" height="${height}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${picture}"/>`;
}

function marks(
  { range, row, column, columns }: DrawnHeatmap,
  { focus }: DrawingColours,
  cell: number,
  width: number,
  height: number,
): readonly string[] {
  const look = `fill="none" stroke="${focus}" stroke-width="1"`;
  const parts: string[] = [];
  if (row !== undefined && row >= range.fromRow && row < range.toRow)
    parts.push(`<rect y="${n((row - range.fromRow) * cell)}" width="${n(width)}" height="${n(cell)}" ${look}/>`);
  if (column !== undefined && column >= range.fromColumn && column < range.toColumn)
    parts.push(`<rect x="${n((column - range.fromColumn) * cell)}" width="${n(cell)}" height="${n(height)}" ${look}/>`);
  for (const edge of columns === undefined ? [] : [columns.from, columns.to])
    if (edge >= range.fromColumn && edge <= range.toColumn)
      parts.push(`<path d="M${n((edge - range.fromColumn) * cell)} 0V${n(height)}" ${look.replace('"1"', '"2"')}/>`);
  return parts;
}

const scaleHeight = 120;

/** The colours with their numbers, from the bottom to the top. */
export function scalePart(scale: ValueScale, measure: string, colours: DrawingColours): string {
  const stops = gradientStops(colours.ramp)
    .split(', ')
    .map((stop) => /^(rgb\([^)]*\)) (.*)$/.exec(stop)!)
    .map(([, colour, offset]) => `<stop offset="${offset!}" stop-color="${colour!}"/>`);
  const shape = shapeText(scale.shape);
  const heading = shape === '' ? [measure] : [measure, `${shape} scale`];
  const top = 8 + 13 * heading.length;
  const ticks = scaleTicks(scale).map(
    ({ share, text }) =>
      `<text x="18" y="${n(top + (1 - share) * scaleHeight + 4)}" font-size="10" fill="${colours.foreground}">${escapeXml(text)}</text>`,
  );
  return `<linearGradient id="scale" x1="0" y1="1" x2="0" y2="0">${stops.join('')}</linearGradient>
${heading.map((part, at) => `<text y="${8 + 13 * at}" font-size="10" fill="${colours.quiet}">${escapeXml(part)}</text>`).join('')}
<rect y="${top}" width="12" height="${scaleHeight}" fill="url(#scale)" stroke="${colours.hairline}"/>
${ticks.join('\n')}`;
}

function shortened(label: string): string {
  const characters = Array.from(label);
  return characters.length <= 18 ? label : `${characters.slice(0, 17).join('')}\u2026`;
}

function longestOf(labels: readonly string[]): number {
  return labels.reduce((most, label) => Math.max(most, label.length), 0);
}

/** Two decimals: a hundredth of a pixel. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
