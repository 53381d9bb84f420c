import type { CellOrder, GateSeries, RecurrentLayer, TextProperty } from '../../protocol';
import { textProperties } from '../../protocol/gates';
import { type CellPage, fittingPage, type OrderedCells } from './cell-page';
import { orderLabels, seriesFacts, seriesOf } from './series-facts';

/** How the panel draws: the page's own affair, kept while it is hidden. */
export interface GatesView {
  readonly layer: number;
  readonly series: GateSeries;
  readonly order: CellOrder;
  readonly page: CellPage;
  /** Only the cells that are on over the chosen tokens. */
  readonly onlyOn: boolean;
  /** Those that a person has set. */
  readonly thresholds: Readonly<Partial<Record<GateSeries, number>>>;
  /** The cell whose curve is drawn; undefined: the first that is shown. */
  readonly cell: number | undefined;
  /** What is drawn behind the curve; 'auto': the property that sorts the cells. */
  readonly overlay: TextProperty | 'auto' | 'none';
}

export const firstView: GatesView = {
  layer: 0,
  series: 'forget',
  order: 'index',
  page: { first: 0, count: 32 },
  onlyOn: false,
  thresholds: {},
  cell: undefined,
  overlay: 'auto',
};

/** The view as far as these layers have it: another model may have fewer layers, other series, fewer cells. */
export function fittingView(view: GatesView, layers: readonly RecurrentLayer[]): GatesView {
  const layer = Math.max(0, Math.min(view.layer, layers.length - 1));
  const found = layers[layer];
  if (found === undefined) return view;
  const cell = view.cell !== undefined && view.cell < found.cells ? view.cell : undefined;
  const series = seriesOf(found.cell, view.series);
  return { ...view, layer, series, cell, page: fittingPage(view.page, found.cells) };
}

/** The view that was kept, as far as it is one; JSON of an older version of the page may be anything. */
export function keptView(kept: unknown): GatesView {
  if (typeof kept !== 'object' || kept === null) return firstView;
  const { layer, series, order, page, onlyOn, thresholds, cell, overlay } = kept as Readonly<Record<string, unknown>>;
  return {
    layer: whole(layer) ?? firstView.layer,
    series: isKey(series, seriesFacts) ? series : firstView.series,
    order: isKey(order, orderLabels) ? order : firstView.order,
    page: { first: whole(field(page, 'first')) ?? 0, count: whole(field(page, 'count')) ?? firstView.page.count },
    onlyOn: onlyOn === true,
    thresholds: keptThresholds(thresholds),
    cell: whole(cell),
    overlay: [...textProperties, 'none' as const].find((known) => known === overlay) ?? 'auto',
  };
}

/** Above which a cell of the series that is shown counts as on. */
export function thresholdOf({ series, thresholds }: GatesView): number {
  return thresholds[series] ?? seriesFacts[series].threshold;
}

/** The property that is drawn behind the curve. */
export function overlayOf({ overlay, order }: GatesView): TextProperty | undefined {
  if (overlay !== 'auto') return overlay === 'none' ? undefined : overlay;
  return textProperties.find((property) => property === order);
}

/** The cells that are shown, with their scores, and how many there are to turn pages over. */
export interface ShownCells extends OrderedCells {
  readonly total: number;
  readonly page: CellPage;
}

/** A page of the order; of the cells that are on alone, where `on` says which. */
export function shownCells(order: OrderedCells, page: CellPage, on: Int32Array | undefined): ShownCells {
  const wanted = on && new Set(on);
  const places = Array.from(order.cells.keys()).filter((place) => wanted?.has(order.cells[place]!) ?? true);
  const fitting = fittingPage(page, places.length);
  const kept = places.slice(fitting.first, fitting.first + fitting.count);
  return {
    cells: Int32Array.from(kept, (place) => order.cells[place]!),
    scores: Float32Array.from(kept, (place) => order.scores[place]!),
    total: places.length,
    page: fitting,
  };
}

function keptThresholds(kept: unknown): GatesView['thresholds'] {
  const known = Object.keys(seriesFacts).map((series) => [series, positive(field(kept, series))] as const);
  return Object.fromEntries(known.filter(([, threshold]) => threshold !== undefined));
}

function isKey<K extends string>(value: unknown, known: Readonly<Record<K, unknown>>): value is K {
  return typeof value === 'string' && Object.hasOwn(known, value);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
