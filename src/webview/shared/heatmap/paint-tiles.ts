import type { Scene } from './heatmap-scene';
import { cellsOf, coarser, levelFor, rectangleOf, tilesIn, topTile, type Shape, type TileAddress } from './tile-grid';
import { cellsInView, type Box, type View } from './view';

/** The tiles that fill a view with all the detail that the screen can show; the one that stands in for them last. */
export function wantedTiles(view: View, shape: Shape, box: Box, ratio: number): readonly TileAddress[] {
  const rowLevel = levelFor(view.cellHeight * ratio, shape.rows);
  const columnLevel = levelFor(view.cellWidth * ratio, shape.columns);
  const tiles = tilesIn(cellsInView(view, shape, box), rowLevel, columnLevel);
  const top = topTile(shape);
  return rowLevel === top.rowLevel && columnLevel === top.columnLevel ? tiles : [...tiles, top];
}

/** Draws the cells in pixels of the device: edges of tiles are rounded alike, so that no seam is seen. */
export function paintTiles(context: CanvasRenderingContext2D, scene: Scene, ratio: number): void {
  const { view, shape, layout, colours } = scene;
  const { left, top, box } = layout;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = false;
  context.save();
  context.beginPath();
  context.rect(Math.round(left * ratio), Math.round(top * ratio), box.width * ratio, box.height * ratio);
  context.clip();
  const edge = (cell: number, first: number, size: number, from: number): number =>
    Math.round((from + (cell - first) * size) * ratio);
  context.fillStyle = colours.background;
  const right = edge(shape.columns, view.x, view.cellWidth, left);
  const bottom = edge(shape.rows, view.y, view.cellHeight, top);
  context.fillRect(Math.round(left * ratio), Math.round(top * ratio), right - left * ratio, bottom - top * ratio);
  const rowLevel = levelFor(view.cellHeight * ratio, shape.rows);
  const columnLevel = levelFor(view.cellWidth * ratio, shape.columns);
  for (const tile of tilesIn(cellsInView(view, shape, box), rowLevel, columnLevel)) {
    const found = nearest(scene, tile);
    if (found === undefined) continue;
    const cells = cellsOf(tile, shape);
    const x = edge(cells.fromColumn, view.x, view.cellWidth, left);
    const y = edge(cells.fromRow, view.y, view.cellHeight, top);
    const width = edge(cells.toColumn, view.x, view.cellWidth, left) - x;
    const height = edge(cells.toRow, view.y, view.cellHeight, top) - y;
    // The part of the picture, which may be of a coarser tile, that shows these cells.
    const from = rectangleOf(found.tile);
    context.drawImage(
      found.picture,
      (cells.fromColumn - from.column) / from.columnScale,
      (cells.fromRow - from.row) / from.rowScale,
      (cells.toColumn - cells.fromColumn) / from.columnScale,
      (cells.toRow - cells.fromRow) / from.rowScale,
      x,
      y,
      width,
      height,
    );
  }
  context.restore();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** The tile itself, or the least coarse one that has its cells. */
function nearest(
  { picture, shape }: Scene,
  wanted: TileAddress,
): { readonly tile: TileAddress; readonly picture: CanvasImageSource } | undefined {
  for (let tile: TileAddress | undefined = wanted; tile; tile = coarser(tile, shape)) {
    const found = picture(tile);
    if (found !== undefined) return { tile, picture: found };
  }
  return undefined;
}
