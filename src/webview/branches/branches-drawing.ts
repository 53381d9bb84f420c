import { formatNumber } from '../../protocol/format';
import { cssColour, gradientStops, rampAt } from '../shared/heatmap/colour-ramp';
import { escapeXml, type Drawing } from '../shared/panel/figure-file';
import { columnsAt, type ShownHypothesis } from './beam-columns';
import type { BeamFigure } from './beam-figure';
import { formatPenalty, lineText } from './beam-words';
import { rankEnded } from './beam-rank';
import { edgeShare, scaleMarks, thickestEdge } from './probability-scale';
import { edgePath, edgeWidth, treeLayout } from './tree-layout';
import type { TreeNode } from './tree-nodes';
import { treeSizes } from './tree-sizes';
import { entropyOf, jointOf, labelOf, probabilityOf } from './tree-words';

/** What a drawing is made with, as '#rrggbb'. */
export interface BranchColours {
  readonly background: string;
  readonly foreground: string;
  readonly quiet: string;
  readonly hairline: string;
  readonly font: string;
  readonly ramp: Uint8ClampedArray;
}

const em = 13;
const scaleWidth = 160;

/** The tree as it is unfolded, whole, with the scale of its edges. */
export function treeDrawing(nodes: readonly TreeNode[], lead: string, colours: BranchColours): Drawing {
  const sizes = treeSizes(em);
  const { nodes: placed, edges, width, height } = treeLayout(nodes, sizes, (node) => labelOf(node, lead));
  const mono = `font-family="${escapeXml(colours.font)}"`;
  const lines = [...edges]
    .sort((a, b) => a.share - b.share)
    .map((edge) => {
      const stroke = cssColour(rampAt(colours.ramp, edgeShare(edge.share)));
      const thick = edgeWidth(edge.share, thickestEdge);
      return `<path d="${edgePath(edge)}" fill="none" stroke="${stroke}" stroke-width="${thick}" stroke-linecap="round"/>`;
    });
  const boxes = placed.map(({ node, x, y, width: wide }) => {
    const most = Math.floor((wide - sizes.beside) / sizes.character) + 1;
    const label = Array.from(labelOf(node, lead));
    const text = label.length > most ? `${label.slice(0, most - 1).join('')}\u2026` : label.join('');
    const small = [node.choice === undefined ? '' : `path ${jointOf(node)}`, node.open ? (entropyOf(node) ?? '') : ''];
    const fill = node.choice === undefined ? colours.quiet : colours.foreground;
    return `<g transform="translate(${x} ${y})"><rect width="${wide}" height="${sizes.node}" rx="3" fill="${colours.background}" stroke="${colours.hairline}"/>
<text x="5" y="14" font-size="12" ${mono} fill="${fill}">${escapeXml(text)}</text>
<text x="${wide - 5}" y="14" font-size="11" text-anchor="end" fill="${colours.foreground}">${escapeXml(probabilityOf(node))}</text>
<text x="5" y="28" font-size="9.5" fill="${colours.quiet}">${escapeXml(small[0]!)}</text>
<text x="${wide - 5}" y="28" font-size="9.5" text-anchor="end" fill="${colours.quiet}">${escapeXml(small[1]!)}</text></g>`;
  });
  const svg = [...lines, ...boxes, legend(height + 18, colours)].join('\n');
  return { width: Math.max(width, scaleWidth + 170), height: height + 52, svg };
}

function legend(y: number, colours: BranchColours): string {
  const stops = gradientStops(colours.ramp)
    .split(', ')
    .map((stop) => /^(rgb\([^)]*\)) (.*)%$/.exec(stop)!)
    // The scale begins where the edge of the smallest probability does.
    .filter(([, , at]) => Number(at) / 100 >= edgeShare(0))
    .map(([, colour, at]) => {
      const share = (Number(at) / 100 - edgeShare(0)) / (1 - edgeShare(0));
      return `<stop offset="${share}" stop-color="${colour!}"/>`;
    });
  const middle = thickestEdge / 2;
  const ticks = scaleMarks.map(
    (share) =>
      `<text x="${share * scaleWidth}" y="24" text-anchor="middle" font-size="9.5" fill="${colours.quiet}">${100 * share} %</text>`,
  );
  return `<g transform="translate(140 ${y})"><linearGradient id="scale">${stops.join('')}</linearGradient>
<text x="-12" y="9" text-anchor="end" font-size="10" fill="${colours.quiet}">probability of the token</text>
<path d="M0 ${middle - 0.5}L${scaleWidth} 0V${thickestEdge}L0 ${middle + 0.5}Z" fill="url(#scale)"/>
${ticks.join('')}</g>`;
}

/** The step of the search that is shown, and the ranking of what ended. */
export function beamDrawing({ trace, step, penalty }: BeamFigure, colours: BranchColours): Drawing {
  const { live, finished, dropped } = columnsAt(trace, step);
  const parts: string[] = [];
  const wide = 250;
  const write = (x: number, y: number, text: string, fill: string, more = ''): void => {
    parts.push(`<text x="${x}" y="${y}" fill="${fill}" ${more}>${escapeXml(text)}</text>`);
  };
  const mono = `font-family="${escapeXml(colours.font)}" font-size="11"`;
  const cut = (text: string, most: number): string => (text.length > most ? `\u2026${text.slice(1 - most)}` : text);
  const column = (
    at: number,
    name: string,
    list: readonly ShownHypothesis[],
    figure: (one: ShownHypothesis) => number,
  ) => {
    write(at * wide, 12, name, colours.foreground, 'font-weight="bold" font-size="11"');
    list.forEach((one, place) => {
      const y = 30 + 18 * place;
      write(at * wide, y, cut(lineText(trace, one.node), 26), colours.foreground, mono);
      write((at + 1) * wide - 20, y, formatNumber(figure(one)), colours.quiet, 'text-anchor="end" font-size="10"');
    });
  };
  column(0, `Live, step ${step + 1} of ${trace.steps.length} (nats)`, live, ({ total }) => total);
  column(1, 'Finished (score)', finished, ({ score }) => score);
  column(2, 'Dropped (nats)', dropped, ({ total }) => total);
  const top = 48 + 18 * Math.max(live.length, finished.length, dropped.length);
  const ranked = rankEnded(trace, penalty);
  const { lengthPenalty } = trace.options;
  write(0, top, `Ranked with A = ${formatPenalty(penalty)}; searched with A = ${formatPenalty(lengthPenalty)}`, colours.foreground, 'font-weight="bold" font-size="11"'); // prettier-ignore
  ranked.forEach(({ node, score }, place) => {
    const y = top + 18 * (place + 1);
    write(0, y, `${place + 1}`, colours.quiet, 'font-size="10"');
    write(24, y, cut(lineText(trace, node), 78), colours.foreground, mono);
    write(3 * wide - 20, y, formatNumber(score), colours.quiet, 'text-anchor="end" font-size="10"');
  });
  return { width: 3 * wide, height: top + 18 * (ranked.length + 1), svg: parts.join('\n') };
}
