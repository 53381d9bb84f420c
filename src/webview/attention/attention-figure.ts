import type { AttentionReading, FigureFormat, Span } from '../../protocol';
import { heatmapColours } from '../shared/heatmap/heatmap-colours';
import { heatmapSvg, needsPicture, type DrawnHeatmap } from '../shared/heatmap/heatmap-svg';
import type { Blocks } from '../shared/heatmap/matrix-source';
import type { CellRange } from '../shared/heatmap/tile-grid';
import { colourBlocks, type ValueScale } from '../shared/heatmap/value-scale';
import { csvFile, jsonFile, svgFile, type Cell, type FigureFacts } from '../shared/panel/figure-file';
import { pngFile } from '../shared/panel/png-file';
import type { AttentionAxis } from './attention-axis';
import type { AttentionAxes, ChosenItem } from './attention-content';
import type { AttentionLook } from './attention-look';
import type { AttentionMatrix } from './attention-source';

/** What an exported file is made of: the part of a map that is in view. */
export interface AttentionFigure extends FigureFacts {
  readonly reading: AttentionReading;
  readonly focus: Span;
  readonly look: AttentionLook;
  readonly axes: AttentionAxes;
  readonly matrix: AttentionMatrix;
  readonly range: CellRange;
  readonly scale: ValueScale;
  readonly strip: { readonly chosen: ChosenItem } | undefined;
}

/** Weights along a side that a file holds at most: pictures become coarser, tables end there. */
const mostDrawn = 1024;
const mostWritten = 1024;

/** The file in the format asked for, in the colours of `element`'s theme. */
export async function drawAttention(
  format: FigureFormat,
  figure: AttentionFigure,
  element: HTMLElement,
): Promise<string | Uint8Array> {
  if (format === 'json' || format === 'csv') {
    const part = written(figure);
    const values = (await blocksOf(figure, part, 1)).values;
    return format === 'json'
      ? jsonFile(figure, data(figure, part, values))
      : csvFile(figure, table(figure, part, values));
  }
  const { range, axes, scale, strip } = figure;
  const colours = heatmapColours(element, 'sequential', 'blue');
  const longest = Math.max(range.toRow - range.fromRow, range.toColumn - range.fromColumn);
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(longest / mostDrawn)));
  // Blocks begin at multiples of their size.
  const whole = {
    ...range,
    fromRow: range.fromRow - (range.fromRow % step),
    fromColumn: range.fromColumn - (range.fromColumn % step),
  };
  const blocks = await blocksOf(figure, whole, step);
  const drawn: DrawnHeatmap = {
    blocks,
    step,
    range: whole,
    rowLabels: axes.rows.labels,
    columnLabels: axes.columns.labels,
    scale,
    measure: 'weight',
    [strip?.chosen.axis ?? 'row']: strip?.chosen.index,
  };
  const picture = needsPicture(blocks) ? await pictureOf(blocks, scale, colours.ramp) : undefined;
  const paper = { background: colours.background, text: colours.foreground };
  const svg = svgFile(heatmapSvg(drawn, colours, picture), figure, paper);
  return format === 'svg' ? svg : pngFile(svg);
}

function blocksOf({ matrix }: AttentionFigure, range: CellRange, step: number): Promise<Blocks> {
  const rows = Math.ceil((range.toRow - range.fromRow) / step);
  const columns = Math.ceil((range.toColumn - range.fromColumn) / step);
  const rectangle = { rowScale: step, columnScale: step, row: range.fromRow, column: range.fromColumn, rows, columns };
  return matrix.blocks(rectangle, new AbortController().signal);
}

/** One pixel a block, as a data URL. */
async function pictureOf(
  { rows, columns, values }: Blocks,
  scale: ValueScale,
  ramp: Uint8ClampedArray,
): Promise<string> {
  const canvas = new OffscreenCanvas(columns, rows);
  canvas.getContext('2d')!.putImageData(new ImageData(colourBlocks(values, scale, ramp), columns, rows), 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:image/png;base64,${btoa(text)}`;
}

function written({ range }: AttentionFigure): CellRange {
  return {
    ...range,
    toRow: Math.min(range.toRow, range.fromRow + mostWritten),
    toColumn: Math.min(range.toColumn, range.fromColumn + mostWritten),
  };
}

function data({ look, axes, matrix }: AttentionFigure, range: CellRange, values: Float32Array): object {
  const columns = range.toColumn - range.fromColumn;
  const weights: Float32Array[] = [];
  for (let at = 0; at < values.length; at += columns) weights.push(values.slice(at, at + columns));
  return {
    stack: axes.stack.name,
    // Layers and heads count from 0 here, as on the command line.
    map: matrix.map.source,
    unit: look.unit,
    maskStart: look.maskStart,
    size: { rows: matrix.rows, columns: matrix.columns },
    rows: items(axes.rows, range.fromRow, range.toRow),
    columns: items(axes.columns, range.fromColumn, range.toColumn),
    weights,
  };
}

function items({ labels, spans }: AttentionAxis, from: number, to: number) {
  return labels.slice(from, to).map((text, at) => ({
    text,
    start: spans[2 * (from + at)],
    end: spans[2 * (from + at) + 1],
  }));
}

function table({ axes }: AttentionFigure, range: CellRange, values: Float32Array) {
  const { fromRow, toRow, fromColumn, toColumn } = range;
  const wide = toColumn - fromColumn;
  const named = (label: string, at: number): string => `${at} ${label}`;
  return {
    columns: [
      'from \\ to',
      ...axes.columns.labels.slice(fromColumn, toColumn).map((label, at) => named(label, fromColumn + at)),
    ],
    rows: Array.from({ length: toRow - fromRow }, (_, row): readonly Cell[] => [
      named(axes.rows.labels[fromRow + row]!, fromRow + row),
      ...values.subarray(row * wide, (row + 1) * wide),
    ]),
  };
}
