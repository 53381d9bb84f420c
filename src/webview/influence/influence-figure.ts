import type { FigureFormat, InfluenceReading, Span } from '../../protocol';
import { formatModel, formatVisible } from '../../protocol/format';
import { influenceMeasureWords, influenceUnitNames } from '../../protocol/influence-words';
import {
  type Cell,
  csvFile,
  type Drawing,
  escapeXml,
  type FigureFacts,
  jsonFile,
  svgFile,
} from '../shared/panel/figure-file';
import { pngFile } from '../shared/panel/png-file';
import { type CompareFigure, compareHeight, compareLeft, type CompareSeries } from './compare-figure';
import { stripHeight, stripLeft, type StripFigure } from './strip-figure';
import { backText, type UnitRow } from './unit-rows';

/** Everything that an exported file holds. */
export interface InfluenceFigure {
  /** The document's name. */
  readonly document: string;
  readonly focus: Span;
  readonly reading: InfluenceReading;
  readonly rows: readonly UnitRow[];
  readonly series: readonly CompareSeries[];
  readonly strip: StripFigure | undefined;
  readonly compare: CompareFigure | undefined;
}

/** Colours of a figure as '#rrggbb', which every program that reads SVG understands. */
export interface FigureColors {
  readonly background: string;
  readonly text: string;
  readonly quiet: string;
  readonly norm: string;
  readonly help: string;
  readonly mislead: string;
  readonly series: (series: CompareSeries) => string;
}

const between = 28;

function factsOf({ document, focus, reading }: InfluenceFigure): FigureFacts {
  const { tokens, target, measure, unit } = reading;
  const token = formatVisible(tokens.pieces[target]!);
  const title = `What matters to ${token}: ${influenceMeasureWords[measure].name.toLowerCase()}, by ${influenceUnitNames[unit].toLowerCase()}`;
  return { title, document, focus, reading };
}

const text = (x: number, y: number, words: string, fill: string, anchor = 'start'): string =>
  `<text x="${x}" y="${y}" fill="${fill}" font-size="11" text-anchor="${anchor}">${escapeXml(words)}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, opacity = 1): string =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${stroke}" stroke-opacity="${opacity}"/>`;

function stripSvg({ bars, ticks, base, right, foot, longest }: StripFigure, colors: FigureColors): string {
  return [
    ...ticks.map(
      ({ y, label }) =>
        line(stripLeft, y, right, y, colors.quiet, 0.2) + text(stripLeft - 6, y + 4, label, colors.quiet, 'end'),
    ),
    ...bars.map(
      ({ x, y, width, height, kind }) =>
        `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colors[kind]}"/>`,
    ),
    line(stripLeft, base, right, base, colors.quiet),
    text(stripLeft, foot + 15, backText(longest), colors.quiet),
    text(right, foot + 15, 'this token', colors.quiet, 'end'),
  ].join('\n');
}

function compareSvg({ lines, rows, columns, foot, right }: CompareFigure, colors: FigureColors): string {
  return [
    ...rows.map(
      ({ y, label }) =>
        line(compareLeft, y, right, y, colors.quiet, 0.2) + text(compareLeft - 6, y + 4, label, colors.quiet, 'end'),
    ),
    line(compareLeft, foot, right, foot, colors.quiet),
    ...columns.map(
      ({ x, label }) => line(x, foot, x, foot + 4, colors.quiet) + text(x, foot + 17, label, colors.quiet, 'middle'),
    ),
    text((compareLeft + right) / 2, foot + 31, 'tokens back', colors.quiet, 'middle'),
    ...lines.map(
      ({ series, path, points, nameX, nameY }) =>
        `<path d="${points}" fill="none" stroke="${colors.series(series)}" stroke-opacity="0.3"/>` +
        `<path d="${path}" fill="none" stroke="${colors.series(series)}" stroke-width="2" stroke-dasharray="${series.look.dashes}"/>` +
        `<line x1="${nameX}" x2="${nameX + 18}" y1="${nameY - 4}" y2="${nameY - 4}" stroke="${colors.series(series)}" stroke-width="2" stroke-dasharray="${series.look.dashes}"/>` +
        text(nameX + 22, nameY, series.short, colors.text),
    ),
  ].join('\n');
}

function drawing({ strip, compare }: InfluenceFigure, colors: FigureColors): Drawing | undefined {
  if (!strip) return undefined;
  const svg = stripSvg(strip, colors);
  const width = strip.right + 4;
  if (!compare || compare.lines.length === 0) return { width, height: stripHeight, svg };
  const below = `<g transform="translate(0 ${stripHeight + between})">${text(0, -8, 'Mean over several tokens, by model', colors.text)}${compareSvg(compare, colors)}</g>`;
  return {
    width: Math.max(width, compare.right + 64),
    height: stripHeight + between + compareHeight,
    svg: `${svg}\n${below}`,
  };
}

function json(figure: InfluenceFigure): string {
  const { reading, rows, series } = figure;
  const { tokens, target, logprob, measure, unit, filler } = reading;
  const of = {
    text: tokens.pieces[target],
    start: tokens.spans[2 * target],
    end: tokens.spans[2 * target + 1],
    logprob,
  };
  return jsonFile(factsOf(figure), {
    measure,
    unit,
    ...(filler && { filler }),
    target: of,
    units: rows.map(({ text: words, start, end, distance, value }) => ({
      text: words,
      start,
      end,
      distance,
      value: Number.isNaN(value) ? null : value,
    })),
    curves: series.map(({ name, curve }) => ({ model: name, ...curve })),
  });
}

function csv(figure: InfluenceFigure): string {
  const units = figure.rows.map(({ text: words, start, end, distance, value }): readonly Cell[] => [
    'unit',
    formatModel(figure.reading.provenance.model),
    distance,
    value,
    start,
    end,
    words,
  ]);
  const curves = figure.series.flatMap(({ name, curve }) =>
    Array.from(curve.mean, (value, i): readonly Cell[] => [
      'mean',
      name,
      curve.distances[i],
      value,
      undefined,
      undefined,
      undefined,
    ]),
  );
  return csvFile(factsOf(figure), {
    columns: ['kind', 'model', 'tokens back', 'value', 'start', 'end', 'text'],
    rows: [...units, ...curves],
  });
}

/** The figure as it is seen, in a format; undefined where nothing is drawn yet. */
export async function influenceFile(
  format: FigureFormat,
  figure: InfluenceFigure,
  colors: FigureColors,
): Promise<string | Uint8Array | undefined> {
  if (format === 'json') return json(figure);
  if (format === 'csv') return csv(figure);
  const drawn = drawing(figure, colors);
  const svg = drawn && svgFile(drawn, factsOf(figure), colors);
  return svg !== undefined && format === 'png' ? pngFile(svg) : svg;
}
