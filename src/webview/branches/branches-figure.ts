import type { BranchesReading, FigureFormat, Span } from '../../protocol';
import { heatmapColours } from '../shared/heatmap/heatmap-colours';
import { csvFile, jsonFile, svgFile, type FigureFacts } from '../shared/panel/figure-file';
import { pngFile } from '../shared/panel/png-file';
import type { BeamFigure } from './beam-figure';
import { beamData, beamTable, treeData, treeTable } from './branches-data';
import { beamDrawing, treeDrawing } from './branches-drawing';
import type { TreeNode } from './tree-nodes';

/** What an exported file is made of. */
export interface BranchesFigure {
  /** The document's name. */
  readonly document: string;
  readonly focus: Span;
  readonly reading: BranchesReading;
  readonly nodes: readonly TreeNode[];
  readonly lead: string;
  /** Instead of the tree, where a search is shown. */
  readonly beams: BeamFigure | undefined;
}

/** The file in the format asked for, in the colours of `element`'s theme. */
export async function drawBranches(format: FigureFormat, figure: BranchesFigure, element: HTMLElement) {
  const { document, focus, reading, nodes, lead, beams } = figure;
  const title = beams ? 'Beam search' : 'Continuations';
  const facts: FigureFacts = { title, document, focus, reading };
  if (format === 'json') return jsonFile(facts, beams ? beamData(beams) : treeData(nodes));
  if (format === 'csv') return csvFile(facts, beams ? beamTable(beams) : treeTable(nodes));
  const colours = heatmapColours(element, 'sequential', 'blue');
  const drawing = beams ? beamDrawing(beams, colours) : treeDrawing(nodes, lead, colours);
  const svg = svgFile(drawing, facts, { background: colours.background, text: colours.foreground });
  return format === 'svg' ? svg : pngFile(svg);
}
