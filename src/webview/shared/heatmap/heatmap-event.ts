import type { Cell } from './matrix-source';
import type { CellRange } from './tile-grid';

/** What a person does with a heatmap. */
export type HeatmapAction =
  /** The pointer or the keyboard's cursor rests on a cell; undefined: on none any more. */
  | { readonly kind: 'hover'; readonly cell: Cell | undefined }
  /** A click on a cell, or Enter. */
  | { readonly kind: 'pick'; readonly cell: Cell; readonly by: 'pointer' | 'keyboard' }
  /** A click on a label. */
  | { readonly kind: 'pick-row'; readonly row: number }
  | { readonly kind: 'pick-column'; readonly column: number }
  /** Columns [from, to) were chosen: by dragging over their labels, or with Shift and the arrow keys. */
  | { readonly kind: 'choose-columns'; readonly from: number; readonly to: number }
  /** Other cells are in view. */
  | { readonly kind: 'view'; readonly range: CellRange };

export class HeatmapEvent extends Event {
  public static readonly type = 'heatmap';

  public constructor(public readonly action: HeatmapAction) {
    super(HeatmapEvent.type, { bubbles: true, composed: true });
  }
}
