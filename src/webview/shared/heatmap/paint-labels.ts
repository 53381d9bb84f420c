import type { HeatmapColours } from './heatmap-colours';
import type { Scene } from './heatmap-scene';
import { fittedText, labelStep } from './labels';
import { cellsInView } from './view';

/** Room between labels in sizes of the font. */
const leading = 1.25;

export function labelFont({ font, fontSize }: HeatmapColours): string {
  return `${fontSize}px ${font}`;
}

/** Cut labels by width: labels stay the same while the view moves. */
const cut = new Map<string, string>();

/** `fittedText`, remembered. */
export function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  const key = `${context.font} ${width} ${text}`;
  const known = cut.get(key);
  if (known !== undefined) return known;
  if (cut.size > 20_000) cut.clear();
  const made = fittedText(text, width, (part) => context.measureText(part).width);
  cut.set(key, made);
  return made;
}

/** Draws the labels of both axes, as many as have room; those that are pointed at, or chosen, always. */
export function paintLabels(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, shape, layout, marks, colours, rowLabels, columnLabels } = scene;
  const range = cellsInView(view, shape, layout.box);
  const room = colours.fontSize * leading;
  context.font = labelFont(colours);
  context.textBaseline = 'middle';
  const pointed = marks.cursor ?? marks.hovered;
  const rows = labelStep(view.cellHeight, room);
  const rowMarks = marked(range.fromRow, range.toRow, marks.row, pointed?.row);
  for (let row = Math.ceil(range.fromRow / rows) * rows; row < range.toRow; row += rows) {
    if (!covered(row, rowMarks, room / view.cellHeight)) rowLabel(context, scene, rowLabels[row] ?? '', row, 'plain');
  }
  const columns = layout.upright ? 1 : labelStep(view.cellWidth, room);
  const columnMarks = marked(range.fromColumn, range.toColumn, marks.column, pointed?.column);
  const wide = layout.upright ? 1 : room / view.cellWidth;
  for (let column = Math.ceil(range.fromColumn / columns) * columns; column < range.toColumn; column += columns) {
    const look = isChosen(marks, column) ? 'chosen' : 'plain';
    if (!covered(column, columnMarks, wide)) columnLabel(context, scene, columnLabels[column] ?? '', column, look);
  }
  for (const { index, look } of rowMarks) rowLabel(context, scene, rowLabels[index] ?? '', index, look);
  for (const { index, look } of columnMarks) columnLabel(context, scene, columnLabels[index] ?? '', index, look);
}

interface MarkedLabel {
  readonly index: number;
  readonly look: Look;
}

/** The labels in [from, to) that always stand; the one that is pointed at last, over the others. */
function marked(from: number, to: number, chosen: number | undefined, pointed: number | undefined) {
  const all = [
    { index: chosen, look: 'chosen' },
    { index: pointed, look: 'pointed' },
  ] as const;
  return all.filter(
    (label): label is (typeof all)[number] & MarkedLabel =>
      label.index !== undefined && label.index >= from && label.index < to,
  );
}

/** Whether a label would be seen in part behind another one; `room` in rows or columns. */
function covered(index: number, labels: readonly MarkedLabel[], room: number): boolean {
  return labels.some((label) => Math.abs(label.index - index) < room);
}

function isChosen({ columns }: Scene['marks'], column: number): boolean {
  return columns !== undefined && column >= columns.from && column < columns.to;
}

type Look = 'plain' | 'pointed' | 'chosen';

function rowLabel(context: CanvasRenderingContext2D, scene: Scene, label: string, row: number, look: Look): void {
  const { view, layout, colours } = scene;
  const y = layout.top + (row + 0.5 - view.y) * view.cellHeight;
  const half = (colours.fontSize * leading) / 2;
  if (y < layout.top - half / 2 || y > layout.top + layout.box.height + half / 2) return;
  const text = fitted(context, label, layout.left - 8);
  plate(context, colours, look, 0, y - half, layout.left - 2, 2 * half);
  context.textAlign = 'right';
  context.fillText(text, layout.left - 5, y);
}

function columnLabel(context: CanvasRenderingContext2D, scene: Scene, label: string, column: number, look: Look): void {
  const { view, layout, colours } = scene;
  const x = layout.left + (column + 0.5 - view.x) * view.cellWidth;
  const half = (colours.fontSize * leading) / 2;
  if (x < layout.left - half / 2 || x > layout.left + layout.box.width + half / 2) return;
  if (layout.upright) {
    const text = fitted(context, label, view.cellWidth - 4);
    const wide = view.cellWidth / 2;
    plate(context, colours, look, x - wide, 0, 2 * wide, layout.top - 2);
    context.textAlign = 'center';
    context.fillText(text, x, layout.top - 4 - colours.fontSize / 2);
    return;
  }
  const text = fitted(context, label, layout.top - 8);
  plate(context, colours, look, x - half, 0, 2 * half, layout.top - 2);
  context.save();
  context.translate(x, layout.top - 5);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'left';
  context.fillText(text, 0, 0);
  context.restore();
}

/** What a label lies on, so that one that is pointed at covers its neighbours; sets the colour of its text. */
function plate(
  context: CanvasRenderingContext2D,
  colours: HeatmapColours,
  look: Look,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  if (look !== 'plain') {
    context.fillStyle = look === 'chosen' ? colours.selectedBackground : colours.background;
    context.fillRect(x, y, width, height);
  }
  context.fillStyle =
    look === 'plain' ? colours.quiet : look === 'chosen' ? colours.selectedForeground : colours.foreground;
}
