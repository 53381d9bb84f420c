import type { LineColumn } from './line-columns';

/** A rectangle in CSS pixels, y downwards. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SparklineShapes {
  /** Means, drawn solid. */
  readonly means: readonly Rectangle[];
  /** From the mean up to the highest line of the column, drawn faint; only where a column holds several lines. */
  readonly peaks: readonly Rectangle[];
}

export interface Area {
  readonly width: number;
  readonly height: number;
}

/** A few lines keep slim bars; more than that share the width. */
const widestBar = 16;

/** Width of a column in pixels. */
export function columnWidth(count: number, { width }: Area): number {
  return count === 0 ? 0 : Math.min(widestBar, width / count);
}

/** Lays the columns out in an area whose full height is `top` bits. */
export function sparklineShapes(columns: readonly LineColumn[], top: number, area: Area): SparklineShapes {
  const step = columnWidth(columns.length, area);
  const gap = step >= 3 ? 1 : 0;
  const means: Rectangle[] = [];
  const peaks: Rectangle[] = [];
  columns.forEach(({ mean, peak, first, last }, index) => {
    if (Number.isNaN(mean)) return;
    const x = index * step;
    const width = step - gap;
    // A line that surprised nobody is still seen to be scored.
    const height = Math.max(1, (mean / top) * area.height);
    means.push({ x, y: area.height - height, width, height });
    const higher = (peak / top) * area.height - height;
    if (last > first && higher > 0.5) peaks.push({ x, y: area.height - height - higher, width, height: higher });
  });
  return { means, peaks };
}

/** The column under a pixel, as near as there is one; -1 where there are none. */
export function columnAt(x: number, count: number, area: Area): number {
  const step = columnWidth(count, area);
  return step === 0 ? -1 : Math.min(count - 1, Math.max(0, Math.floor(x / step)));
}
