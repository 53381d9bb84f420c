import assert from 'node:assert/strict';
import { propertyScale, stepArea, stepPath, valueHeight } from '../../../src/webview/gates/cell-curve';
import { rowOfToken, textFlow, tokenInFlow } from '../../../src/webview/gates/text-flow';

const none = (count: number): boolean[] => Array.from({ length: count }, () => false);

describe('gates: a text that flows', () => {
  it('fills rows and begins a new one where a token does not fit or ends a line', () => {
    assert.deepEqual(textFlow([3, 3, 3, 3], none(4), 7), [
      { from: 0, to: 2, x: [0, 3, 6] },
      { from: 2, to: 4, x: [0, 3, 6] },
    ]);
    const lines = textFlow([2, 2, 2, 2, 2], [false, true, true, false, false], 10);
    assert.deepEqual(lines.map(({ from, to }) => [from, to]), [[0, 3], [3, 5]]); // prettier-ignore
    const empty = textFlow([2, 2, 2], [true, true, false], 10);
    assert.deepEqual(
      empty.map(({ from, to }) => [from, to]),
      [[0, 3]],
      'ends of lines alone are no row',
    );
    assert.deepEqual(textFlow([], [], 10), []);
  });

  it('gives a token that is wider than the row a row of its own', () => {
    assert.deepEqual(textFlow([2, 30, 2], none(3), 10).map(({ from, to }) => [from, to]), [[0, 1], [1, 2], [2, 3]]); // prettier-ignore
  });

  it('knows which token lies under a place', () => {
    const rows = textFlow([3, 3, 3, 3], none(4), 7);
    assert.equal(tokenInFlow(rows, 50, 3, 10), 1);
    assert.equal(tokenInFlow(rows, 50, 2.9, 60), 2);
    assert.equal(tokenInFlow(rows, 50, 6.5, 60), undefined);
    assert.equal(tokenInFlow(rows, 50, 3, 130), undefined);
    assert.equal(tokenInFlow(rows, 50, 3, -1), undefined);
    assert.equal(rowOfToken(rows, 3), 1);
    assert.equal(rowOfToken(rows, 9), -1);
  });
});

describe('gates: the curve of a cell', () => {
  const row = { from: 1, to: 3, x: [0, 10, 30] };
  const scale = { from: -1, to: 1 };

  it('stands over its own tokens, zero in the middle of a scale of both signs', () => {
    const values = Float32Array.from([9, 1, -0.5]);
    assert.equal(stepPath(row, values, scale, 40), 'M0 0H10L10 30H30');
    assert.equal(stepArea(row, values, scale, 40, 0), 'M0 0H10L10 30H30V20H0Z');
    assert.equal(stepArea({ from: 2, to: 2, x: [0] }, values, scale, 40, 0), '');
  });

  it('never leaves its row', () => {
    assert.equal(valueHeight(7, scale, 40), 0);
    assert.equal(valueHeight(-7, scale, 40), 40);
  });

  it('draws a property from nothing to its highest value', () => {
    assert.deepEqual(propertyScale(Float32Array.from([0, 1, 0])), { from: 0, to: 1 });
    assert.deepEqual(propertyScale(Float32Array.from([0, 4])), { from: 0, to: 4 });
    assert.deepEqual(propertyScale(new Float32Array()), { from: 0, to: 1 });
  });
});
