import type { AnswerOf, AskOf, FoundPlace, GateSeries, PanelAsk, ReadingId, TextProperty } from '../../protocol';
import type { OrderedCells } from './cell-page';
import { type GatesView, overlayOf, shownCells, type ShownCells, thresholdOf } from './gates-view';
import { type Asked, LatestAnswer } from './latest-answer';
import type { TokenRange } from './token-range';

/** Asks the extension about the reading that is shown. */
export type AskGates = <K extends PanelAsk<'gates'>>(
  ask: K,
  params: AskOf<'gates', K>,
  signal: AbortSignal,
  progress?: (done: number, total: number) => void,
) => Promise<AnswerOf<'gates', K>>;

/** What the page shows, from which follows all that it has to ask. */
export interface GatesWish {
  readonly reading: ReadingId;
  /** The series of the layer, see `gateSeries`. */
  readonly allSeries: readonly GateSeries[];
  readonly view: GatesView;
  readonly shown: TokenRange;
  /** The tokens chosen, one at least. */
  readonly chosen: TokenRange;
}

/** Numbers of some tokens and cells, with what they belong to: [tokens, cells]. */
export interface GateValues {
  readonly layer: number;
  readonly series: GateSeries;
  readonly tokens: TokenRange;
  readonly cells: Int32Array;
  readonly scores: Float32Array;
  readonly values: Float32Array;
}

/** The curve of one cell: [tokens]. */
export interface CellCurve {
  readonly series: GateSeries;
  readonly tokens: TokenRange;
  readonly cell: number;
  readonly values: Float32Array;
}

export interface PropertyValues {
  readonly property: TextProperty;
  /** [tokens of the reading] */
  readonly values: Float32Array;
}

/** Small pictures: the same tokens and cells of every series. */
export interface AllSeries {
  readonly tokens: TokenRange;
  readonly cells: Int32Array;
  readonly values: readonly { readonly series: GateSeries; readonly values: Float32Array }[];
}

/** Where the same cells are on together, and which cells these are. */
export interface Found {
  readonly cells: Int32Array;
  readonly threshold: number;
  readonly series: GateSeries;
  readonly layer: number;
  readonly places: readonly FoundPlace[];
  /** What was chosen, as text. */
  readonly about: string;
}

/** Places of the document that are listed at most. */
const mostPlaces = 50;

/** Asks for what the page shows, the newest wish first; older answers stay in place until newer ones come. */
export class GatesData {
  public readonly order: LatestAnswer<OrderedCells>;
  public readonly values: LatestAnswer<GateValues>;
  public readonly curve: LatestAnswer<CellCurve>;
  public readonly property: LatestAnswer<PropertyValues>;
  public readonly on: LatestAnswer<Int32Array>;
  public readonly all: LatestAnswer<AllSeries>;
  public readonly found: LatestAnswer<Found>;
  /** Tokens looked through for similar places. */
  public progress: { readonly done: number; readonly total: number } | undefined;
  /** Which cells the heatmap shows. */
  public shown: ShownCells | undefined;

  public constructor(
    private readonly ask: AskGates,
    private readonly changed: () => void,
  ) {
    const answer = <T>(): LatestAnswer<T> => new LatestAnswer<T>(changed);
    this.order = answer();
    this.values = answer();
    this.curve = answer();
    this.property = answer();
    this.on = answer();
    this.all = answer();
    this.found = answer();
  }

  /** The chosen cell; the first that is shown where none is. */
  public cellOf({ cell }: GatesView): number | undefined {
    return cell ?? this.shown?.cells[0];
  }

  /** Asks for what is new in the wish; to be called again when an answer has come. */
  public follow(wish: GatesWish): void {
    const { reading, view, shown } = wish;
    const { layer, series } = view;
    const place = { layer, series };
    const about = `${reading} ${layer} ${series}`;
    this.order.follow(`${about} ${view.order}`, () => this.asked('gatesOrder', { ...place, by: view.order }));
    this.followOn(wish, about);
    this.followCells(wish);
    const cell = this.cellOf(view);
    if (cell !== undefined) {
      const params = { ...place, ...shown, cells: Int32Array.of(cell) };
      this.curve.follow(`${about} ${cell} ${shown.from} ${shown.to}`, () =>
        mapped(this.asked('gatesValues', params), (values) => ({ series, tokens: shown, cell, values })),
      );
    }
    const property = overlayOf(view);
    if (property === undefined) this.property.clear();
    else {
      this.property.follow(`${reading} ${property}`, () =>
        mapped(this.asked('gatesProperty', { property }), (values) => ({ property, values })),
      );
    }
  }

  /** Looks for other places where the cells that are on now are on together; `about` names the chosen tokens. */
  public find({ reading, view, chosen }: GatesWish, about: string): void {
    const cells = this.on.value;
    if (cells === undefined || cells.length === 0) return;
    const { layer, series } = view;
    const threshold = thresholdOf(view);
    const params = { layer, series, ...chosen, cells, threshold, count: mostPlaces };
    this.progress = undefined;
    this.found.follow(`${reading} ${layer} ${series} ${threshold} ${chosen.from} ${chosen.to}`, () =>
      mapped(
        this.asked('gatesFind', params, (done, total) => {
          this.progress = { done, total };
          this.changed();
        }),
        (places) => ({ cells, threshold, series, layer, places, about }),
      ),
    );
  }

  /** Why the newest question of some kind was not answered. */
  public get failure(): unknown {
    const all = [this.order, this.values, this.curve, this.property, this.on, this.all, this.found];
    return all.find(({ failure }) => failure !== undefined)?.failure;
  }

  public stopFinding(): void {
    this.found.stop();
    this.changed();
  }

  /** Another reading: what was found belongs to a text that is gone. */
  public clearFound(): void {
    this.found.clear();
  }

  private followOn({ chosen: { from, to }, view }: GatesWish, about: string): void {
    const { layer, series } = view;
    const threshold = thresholdOf(view);
    this.on.follow(`${about} ${from} ${to} ${threshold}`, () =>
      this.asked('gatesOn', { layer, series, from, to, threshold }),
    );
  }

  private followCells({ reading, view, shown, chosen, allSeries }: GatesWish): void {
    const { layer, series } = view;
    const order = this.order.value;
    // Until the newer order is there, its cells are not known: what is shown stays.
    if (order === undefined || !this.order.settled) return;
    const onlyOn = view.onlyOn && this.on.value !== undefined;
    if (onlyOn && !this.on.settled) return;
    const found = shownCells(order, view.page, onlyOn ? this.on.value : undefined);
    this.shown = found;
    const { cells, scores } = found;
    const which = `${reading} ${layer} ${cells.join(' ')}`;
    this.values.follow(`${which} ${series} ${view.order} ${shown.from} ${shown.to}`, () =>
      mapped(this.valuesOf(layer, series, shown, cells), (values) => ({
        layer,
        series,
        tokens: shown,
        cells,
        scores,
        values,
      })),
    );
    this.all.follow(`${which} ${chosen.from} ${chosen.to}`, () => {
      const parts = allSeries.map((one) =>
        mapped(this.valuesOf(layer, one, chosen, cells), (values) => ({ series: one, values })),
      );
      return {
        answer: Promise.all(parts.map((part) => part.answer)).then((values) => ({ tokens: chosen, cells, values })),
        cancel: () => parts.forEach((part) => part.cancel()),
      };
    });
  }

  private valuesOf(layer: number, series: GateSeries, tokens: TokenRange, cells: Int32Array): Asked<Float32Array> {
    if (cells.length === 0) return { answer: Promise.resolve(new Float32Array()), cancel: () => undefined };
    return this.asked('gatesValues', { layer, series, ...tokens, cells });
  }

  private asked<K extends PanelAsk<'gates'>>(
    ask: K,
    params: AskOf<'gates', K>,
    progress?: (done: number, total: number) => void,
  ): Asked<AnswerOf<'gates', K>> {
    const abort = new AbortController();
    return { answer: this.ask(ask, params, abort.signal, progress), cancel: () => abort.abort() };
  }
}

function mapped<A, B>({ answer, cancel }: Asked<A>, change: (value: A) => B): Asked<B> {
  return { answer: answer.then(change), cancel };
}
