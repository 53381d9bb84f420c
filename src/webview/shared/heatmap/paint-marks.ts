import { rampAt, readsInverted } from './colour-ramp';
import type { Scene } from './heatmap-scene';
import { fitted, labelFont } from './paint-labels';
import type { Cell } from './matrix-source';
import { rampShare } from './value-scale';
import { cellsInView } from './view';

/** CSS pixels a cell needs before text is written into it. */
const textCell = { width: 30, height: 15 };

/** Draws what stands inside the cells, where they are large enough. */
export function paintCellTexts(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, shape, layout, colours, scale, textAt } = scene;
  if (textAt === undefined || view.cellWidth < textCell.width || view.cellHeight < textCell.height) return;
  const range = cellsInView(view, shape, layout.box);
  context.font = labelFont(colours);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  clipped(context, scene, () => {
    for (let row = range.fromRow; row < range.toRow; row++) {
      for (let column = range.fromColumn; column < range.toColumn; column++) {
        const found = textAt({ row, column });
        if (found === undefined) continue;
        const share = rampShare(scale, found.value);
        const inverted =
          !Number.isNaN(share) && readsInverted(rampAt(colours.ramp, share), colours.background, colours.foreground);
        context.fillStyle = inverted ? colours.background : colours.foreground;
        const text = fitted(context, found.text, view.cellWidth - 8);
        const x = layout.left + (column - view.x) * view.cellWidth + 4;
        context.fillText(text, x, layout.top + (row + 0.5 - view.y) * view.cellHeight + 0.5);
      }
    }
  });
}

/** Draws the crosshair, the chosen row and column, the cursor and the frame. */
export function paintMarks(context: CanvasRenderingContext2D, scene: Scene): void {
  const { marks, colours, layout, shape, view } = scene;
  clipped(context, scene, () => {
    const pointed = marks.cursor ?? marks.hovered;
    if (pointed !== undefined) {
      band(context, scene, 'row', pointed.row, colours.foreground, 0.55);
      band(context, scene, 'column', pointed.column, colours.foreground, 0.55);
    }
    if (marks.row !== undefined) band(context, scene, 'row', marks.row, colours.focus, 1);
    if (marks.column !== undefined) band(context, scene, 'column', marks.column, colours.focus, 1);
    if (marks.columns !== undefined) {
      edge(context, scene, marks.columns.from);
      edge(context, scene, marks.columns.to);
    }
    if (marks.cursor !== undefined) cursor(context, scene, marks.cursor);
  });
  context.strokeStyle = colours.hairline;
  context.lineWidth = 1;
  const width = Math.min(layout.box.width, (shape.columns - view.x) * view.cellWidth);
  const height = Math.min(layout.box.height, (shape.rows - view.y) * view.cellHeight);
  context.strokeRect(layout.left - 0.5, layout.top - 0.5, Math.round(width) + 1, Math.round(height) + 1);
}

/** Two lines along a row or a column; one where it is too thin for two. */
function band(
  context: CanvasRenderingContext2D,
  { view, layout }: Scene,
  axis: 'row' | 'column',
  index: number,
  colour: string,
  alpha: number,
): void {
  const { left, top, box } = layout;
  const size = axis === 'row' ? view.cellHeight : view.cellWidth;
  const from = axis === 'row' ? top + (index - view.y) * size : left + (index - view.x) * size;
  context.fillStyle = colour;
  context.globalAlpha = alpha;
  const at = size < 4 ? [from + size / 2 - 0.5] : [from - 0.5, from + size - 0.5];
  for (const line of at) {
    if (axis === 'row') context.fillRect(left, Math.round(line), box.width, 1);
    else context.fillRect(Math.round(line), top, 1, box.height);
  }
  context.globalAlpha = 1;
}

/** A line two pixels wide in front of a column, in two colours, so that it is seen on every colour. */
function edge(context: CanvasRenderingContext2D, { view, layout, colours }: Scene, column: number): void {
  const x = Math.round(layout.left + (column - view.x) * view.cellWidth);
  context.fillStyle = colours.background;
  context.fillRect(x - 2, layout.top, 4, layout.box.height);
  context.fillStyle = colours.focus;
  context.fillRect(x - 1, layout.top, 2, layout.box.height);
}

/** A ring in two colours, so that it is seen on every colour; never smaller than 7 pixels. */
function cursor(context: CanvasRenderingContext2D, { view, layout, colours }: Scene, { row, column }: Cell): void {
  const width = Math.max(7, view.cellWidth);
  const height = Math.max(7, view.cellHeight);
  const x = layout.left + (column + 0.5 - view.x) * view.cellWidth - width / 2;
  const y = layout.top + (row + 0.5 - view.y) * view.cellHeight - height / 2;
  context.lineWidth = 4;
  context.strokeStyle = colours.background;
  context.strokeRect(x, y, width, height);
  context.lineWidth = 2;
  context.strokeStyle = colours.focus;
  context.strokeRect(x, y, width, height);
}

function clipped(context: CanvasRenderingContext2D, { layout, view, shape }: Scene, draw: () => void): void {
  context.save();
  context.beginPath();
  // Where the matrix is smaller than its box, marks end with it.
  const width = Math.min(layout.box.width, (shape.columns - view.x) * view.cellWidth + 1);
  const height = Math.min(layout.box.height, (shape.rows - view.y) * view.cellHeight + 1);
  context.rect(layout.left, layout.top, width, height);
  context.clip();
  draw();
  context.restore();
}
