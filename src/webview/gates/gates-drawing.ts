import { formatVisible } from '../../protocol/format';
import { cssColour, gradientStops, rampAt } from '../shared/heatmap/colour-ramp';
import type { CellRange } from '../shared/heatmap/tile-grid';
import { rampShare, scaleTicks } from '../shared/heatmap/value-scale';
import { type Drawing, escapeXml } from '../shared/panel/figure-file';
import { type CurveRow, plotHeight, rowHeight } from './curve-figure';
import type { CurveContent } from './curve-plot';
import { columnsOf, type HeatmapContent, measureText } from './heatmap-content';
import type { TokenRange } from './token-range';

/** Colours as '#rrggbb'; ramp: [colours, 3]. */
export interface DrawingColours {
  readonly background: string;
  readonly foreground: string;
  readonly quiet: string;
  readonly hairline: string;
  readonly focus: string;
  readonly data: string;
  readonly property: string;
  readonly font: string;
  readonly ramp: Uint8ClampedArray;
}

/** What is drawn: the heatmap where it is in view, and under it the curve of one cell over the text. */
export interface GatesPicture {
  readonly heatmap: HeatmapContent;
  readonly seen: CellRange | undefined;
  readonly chosen: TokenRange | undefined;
  readonly curve: CurveContent | undefined;
  readonly rows: readonly CurveRow[];
}

/** Pixels of a cell, of a character of a label, and of the scale. */
const size = 14;
const character = 6.7;
const scaleHeight = 120;

/** The page's picture with real text, standalone. */
export function gatesDrawing(picture: GatesPicture, colours: DrawingColours): Drawing {
  const cells = cellsPart(picture, colours);
  const curve = curvePart(picture, colours);
  const width = Math.max(cells.width, curve.width);
  const height = cells.height + 24 + curve.height;
  return { width, height, svg: `${cells.svg}\n<g transform="translate(0 ${cells.height + 24})">${curve.svg}</g>` };
}

function cellsPart({ heatmap, seen, chosen }: GatesPicture, colours: DrawingColours): Drawing {
  const { source, scale, rowLabels, columnLabels } = heatmap;
  const range = seen ?? { fromRow: 0, toRow: source.rows, fromColumn: 0, toColumn: source.columns };
  const { fromRow, toRow, fromColumn, toColumn } = range;
  const longest = (labels: readonly string[]): number => labels.reduce((most, { length }) => Math.max(most, length), 0);
  const left = Math.ceil(longest(rowLabels.slice(fromRow, toRow)) * character) + 8;
  const top = Math.ceil(Math.min(16, longest(columnLabels.slice(fromColumn, toColumn))) * character) + 8;
  const parts: string[] = [];
  const text = (x: number, y: number, label: string, more: string): void => {
    parts.push(`<text x="${x}" y="${y}" ${more}>${escapeXml(label)}</text>`);
  };
  for (let column = fromColumn; column < toColumn; column++) {
    const x = left + (column - fromColumn) * size + 10;
    const label = Array.from(columnLabels[column] ?? '')
      .slice(0, 16)
      .join('');
    text(x, top - 5, label, `transform="rotate(-90 ${x} ${top - 5})"`);
  }
  for (let row = fromRow; row < toRow; row++) {
    const y = top + (row - fromRow) * size;
    text(left - 5, y + 11, rowLabels[row] ?? '', 'text-anchor="end" xml:space="preserve"');
    for (let column = fromColumn; column < toColumn; column++) {
      const colour = cssColour(rampAt(colours.ramp, rampShare(scale, source.value(row, column))));
      const x = left + (column - fromColumn) * size;
      parts.push(`<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${colour}"/>`);
    }
  }
  const [width, height] = [(toColumn - fromColumn) * size, (toRow - fromRow) * size];
  const frame = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${colours.hairline}"/>`;
  const edges = chosenEdges(columnsOf(heatmap, chosen), range).map((column) => {
    const x = left + (column - fromColumn) * size;
    return `<path d="M${x} ${top}V${top + height}" stroke="${colours.focus}" stroke-width="2"/>`;
  });
  const labels = `<g font-family="${escapeXml(colours.font)}" font-size="11" fill="${colours.foreground}">${parts.join('\n')}</g>`;
  const right = left + width + 16;
  return {
    width: right + 120,
    height: top + Math.max(height, scaleHeight + 30),
    svg: [labels, frame, ...edges, scalePart(heatmap, colours, right, top)].join('\n'),
  };
}

/** Columns in front of which a line stands; those out of view are left out. */
function chosenEdges(columns: TokenRange | undefined, { fromColumn, toColumn }: CellRange): readonly number[] {
  if (columns === undefined) return [];
  return [columns.from, columns.to].filter((column) => column >= fromColumn && column <= toColumn);
}

function scalePart(heatmap: HeatmapContent, colours: DrawingColours, x: number, y: number): string {
  const stops = gradientStops(colours.ramp)
    .split(', ')
    .map((stop) => {
      const at = stop.lastIndexOf(' ');
      return `<stop offset="${stop.slice(at + 1)}" stop-color="${stop.slice(0, at)}"/>`;
    });
  const ticks = scaleTicks(heatmap.scale).map(({ share, text }) => {
    const at = y + 18 + (1 - share) * scaleHeight + 4;
    return `<text x="${x + 17}" y="${at}" font-size="10" fill="${colours.foreground}">${escapeXml(text)}</text>`;
  });
  return `<linearGradient id="scale" x1="0" y1="1" x2="0" y2="0">${stops.join('')}</linearGradient>
<text x="${x}" y="${y + 6}" font-size="10" fill="${colours.quiet}">${escapeXml(measureText(heatmap))}</text>
<rect x="${x}" y="${y + 18}" width="12" height="${scaleHeight}" fill="url(#scale)" stroke="${colours.hairline}"/>
${ticks.join('\n')}`;
}

function curvePart({ curve, rows }: GatesPicture, colours: DrawingColours): Drawing {
  if (curve === undefined || rows.length === 0) return { width: 0, height: 0, svg: '' };
  const behind = curve.property === undefined ? '' : `; behind it ${curve.property.facts.name}`;
  const title = `${curve.title}, ${curve.scaleText}${behind}`;
  const drawn = rows.map(({ y, width, line, area, zero, property, tokens }) => {
    const texts = tokens.map(
      ({ index, x }) =>
        `<text x="${x + 1}" y="${plotHeight + 14}">${escapeXml(formatVisible(curve.pieces[index] ?? ''))}</text>`,
    );
    return `<g transform="translate(0 ${y + 20})">
${property === '' ? '' : `<path d="${property}" fill="${colours.property}" fill-opacity="0.22"/>`}
<path d="${area}" fill="${colours.data}" fill-opacity="0.3"/>
<path d="M0 ${zero}H${width}" stroke="${colours.foreground}" stroke-opacity="0.3"/>
<path d="${line}" fill="none" stroke="${colours.data}" stroke-width="1.5"/>
<g font-family="${escapeXml(colours.font)}" font-size="13" fill="${colours.foreground}">${texts.join('')}</g>
</g>`;
  });
  const width = rows.reduce((most, row) => Math.max(most, row.width), 0);
  return {
    width: Math.ceil(width),
    height: rows.length * rowHeight + 20,
    svg: `<text y="10" font-weight="bold" fill="${colours.foreground}">${escapeXml(title)}</text>${drawn.join('\n')}`,
  };
}
