import assert from 'node:assert/strict';
import type { InfluenceReading } from '../../../src/protocol';
import { influenceMarks } from '../../../src/extension/panels/influence-levels';

function marked(measure: InfluenceReading['measure'], values: readonly number[]): readonly (readonly number[])[] {
  const units = Int32Array.from(values.flatMap((_value, i) => [10 * i, 10 * i + 10, values.length - i]));
  const reading = { measure, units, values: Float32Array.from(values) } as unknown as InfluenceReading;
  return influenceMarks(reading).map(({ start, end, level }) => [start, end, level]);
}

describe('influence: marks in the document', () => {
  it('of a gradient: each level is half as strong as the one above', () => {
    assert.deepEqual(marked('gradient', [8, 4, 1, 0.01, 0]), [
      [0, 10, 7],
      [10, 20, 6],
      [20, 30, 4],
    ]);
  });

  it('of changes: by nats, the same to both sides and for every token', () => {
    assert.deepEqual(marked('removed', [-7, 0.5, 0.04, 3.2, -0.05]), [
      [0, 10, -7],
      [10, 20, 4],
      [30, 40, 7],
      [40, 50, -1],
    ]);
  });

  it('nothing where nothing matters or nothing is known', () => {
    assert.deepEqual(marked('removed', [0, NaN]), []);
    assert.deepEqual(marked('gradient', [NaN]), []);
    assert.deepEqual(marked('replaced', []), []);
  });
});
