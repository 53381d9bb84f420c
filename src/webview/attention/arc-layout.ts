import { textFlow, type FlowRow } from '../gates/text-flow';
import type { AttentionAxis } from './attention-axis';
import type { AttentionEnd } from './attention-strip';

/** What of a text an arc view shows, and where. */
export interface ArcLayout {
  /** Items [from, to) of the axis; x and rows count from `from`. */
  readonly from: number;
  readonly to: number;
  readonly rows: readonly FlowRow[];
  readonly height: number;
}

/** Height of a row of text, and the room above it that arcs within the row need. */
export const rowHeight = 34;
export const textHeight = 18;
/** More text than this is not looked through by anybody, and is drawn slowly. */
const mostItems = 360;

/** The text around a token: as much before it as there is room for, since causal models look back. */
export function arcRange(chosen: number, count: number, ends: readonly AttentionEnd[]): { from: number; to: number } {
  if (count <= mostItems) return { from: 0, to: count };
  const behind = ends.some(({ index }) => index > chosen) ? mostItems / 2 : Math.floor(mostItems / 6);
  const to = Math.min(count, Math.max(mostItems, chosen + behind));
  return { from: to - mostItems, to };
}

/** Lets the text flow in rows of `width`. */
export function arcLayout(
  { labels }: AttentionAxis,
  { from, to }: { readonly from: number; readonly to: number },
  width: number,
  measure: (text: string) => number,
): ArcLayout {
  const shown = labels.slice(from, to);
  const rows = textFlow(
    shown.map((label) => Math.min(width, measure(label) + 2)),
    shown.map((label) => label.includes('\u21b5')),
    Math.max(40, width),
  );
  return { from, to, rows, height: rows.length * rowHeight };
}

/** Middle of an item's upper edge, and its box; undefined for what is not shown. */
export function itemBox({ from, to, rows }: ArcLayout, index: number) {
  if (index < from || index >= to) return undefined;
  const at = index - from;
  const row = rows.findIndex((each) => at >= each.from && at < each.to);
  const found = rows[row];
  if (found === undefined) return undefined;
  const x = found.x[at - found.from]!;
  const width = found.x[at - found.from + 1]! - x;
  return { x, y: row * rowHeight + rowHeight - textHeight, width, row };
}

/** SVG path of an arc over the text from one item to another; a loop over the item itself. */
export function arcPath(layout: ArcLayout, from: number, to: number): string | undefined {
  const a = itemBox(layout, from);
  const b = itemBox(layout, to);
  if (a === undefined || b === undefined) return undefined;
  const [ax, bx] = [round(a.x + a.width / 2), round(b.x + b.width / 2)];
  if (from === to) return `M${ax - 4} ${a.y}C${ax - 8} ${a.y - 12} ${ax + 8} ${a.y - 12} ${ax + 4} ${a.y}`;
  // Within a row the arc stays in the room above it; between rows it leaves upwards and arrives from above.
  const lift = a.row === b.row ? Math.min(rowHeight - textHeight + 2, 6 + Math.abs(ax - bx) / 6) : 16;
  return `M${ax} ${a.y}C${ax} ${round(a.y - lift * 1.3)} ${bx} ${round(b.y - lift * 1.3)} ${bx} ${b.y}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
