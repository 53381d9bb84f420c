import type { LensReading } from '../../protocol';
import { lensCaveat } from '../../protocol/lens-view';
import { cssColour, gradientStops, rampAt, readsInverted } from '../shared/heatmap/colour-ramp';
import type { CellRange } from '../shared/heatmap/tile-grid';
import { rampShare, scaleTicks } from '../shared/heatmap/value-scale';
import { escapeXml, type Drawing } from '../shared/panel/figure-file';
import { colouringFacts } from './lens-colouring';
import { cellText, type LensPicture } from './lens-picture';

/** What a drawing shows. */
export interface DrawnLens {
  readonly reading: LensReading;
  readonly picture: LensPicture;
  /** The cells in view; undefined: all. */
  readonly range: CellRange | undefined;
}

/** What it is drawn with, as '#rrggbb'; see `HeatmapColours`. */
export interface DrawingColours {
  readonly background: string;
  readonly foreground: string;
  readonly quiet: string;
  readonly hairline: string;
  readonly font: string;
  readonly ramp: Uint8ClampedArray;
}

/** Pixels of a cell, of the labels beside and above, and of the scale. */
const cell = { width: 68, height: 19 };
const left = 76;
const top = 22;
const scaleWidth = 12;
const character = 7.3;

/** The heatmap as it is seen, with real text; what is out of view is left out. */
export function lensDrawing({ reading, picture, range }: DrawnLens, colours: DrawingColours): Drawing {
  const { source, scale, rowLabels, columnLabels } = picture;
  const { fromRow, toRow, fromColumn, toColumn } = range ?? {
    fromRow: 0,
    toRow: source.rows,
    fromColumn: 0,
    toColumn: source.columns,
  };
  const font = `font-family="${escapeXml(colours.font)}" font-size="11"`;
  const parts: string[] = [];
  const write = (x: number, y: number, fill: string, text: string, more = ''): void => {
    parts.push(`<text x="${x}" y="${y}" fill="${fill}" ${font} ${more}>${escapeXml(text)}</text>`);
  };
  for (let column = fromColumn; column < toColumn; column++) {
    const x = left + (column - fromColumn) * cell.width;
    write(x + cell.width / 2, top - 7, colours.foreground, fitted(columnLabels[column] ?? ''), 'text-anchor="middle"');
  }
  for (let row = fromRow; row < toRow; row++) {
    const y = top + (row - fromRow) * cell.height;
    write(left - 6, y + 13, colours.quiet, rowLabels[row] ?? '', 'text-anchor="end"');
    for (let column = fromColumn; column < toColumn; column++) {
      const x = left + (column - fromColumn) * cell.width;
      const found = cellText(reading, picture, { row, column });
      if (found === undefined || Number.isNaN(found.value)) continue;
      const colour = rampAt(colours.ramp, rampShare(scale, found.value));
      parts.push(`<rect x="${x}" y="${y}" width="${cell.width}" height="${cell.height}" fill="${cssColour(colour)}"/>`);
      const inverted = readsInverted(colour, colours.background, colours.foreground);
      write(x + 4, y + 13, inverted ? colours.background : colours.foreground, fitted(found.text));
    }
  }
  const [width, height] = [(toColumn - fromColumn) * cell.width, (toRow - fromRow) * cell.height];
  parts.push(
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${colours.hairline}"/>`,
  );
  const right = left + width + 16;
  parts.push(scalePart(picture, colours, right, top));
  const shownHeight = Math.max(height, scaleHeight + 40);
  const lines = wrapped(lensCaveat, Math.max(40, Math.floor((right + 110) / 5.6)));
  lines.forEach((line, at) => {
    parts.push(
      `<text y="${top + shownHeight + 20 + 13 * at}" font-size="10" fill="${colours.quiet}">${escapeXml(line)}</text>`,
    );
  });
  return { width: right + 110, height: top + shownHeight + 16 + 13 * lines.length, svg: parts.join('\n') };
}

const scaleHeight = 120;

function scalePart({ by, scale }: LensPicture, colours: DrawingColours, x: number, y: number): string {
  const stops = gradientStops(colours.ramp)
    .split(', ')
    .map((stop) => /^(rgb\([^)]*\)) (.*)$/.exec(stop)!)
    .map(([, colour, offset]) => `<stop offset="${offset!}" stop-color="${colour!}"/>`);
  const ticks = scaleTicks(scale).map(({ share, text }) => {
    const at = y + 18 + (1 - share) * scaleHeight + 4;
    return `<text x="${x + scaleWidth + 5}" y="${at}" font-size="10" fill="${colours.foreground}">${escapeXml(text)}</text>`;
  });
  return `<linearGradient id="scale" x1="0" y1="1" x2="0" y2="0">${stops.join('')}</linearGradient>
<text x="${x}" y="${y + 6}" font-size="10" fill="${colours.quiet}">${escapeXml(colouringFacts[by].measure.replaceAll('\u00ad', ''))}</text>
<rect x="${x}" y="${y + 18}" width="${scaleWidth}" height="${scaleHeight}" fill="url(#scale)" stroke="${colours.hairline}"/>
${ticks.join('\n')}`;
}

/** A token cut to the width of a cell. */
function fitted(text: string): string {
  const characters = Array.from(text);
  const most = Math.floor((cell.width - 6) / character);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}\u2026`;
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
