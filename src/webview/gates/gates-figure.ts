import type { FigureFormat, GatesReading, Span } from '../../protocol';
import { csvFile, type FigureFacts, type FigureTable, jsonFile } from '../shared/panel/figure-file';
import type { Found } from './gates-data';
import { type GatesView, thresholdOf } from './gates-view';
import type { HeatmapContent } from './heatmap-content';
import { layerName } from './layer-name';
import { seriesFacts } from './series-facts';
import type { TokenRange } from './token-range';

/** Everything that an exported file holds. */
export interface GatesFigure {
  /** The document's name. */
  readonly title: string;
  readonly focus: Span;
  readonly reading: GatesReading;
  readonly view: GatesView;
  readonly heatmap: HeatmapContent;
  readonly chosen: TokenRange;
  readonly on: Int32Array | undefined;
  readonly found: Found | undefined;
}

/** What is drawn, for the head of a file. */
export function figureFacts({ title, focus, reading, heatmap }: GatesFigure): FigureFacts {
  const { series, layer } = heatmap.values;
  return {
    title: `${seriesFacts[series].label}, ${layerName(reading.layers, layer)}`,
    document: title,
    focus,
    reading,
  };
}

/** The data that are shown, as JSON or as a table with a row a token. */
export function gatesData(format: Extract<FigureFormat, 'json' | 'csv'>, figure: GatesFigure): string {
  const facts = figureFacts(figure);
  return format === 'json' ? jsonFile(facts, jsonData(figure)) : csvFile(facts, table(figure));
}

function jsonData({ reading, view, heatmap, chosen, on, found }: GatesFigure): object {
  const { series, layer, tokens, cells, scores, values } = heatmap.values;
  const spans = reading.tokens.spans;
  const count = cells.length;
  return {
    layer: { index: layer, ...reading.layers[layer] },
    series,
    order: view.order,
    cells: Array.from(cells, (cell, at) => ({ cell, score: scores[at] })),
    tokens: tokensOf(tokens).map((token, at) => ({
      index: reading.tokens.first + token,
      text: reading.tokens.pieces[token],
      start: spans[2 * token],
      end: spans[2 * token + 1],
      values: Array.from(values.subarray(at * count, (at + 1) * count)),
    })),
    chosen: { ...chosen, threshold: thresholdOf(view), on: on ?? new Int32Array() },
    ...(found && { found: { cells: found.cells, threshold: found.threshold, places: found.places } }),
  };
}

function table({ reading, heatmap }: GatesFigure): FigureTable {
  const { tokens, cells, values } = heatmap.values;
  const { pieces, spans, first } = reading.tokens;
  const count = cells.length;
  return {
    columns: ['token', 'text', 'start', 'end', ...Array.from(cells, (cell) => `cell ${cell}`)],
    rows: tokensOf(tokens).map((token, at) => [
      first + token,
      pieces[token],
      spans[2 * token],
      spans[2 * token + 1],
      ...values.subarray(at * count, (at + 1) * count),
    ]),
  };
}

function tokensOf({ from, to }: TokenRange): readonly number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
