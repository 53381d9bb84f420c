import type { HeatmapColours } from './heatmap-colours';
import type { Cell } from './matrix-source';
import type { Shape, TileAddress } from './tile-grid';
import type { ValueScale } from './value-scale';
import type { Box, View } from './view';

/** Room for labels, CSS pixels: the matrix begins at (left, top) and fills `box`. */
export interface Layout {
  readonly left: number;
  readonly top: number;
  readonly box: Box;
  /** Whether column labels stand upright, because every one of them fits over its column. */
  readonly upright: boolean;
}

/** What a person's eye or hand is on. */
export interface Marks {
  readonly hovered: Cell | undefined;
  /** The keyboard's cursor, while the heatmap has the focus. */
  readonly cursor: Cell | undefined;
  readonly row: number | undefined;
  readonly column: number | undefined;
  /** Columns [from, to) that are chosen together. */
  readonly columns?: { readonly from: number; readonly to: number } | undefined;
}

/** Everything that one frame is drawn from. */
export interface Scene {
  readonly shape: Shape;
  readonly view: View;
  readonly layout: Layout;
  readonly marks: Marks;
  readonly scale: ValueScale;
  readonly colours: HeatmapColours;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly picture: (tile: TileAddress) => CanvasImageSource | undefined;
  /** What stands inside a cell that is large enough, with the value it is coloured by. */
  readonly textAt: ((cell: Cell) => CellText | undefined) | undefined;
}

export interface CellText {
  readonly text: string;
  readonly value: number;
}

/** Lays out labels: as wide as the longest, up to a share of the room. */
export function layoutOf(
  room: Box,
  labels: { readonly row: number; readonly column: number; readonly line: number },
  columnWidth: number,
): Layout {
  const gap = 8;
  const left = Math.ceil(Math.min(labels.row, room.width * 0.3, 180)) + (labels.row > 0 ? gap : 1);
  const upright = labels.column + gap <= columnWidth;
  const high = upright ? labels.line : Math.min(labels.column, room.height * 0.3, 120);
  const top = Math.ceil(high) + (labels.column > 0 ? gap : 1);
  // One pixel on the right and below is left for the frame.
  const box = { width: Math.max(1, room.width - left - 1), height: Math.max(1, room.height - top - 1) };
  return { left, top, box, upright };
}
