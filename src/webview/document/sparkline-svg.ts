import { escapeXml } from '../shared/panel/figure-file';
import { lineColumns, scaleTop } from './line-columns';
import { sparklineShapes, type Rectangle } from './sparkline-shapes';

export interface SparklinePicture {
  /** [lines] bits per token, NaN where not scored. */
  readonly lines: Float32Array;
  readonly title: string;
  readonly provenance: string;
  readonly colors: { readonly background: string; readonly text: string; readonly data: string };
}

const width = 960;
const plot = { x: 48, y: 40, width: 880, height: 160 };

/** The sparkline as a file of its own, with its scale and how the figures came about. */
export function sparklineSvg({ lines, title, provenance, colors }: SparklinePicture): string {
  const columns = lineColumns(lines, plot.width);
  const top = scaleTop(columns);
  const { means, peaks } = sparklineShapes(columns, top, plot);
  const bottom = plot.y + plot.height;
  const right = plot.x + plot.width;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 256" width="${width}" height="256" font-family="sans-serif" font-size="12">
<title>${escapeXml(title)}: surprise by line</title>
<desc>${escapeXml(provenance)}</desc>
<rect width="100%" height="100%" fill="${escapeXml(colors.background)}"/>
<g fill="${escapeXml(colors.text)}">
<text x="${plot.x}" y="24" font-size="14" font-weight="600">${escapeXml(title)}: surprise by line, bits per token</text>
<text x="${plot.x - 6}" y="${plot.y + 4}" text-anchor="end">${top}</text>
<text x="${plot.x - 6}" y="${plot.y + plot.height / 2 + 4}" text-anchor="end">${top / 2}</text>
<text x="${plot.x - 6}" y="${bottom + 4}" text-anchor="end">0</text>
<text x="${plot.x}" y="${bottom + 18}">1</text>
<text x="${right}" y="${bottom + 18}" text-anchor="end">line ${lines.length}</text>
<text x="${plot.x}" y="${bottom + 40}" font-size="11" opacity="0.8">${escapeXml(provenance)}</text>
</g>
<g stroke="${escapeXml(colors.text)}" stroke-opacity="0.25">
${[0, 0.5, 1].map((part) => `<line x1="${plot.x}" x2="${right}" y1="${plot.y + part * plot.height}" y2="${plot.y + part * plot.height}"/>`).join('\n')}
</g>
<g fill="${escapeXml(colors.data)}" transform="translate(${plot.x} ${plot.y})">
<path fill-opacity="0.35" d="${path(peaks)}"/>
<path d="${path(means)}"/>
</g>
</svg>
`;
}

function path(rectangles: readonly Rectangle[]): string {
  return rectangles.map(({ x, y, width: w, height: h }) => `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}z`).join('');
}

/** Two decimals: a hundredth of a pixel. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
