import type { InfluenceCurve } from '../../protocol';
import { distanceAxis, logAxis } from './axis';
import { smoothed } from './curve-facts';
import type { SeriesLook } from './series-look';

/** CSS pixels. */
export const compareHeight = 240;
export const compareLeft = 52;
const [below, top] = [34, 10];
/** Room for a name behind the end of its line. */
const nameWidth = 78;
/** Names stand at least this far from each other. */
const nameHeight = 14;

/** A model's curve and how it is drawn. */
export interface CompareSeries {
  readonly name: string;
  /** As it is written at the end of the line. */
  readonly short: string;
  readonly look: SeriesLook;
  readonly curve: Pick<InfluenceCurve, 'distances' | 'mean'>;
}

export interface CompareLine {
  readonly series: CompareSeries;
  /** Without its wobble, and every point as it is. */
  readonly path: string;
  readonly points: string;
  /** Where its name stands. */
  readonly nameX: number;
  readonly nameY: number;
}

/** The picture in its own coordinates. */
export interface CompareFigure {
  readonly lines: readonly CompareLine[];
  readonly rows: readonly { readonly y: number; readonly label: string }[];
  readonly columns: readonly { readonly x: number; readonly label: string }[];
  readonly foot: number;
  readonly right: number;
  /** Where a distance lies, and the distance nearest to a place. */
  readonly x: (distance: number) => number;
  readonly distanceAt: (x: number) => number;
  readonly y: (value: number) => number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** A line through the points that are above zero; nothing at all lies at the foot, where a line ends. */
function pathOf(
  { distances, mean }: CompareSeries['curve'],
  x: (d: number) => number,
  y: (v: number) => number,
): string {
  let path = '';
  let open = false;
  mean.forEach((value, i) => {
    if (!Number.isNaN(value)) path += `${open ? 'L' : 'M'}${round(x(distances[i]!))} ${round(y(value))}`;
    open = !Number.isNaN(value);
  });
  return path;
}

/** Names one below the other, as near to the ends of their lines as there is room. */
function spreadNames(wanted: readonly number[], from: number, to: number): readonly number[] {
  const order = [...wanted.keys()].sort((a, b) => wanted[a]! - wanted[b]!);
  const places = [...wanted];
  let least = from;
  for (const at of order) least = (places[at] = Math.max(least, wanted[at]!)) + nameHeight;
  let most = to;
  for (const at of order.toReversed()) most = (places[at] = Math.min(most, places[at]!)) - nameHeight;
  return places;
}

/** Lines over distance, both axes logarithmic, `width` CSS pixels wide. */
export function compareFigure(series: readonly CompareSeries[], longest: number, width: number): CompareFigure {
  const [foot, right] = [compareHeight - below, width - nameWidth];
  const across = distanceAxis(longest);
  const up = logAxis(
    series.flatMap(({ curve }) => Array.from(curve.mean)),
    6,
  );
  const x = (distance: number): number => compareLeft + across.place(distance) * (right - compareLeft);
  const y = (value: number): number => foot - up.place(value) * (foot - top);
  const even = series.map(({ curve }) => smoothed(curve));
  const ends = even.map((mean) => y(mean.at(-1) ?? 0) + 4);
  const names = spreadNames(ends, top, foot + 4);
  return {
    lines: series.map((one, i) => ({
      series: one,
      path: pathOf({ ...one.curve, mean: even[i]! }, x, y),
      points: pathOf(one.curve, x, y),
      nameX: x(one.curve.distances.at(-1) ?? 1) + 6,
      nameY: names[i]!,
    })),
    rows: up.ticks.map(({ value, label }) => ({ y: y(value), label })),
    columns: across.ticks.map(({ value, label }) => ({ x: x(value), label })),
    foot,
    right,
    x,
    y,
    distanceAt: (place) => {
      const share = Math.min(1, Math.max(0, (place - compareLeft) / (right - compareLeft)));
      return Math.max(1, Math.round(Math.max(2, longest) ** share));
    },
  };
}
