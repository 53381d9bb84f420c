import type { FigureFormat, Span } from '../../protocol';
import { heatmapColours } from '../shared/heatmap/heatmap-colours';
import { csvFile, jsonFile, svgFile, type FigureFacts } from '../shared/panel/figure-file';
import { pngFile } from '../shared/panel/png-file';
import { colouringFacts } from './lens-colouring';
import { lensData, lensTable } from './lens-data';
import { lensDrawing, type DrawnLens } from './lens-drawing';

/** What an exported file is made of. */
export interface LensFigure extends DrawnLens {
  /** The document's name. */
  readonly document: string;
  readonly focus: Span;
}

/** The file in the format asked for, in the colours of `element`'s theme. */
export async function drawLens(format: FigureFormat, figure: LensFigure, element: HTMLElement) {
  const facts = factsOf(figure);
  if (format === 'json') return jsonFile(facts, lensData(figure.reading));
  if (format === 'csv') return csvFile(facts, lensTable(figure.reading));
  const { picture } = figure;
  const colours = heatmapColours(element, picture.scale.kind, colouringFacts[picture.by].hue);
  const svg = svgFile(lensDrawing(figure, colours), facts, {
    background: colours.background,
    text: colours.foreground,
  });
  return format === 'svg' ? svg : pngFile(svg);
}

function factsOf({ document, focus, reading, picture }: LensFigure): FigureFacts {
  const by = colouringFacts[picture.by].label;
  return { title: `Logit lens: best guess of each layer, coloured by: ${by}`, document, focus, reading };
}
