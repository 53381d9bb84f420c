import assert from 'node:assert/strict';
import { Tensor } from 'onnxruntime-node';
import { TextRows } from '../../../src/engine/inside/attention/text-rows';
import { mergeCells, pieceCells, thumbnailSize } from '../../../src/engine/inside/attention/thumbnail-cells';

const random = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_value, i) => Math.abs(Math.sin(seed + 78.233 * i) * 43758.5453) % 1);

/** The thumbnail of a matrix [rows, columns], by hand. */
function byHand(matrix: Float32Array, rows: number, columns: number, size: number): number[] {
  const cells = new Array<number>(size * size).fill(0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = Math.floor((row * size) / rows) * size + Math.floor((column * size) / columns);
      cells[cell] = Math.max(cells[cell]!, matrix[row * columns + column]!);
    }
  }
  return cells;
}

/** What the graph does with a piece: the largest of each cell's rows, [count, columns]. */
function reduced(
  matrix: Float32Array,
  from: number,
  columns: number,
  cells: ReturnType<typeof pieceCells>,
): Float32Array {
  const found = new Float32Array(cells.count * columns);
  cells.rows.forEach((row, at) => {
    const cell = Math.floor(at / cells.width);
    for (let column = 0; column < columns; column++) {
      const value = matrix[(from + Number(row)) * columns + column]!;
      found[cell * columns + column] = Math.max(found[cell * columns + column]!, value);
    }
  });
  return found;
}

describe('Thumbnails of attention', () => {
  for (const length of [1, 2, 31, 32, 33, 48, 100, 257]) {
    it(`of ${length} tokens are the same however the text is cut`, () => {
      const matrix = random(length * length, length);
      const size = thumbnailSize(length, length);
      assert.equal(size, Math.min(32, length));
      for (const piece of [1, 7, 64, length]) {
        const into = new Float32Array(size * size);
        for (let from = 0; from < length; from += piece) {
          const cells = pieceCells(from, Math.min(length, from + piece), length, size);
          mergeCells(reduced(matrix, from, length, cells), cells, length, length, size, into);
        }
        assert.deepEqual([...into], byHand(matrix, length, length, size), `pieces of ${piece}`);
      }
    });
  }
});

describe('Rows that a text keeps', () => {
  const [length, columns] = [50, 24];
  const values = random(length * columns, 9).map((value, i) => (value - 0.5) * (1 + (i % 5)));
  const put = (rows: TextRows): TextRows => {
    for (let from = 0; from < length; from += 16) {
      const to = Math.min(length, from + 16);
      rows.put(from, new Tensor('float32', values.slice(from * columns, to * columns), [1, to - from, columns]));
    }
    return rows;
  };

  it('come back as they are', () => {
    const kept = put(new TextRows(length, 1)).slice(10, 37);
    assert.deepEqual(kept.dims, [1, 27, columns]);
    assert.deepEqual(kept.data, values.slice(10 * columns, 37 * columns));
  });

  it('come back to four digits in half the memory where they are many', () => {
    const rows = put(new TextRows(length, 1e6));
    assert.ok(rows.bytes < 0.6 * values.byteLength);
    const { data } = rows.slice(0, length);
    for (let row = 0; row < length; row++) {
      const own = values.subarray(row * columns, (row + 1) * columns);
      const most = own.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      own.forEach((value, i) => {
        assert.ok(Math.abs(value - (data as Float32Array)[row * columns + i]!) <= (most / 32767) * 0.51);
      });
    }
  });
});
