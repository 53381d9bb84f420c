import assert from 'node:assert/strict';
import { columnOfLine, lineColumns, scaleTop } from '../../../src/webview/document/line-columns';
import { columnAt, columnWidth, sparklineShapes } from '../../../src/webview/document/sparkline-shapes';
import { sparklineSvg } from '../../../src/webview/document/sparkline-svg';

describe('sparkline of surprise by line', () => {
  it('gives every line a column of its own while there is room', () => {
    const columns = lineColumns(Float32Array.of(1, NaN, 3), 200);
    assert.deepEqual(
      columns.map(({ first, last, mean, peakLine }) => [first, last, mean, peakLine]),
      [
        [0, 0, 1, 0],
        [1, 1, NaN, -1],
        [2, 2, 3, 2],
      ],
    );
  });

  it('covers every line of a long document exactly once, and finds the column of each', () => {
    const lines = Float32Array.from({ length: 100_003 }, (_, line) => line % 10);
    const columns = lineColumns(lines, 233);
    assert.equal(columns.length, 233);
    let next = 0;
    for (const { first, last } of columns) {
      assert.equal(first, next);
      assert.ok(last >= first);
      next = last + 1;
    }
    assert.equal(next, lines.length);
    for (const line of [0, 1, 428, 429, 430, 50_000, 100_002]) {
      const { first, last } = columns[columnOfLine(columns, line)]!;
      assert.ok(first <= line && line <= last, `line ${line} in [${first}, ${last}]`);
    }
    assert.equal(columnOfLine(columns, 100_003), -1);
    assert.equal(columnOfLine(columns, -1), -1);
  });

  it('keeps the highest line of a stretch, and leaves unscored lines out of its mean', () => {
    const [column] = lineColumns(Float32Array.of(2, NaN, 11, 2), 1);
    assert.equal(column!.mean, 5);
    assert.equal(column!.peak, 11);
    assert.equal(column!.peakLine, 2);
  });

  it('takes less than a frame for 100,000 lines', () => {
    const lines = Float32Array.from({ length: 100_000 }, (_, line) => Math.abs(Math.sin(line)) * 12);
    const best = Math.min(
      ...Array.from({ length: 5 }, () => {
        const start = performance.now();
        sparklineShapes(lineColumns(lines, 240), 12, { width: 240, height: 72 });
        return performance.now() - start;
      }),
    );
    assert.ok(best < 16, `${best.toFixed(1)} ms`);
  });

  it('has no shapes for an empty document', () => {
    const columns = lineColumns(new Float32Array(), 240);
    assert.deepEqual(sparklineShapes(columns, scaleTop(columns), { width: 240, height: 72 }), { means: [], peaks: [] });
    assert.equal(columnAt(10, 0, { width: 240, height: 72 }), -1);
  });

  it('scales to a round number that holds the highest line', () => {
    assert.equal(scaleTop(lineColumns(Float32Array.of(1, 2), 10)), 8);
    assert.equal(scaleTop(lineColumns(Float32Array.of(1, 8.2), 10)), 12);
    assert.equal(scaleTop(lineColumns(Float32Array.of(NaN, 12), 10)), 12);
  });

  it('draws bars upwards from the bottom, in proportion, within the area', () => {
    const area = { width: 100, height: 80 };
    const { means, peaks } = sparklineShapes(lineColumns(Float32Array.of(2, 4, 6, 2), 2), 8, area);
    assert.deepEqual(means.map(({ y, height }) => [y, height]), [[50, 30], [40, 40]]); // prettier-ignore
    assert.deepEqual(peaks.map(({ y, height }) => [y, height]), [[40, 10], [20, 20]]); // prettier-ignore
  });

  it('points at the column under the pointer', () => {
    const area = { width: 80, height: 10 };
    assert.equal(columnWidth(8, area), 10);
    assert.equal(columnAt(35, 8, area), 3);
    assert.equal(columnAt(500, 8, area), 7);
    // A few lines keep slim bars; the room beside them belongs to the last one.
    assert.equal(columnWidth(2, area), 16);
    assert.equal(columnAt(60, 2, area), 1);
  });

  it('is a file of its own as SVG: escaped, with scale and provenance', () => {
    const svg = sparklineSvg({
      lines: Float32Array.of(1, NaN, 9),
      title: 'a<b>&"c".md',
      provenance: 'gpt · int8 · cpu',
      colors: { background: '#ffffff', text: '#000000', data: '#ff8800' },
    });
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.ok(svg.includes('a&lt;b&gt;&amp;&quot;c&quot;.md: surprise by line'));
    assert.ok(svg.includes('gpt · int8 · cpu'));
    assert.ok(svg.includes('>12</text>') && svg.includes('line 3</text>'));
    assert.equal(svg.match(/M[\d.]+ [\d.]+h/g)?.length, 2, 'a bar for each scored line');
    assert.ok(!svg.includes('NaN') && !svg.includes('undefined'));
  });
});
