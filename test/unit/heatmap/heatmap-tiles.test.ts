import assert from 'node:assert/strict';
import { MemorySource } from '../../../src/webview/shared/heatmap/memory-source';
import type { BlockRectangle, Blocks, MatrixSource } from '../../../src/webview/shared/heatmap/matrix-source';
import {
  cellsOf,
  coarser,
  levelFor,
  rectangleOf,
  tilesIn,
  tileKey,
  tileSize,
  topLevel,
  topTile,
} from '../../../src/webview/shared/heatmap/tile-grid';
import { TileStore } from '../../../src/webview/shared/heatmap/tile-store';

const shape = { rows: 4096, columns: 1000 };
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('levels of detail of a heatmap', () => {
  it('are as coarse as the whole needs to be one tile, and no coarser', () => {
    assert.deepEqual([1, 256, 257, 512, 4096].map(topLevel), [0, 0, 1, 1, 4]);
    assert.deepEqual(topTile(shape), { rowLevel: 4, columnLevel: 2, row: 0, column: 0 });
  });

  it('give blocks of one to two pixels', () => {
    for (const pixels of [0.07, 0.11, 0.2, 0.5, 0.51, 0.99]) {
      const block = pixels * 2 ** levelFor(pixels, 1e6);
      assert.ok(block >= 1 - 1e-6 && block < 2, `${pixels}: ${block}`);
    }
    assert.equal(levelFor(30, 4096), 0, 'large cells are drawn as they are');
    assert.equal(levelFor(0.001, 512), 1, 'never coarser than the whole in one tile');
  });

  it('cover what is in view without a gap, the middle first', () => {
    const range = { fromRow: 700, toRow: 2100, fromColumn: 0, toColumn: 1000 };
    const tiles = tilesIn(range, 1, 1);
    assert.equal(tiles.length, 4 * 2);
    const seen = tiles.map((tile) => cellsOf(tile, shape));
    for (const [row, column] of [
      [700, 0],
      [2099, 999],
      [1400, 511],
      [1400, 512],
    ] as const) {
      const holding = seen.filter(
        (cells) => row >= cells.fromRow && row < cells.toRow && column >= cells.fromColumn && column < cells.toColumn,
      );
      assert.equal(holding.length, 1, `${row}, ${column}`);
    }
    assert.ok(tiles[0]!.row === 2 || tiles[0]!.row === 3 || tiles[0]!.row === 1);
    assert.equal(seen[0]!.fromRow <= 1400 && seen[0]!.toRow > 1300, true);
  });

  it('have for every tile a chain of coarser ones that ends with the whole', () => {
    let tile = { rowLevel: 0, columnLevel: 0, row: 13, column: 3 };
    const rows = [cellsOf(tile, shape)];
    for (let next = coarser(tile, shape); next; next = coarser(next, shape)) {
      tile = next;
      const cells = cellsOf(tile, shape);
      assert.ok(cells.fromRow <= rows[0]!.fromRow && cells.toRow >= rows[0]!.toRow);
      assert.ok(cells.fromColumn <= rows[0]!.fromColumn && cells.toColumn >= rows[0]!.toColumn);
    }
    assert.deepEqual(tile, topTile(shape));
  });

  it('ask a source for blocks at multiples of their scale', () => {
    const rectangle = rectangleOf({ rowLevel: 2, columnLevel: 1, row: 3, column: 1 });
    assert.deepEqual(rectangle, { rowScale: 4, columnScale: 2, row: 3072, column: 512, rows: 256, columns: 256 });
  });
});

describe('a matrix in memory', () => {
  const values = Float32Array.from([1, -5, 2, NaN, 0, 3, -1, NaN, NaN, 7, NaN, NaN]);
  const source = new MemorySource(values, 3, 4);

  it('gives its values, and of a block the one farthest from zero with its sign', () => {
    assert.equal(source.value(1, 1), 3);
    const blocks = source.blocks({ rowScale: 2, columnScale: 2, row: 0, column: 0, rows: 9, columns: 9 });
    assert.deepEqual([blocks.rows, blocks.columns], [2, 2]);
    assert.deepEqual([...blocks.values], [-5, 2, 7, NaN], 'a block of nothing has no value');
  });

  it('refuses values that are no such matrix', () => {
    assert.throws(() => new MemorySource(values, 3, 5), RangeError);
  });
});

/** A source that answers when it is told to. */
class SlowSource implements MatrixSource {
  public readonly rows = 4096;
  public readonly columns = 4096;
  public readonly asked: { readonly at: string; readonly answer: () => void; readonly fail: () => void }[] = [];
  public aborted = 0;

  public blocks({ row, column, rowScale }: BlockRectangle, signal: AbortSignal): Promise<Blocks> {
    return new Promise((resolve, reject) => {
      const values = new Float32Array(tileSize * tileSize).fill(rowScale);
      this.asked.push({
        at: `${rowScale}: ${row}, ${column}`,
        answer: () => resolve({ rows: tileSize, columns: tileSize, values }),
        fail: () => reject(new Error('gone')),
      });
      signal.addEventListener('abort', () => {
        this.aborted++;
        reject(new Error('aborted'));
      });
    });
  }

  public value(): number {
    return 0;
  }
}

describe('tiles that are kept', () => {
  const tileBytes = tileSize * tileSize * 8;
  const tile = (row: number, column: number, level = 0) => ({ rowLevel: level, columnLevel: level, row, column });
  let source: SlowSource;
  let painted: number;
  let released: string[];
  let store: TileStore<string>;
  const answerAll = async (): Promise<void> => {
    for (let at = 0; at < source.asked.length; at++) {
      source.asked[at]!.answer();
      await pause();
    }
  };

  beforeEach(() => {
    source = new SlowSource();
    painted = 0;
    released = [];
    const painter = { paint: () => `picture ${++painted}`, release: (picture: string) => void released.push(picture) };
    store = new TileStore(source, painter, () => undefined, 6 * tileBytes);
  });

  it('are asked for a few at a time, the most important first, and never twice', async () => {
    store.want([tile(2, 2), tile(2, 3), tile(3, 2), tile(3, 3), tile(0, 0)]);
    await pause();
    assert.equal(source.asked.length, 4);
    assert.equal(source.asked[0]!.at, '1: 512, 512');
    await answerAll();
    assert.equal(source.asked.length, 5);
    assert.equal(store.get(tile(2, 2)), 'picture 1');
    assert.equal(store.settled, true);
    store.want([tile(2, 2), tile(2, 3)]);
    await pause();
    assert.equal(source.asked.length, 5);
  });

  it('are given up when they are out of view before they came', async () => {
    store.want([tile(2, 2), tile(2, 3)]);
    await pause();
    store.want([tile(9, 9)]);
    await pause();
    assert.equal(source.aborted, 2);
    assert.equal(source.asked.at(-1)!.at, '1: 2304, 2304');
  });

  it('go when the budget is spent, those longest unused first; never those in view nor the whole', async () => {
    const whole = tile(0, 0, 4);
    store.want([tile(0, 0), tile(0, 1), tile(0, 2), tile(0, 3), whole]);
    await pause();
    await answerAll();
    store.want([tile(0, 0), tile(5, 0), tile(5, 1), tile(5, 2), whole]);
    await pause();
    await answerAll();
    assert.ok(store.bytes <= 6 * tileBytes, `${store.bytes} bytes`);
    assert.ok(store.get(whole) !== undefined && store.get(tile(0, 0)) !== undefined);
    assert.equal(store.get(tile(0, 1)), undefined);
    assert.equal(released.length, 2);
  });

  it('keep their pictures until those in new colours are there, without asking the source again', async () => {
    store.want([tile(1, 1)]);
    await pause();
    await answerAll();
    store.repaint();
    assert.equal(store.get(tile(1, 1)), 'picture 1');
    await pause();
    assert.equal(store.get(tile(1, 1)), 'picture 2');
    assert.equal(source.asked.length, 1);
    assert.deepEqual(released, ['picture 1']);
  });

  it('say what could not be had, and ask again when they are told to', async () => {
    store.want([tile(1, 1)]);
    await pause();
    source.asked[0]!.fail();
    await pause();
    assert.equal((store.failure as Error).message, 'gone');
    assert.equal(source.asked.length, 1, 'what fails is not asked for again and again');
    store.retry();
    assert.equal(store.failure, undefined);
    source.asked[1]!.answer();
    await pause();
    assert.ok(store.get(tile(1, 1)));
  });

  it('are all given back at the end', async () => {
    store.want([tile(1, 1)]);
    await pause();
    await answerAll();
    store.dispose();
    assert.equal(store.bytes, 0);
    assert.deepEqual(released, ['picture 1']);
  });

  it('have keys that tell them apart', () => {
    const keys = [tile(1, 2), tile(2, 1), tile(1, 2, 1), { ...tile(1, 2), rowLevel: 1 }].map(tileKey);
    assert.equal(new Set(keys).size, 4);
  });
});
