import type { Blocks, MatrixSource } from './matrix-source';
import { rectangleOf, tileKey, topTile, type TileAddress } from './tile-grid';

interface Tile<P> {
  readonly blocks: Blocks;
  picture: P;
  /** Whether the picture is of the colours that hold now. */
  fresh: boolean;
}

/** How pictures of tiles are made and given back. */
export interface TilePainter<P> {
  paint(blocks: Blocks): P | Promise<P>;
  release(picture: P): void;
}

/** Questions to a source on their way at once: enough to keep it busy, few enough that the newest wish comes soon. */
const atOnce = 4;
/** Bytes of one value and of its pixel. */
const bytesPerBlock = 8;

/** Tiles of one source with their pictures; the ones longest unused go when the budget of bytes is spent. */
export class TileStore<P> {
  /** In the order of use, the oldest first. */
  private readonly tiles = new Map<string, Tile<P>>();
  private readonly loading = new Map<string, AbortController>();
  private readonly failed = new Map<string, unknown>();
  private wanted: readonly TileAddress[] = [];
  private readonly top: string;
  private held = 0;
  private soon: ReturnType<typeof setTimeout> | undefined;
  private ended = false;

  /**
   * @param changed a picture is there, or a tile could not be had
   * @param budget bytes of values and pictures
   */
  public constructor(
    private readonly source: MatrixSource,
    private readonly painter: TilePainter<P>,
    private readonly changed: () => void,
    private readonly budget: number,
  ) {
    this.top = tileKey(topTile(source));
  }

  public get bytes(): number {
    return this.held;
  }

  /** Whether everything that was wanted is there, in the colours that hold now. */
  public get settled(): boolean {
    return (
      this.soon === undefined && this.loading.size === 0 && this.wanted.every((tile) => this.isDone(tileKey(tile)))
    );
  }

  /** Why a tile that is wanted could not be had. */
  public get failure(): unknown {
    for (const tile of this.wanted) {
      const key = tileKey(tile);
      if (this.failed.has(key)) return this.failed.get(key);
    }
    return undefined;
  }

  /** The tiles in view, the most important first: what else is on its way is given up. */
  public want(tiles: readonly TileAddress[]): void {
    this.wanted = tiles;
    const keys = new Set(tiles.map(tileKey));
    for (const [key, controller] of this.loading) if (!keys.has(key)) controller.abort();
    for (const key of keys) this.touch(key);
    // What is asked for now must not take its time from the frame that asks.
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.next();
    });
  }

  public get(tile: TileAddress): P | undefined {
    return this.tiles.get(tileKey(tile))?.picture;
  }

  /** A value that lies in a tile of full detail that is at hand. */
  public valueAt(tile: TileAddress, row: number, column: number): number | undefined {
    const blocks = this.tiles.get(tileKey(tile))?.blocks;
    return blocks?.values[row * blocks.columns + column];
  }

  /** The colours changed: pictures are made anew as they are wanted, the old ones stay until then. */
  public repaint(): void {
    for (const tile of this.tiles.values()) tile.fresh = false;
    this.next();
  }

  /** Asks again for what could not be had. */
  public retry(): void {
    this.failed.clear();
    this.next();
  }

  public dispose(): void {
    this.ended = true;
    clearTimeout(this.soon);
    for (const controller of this.loading.values()) controller.abort();
    for (const { picture } of this.tiles.values()) this.painter.release(picture);
    this.tiles.clear();
    this.held = 0;
  }

  private isDone(key: string): boolean {
    return this.failed.has(key) || this.tiles.get(key)?.fresh === true;
  }

  private next(): void {
    if (this.ended) return;
    for (const tile of this.wanted) {
      if (this.loading.size >= atOnce) return;
      const key = tileKey(tile);
      if (!this.loading.has(key) && !this.isDone(key)) void this.load(tile, key);
    }
  }

  private async load(tile: TileAddress, key: string): Promise<void> {
    const controller = new AbortController();
    this.loading.set(key, controller);
    try {
      const blocks = this.tiles.get(key)?.blocks ?? (await this.source.blocks(rectangleOf(tile), controller.signal));
      const picture = await this.painter.paint(blocks);
      // A tile that is not in view any more is kept all the same: it is paid for.
      if (this.ended) this.painter.release(picture);
      else this.put(key, blocks, picture);
    } catch (error) {
      if (!controller.signal.aborted && !this.ended) this.failed.set(key, error);
    }
    this.loading.delete(key);
    if (this.ended) return;
    this.changed();
    this.next();
  }

  private put(key: string, blocks: Blocks, picture: P): void {
    this.drop(key);
    this.tiles.set(key, { blocks, picture, fresh: true });
    this.held += blocks.values.length * bytesPerBlock;
    const inView = new Set(this.wanted.map(tileKey));
    for (const old of this.tiles.keys()) {
      if (this.held <= this.budget) break;
      // The tile of the whole stands in for every other until that one is there.
      if (old !== this.top && !inView.has(old)) this.drop(old);
    }
  }

  private drop(key: string): void {
    const tile = this.tiles.get(key);
    if (tile === undefined) return;
    this.tiles.delete(key);
    this.held -= tile.blocks.values.length * bytesPerBlock;
    this.painter.release(tile.picture);
  }

  private touch(key: string): void {
    const tile = this.tiles.get(key);
    if (tile === undefined) return;
    this.tiles.delete(key);
    this.tiles.set(key, tile);
  }
}
