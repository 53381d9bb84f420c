import { formatVisible } from '../../protocol/format';
import { type DrawingColours, heatmapSvg } from '../shared/heatmap/heatmap-svg';
import type { CellRange } from '../shared/heatmap/tile-grid';
import { type Drawing, escapeXml } from '../shared/panel/figure-file';
import { type CurveRow, plotHeight, rowHeight } from './curve-figure';
import type { CurveContent } from './curve-content';
import { columnsOf, type HeatmapContent, measureText } from './heatmap-content';
import type { TokenRange } from './token-range';

/** Of the heatmap, and '#rrggbb' of the curve and of the property behind it. */
export interface GatesColours extends DrawingColours {
  readonly data: string;
  readonly property: string;
}

/** What is drawn: the heatmap where it is in view, and under it the curve of one cell over the text. */
export interface GatesPicture {
  readonly heatmap: HeatmapContent;
  readonly seen: CellRange | undefined;
  readonly chosen: TokenRange | undefined;
  readonly curve: CurveContent | undefined;
  readonly rows: readonly CurveRow[];
}

/** The page's picture with real text, standalone. */
export function gatesDrawing(picture: GatesPicture, colours: GatesColours): Drawing {
  const cells = cellsPart(picture, colours);
  const curve = curvePart(picture, colours);
  const width = Math.max(cells.width, curve.width);
  const height = cells.height + 24 + curve.height;
  return { width, height, svg: `${cells.svg}\n<g transform="translate(0 ${cells.height + 24})">${curve.svg}</g>` };
}

function cellsPart({ heatmap, seen, chosen }: GatesPicture, colours: GatesColours): Drawing {
  const { source, scale, rowLabels, columnLabels } = heatmap;
  const range = seen ?? { fromRow: 0, toRow: source.rows, fromColumn: 0, toColumn: source.columns };
  const blocks = source.blocks({
    rowScale: 1,
    columnScale: 1,
    row: range.fromRow,
    column: range.fromColumn,
    rows: range.toRow - range.fromRow,
    columns: range.toColumn - range.fromColumn,
  });
  const columns = columnsOf(heatmap, chosen);
  const drawn = { blocks, step: 1, range, rowLabels, columnLabels, scale, measure: measureText(heatmap), columns };
  return heatmapSvg(drawn, colours, undefined);
}

function curvePart({ curve, rows }: GatesPicture, colours: GatesColours): Drawing {
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
