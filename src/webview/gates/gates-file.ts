import { heatmapColours } from '../shared/heatmap/heatmap-colours';
import { svgFile } from '../shared/panel/figure-file';
import { pngFile } from '../shared/panel/png-file';
import { hexColour } from '../shared/theme';
import { gatesDrawing, type GatesPicture } from './gates-drawing';
import { figureFacts, type GatesFigure } from './gates-figure';

/** The picture as a file, in the colours of `page`'s theme. */
export async function gatesFile(
  format: 'svg' | 'png',
  figure: GatesFigure,
  picture: GatesPicture,
  page: HTMLElement,
): Promise<string | Uint8Array> {
  const chart = (name: string): string =>
    hexColour(page, `var(--vscode-charts-${name}, var(--vscode-charts-foreground))`);
  const colours = {
    ...heatmapColours(page, picture.heatmap.scale.kind, 'blue'),
    data: chart('blue'),
    property: chart('orange'),
  };
  const { background, foreground: text } = colours;
  const svg = svgFile(gatesDrawing(picture, colours), figureFacts(figure), { background, text });
  return format === 'svg' ? svg : pngFile(svg);
}
