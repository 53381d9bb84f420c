import assert from 'node:assert/strict';
import type { InfluenceReading } from '../../../src/protocol';
import { decadeLabel, distanceAxis, evenAxis, logAxis } from '../../../src/webview/influence/axis';
import { compareFigure, type CompareSeries } from '../../../src/webview/influence/compare-figure';
import { curveFacts, fadeText, smoothed } from '../../../src/webview/influence/curve-facts';
import { keptLook, usualLook } from '../../../src/webview/influence/influence-look';
import { movedRow } from '../../../src/webview/influence/moved-row';
import { stripFigure } from '../../../src/webview/influence/strip-figure';
import { rowAt, sortedRows, unitRows } from '../../../src/webview/influence/unit-rows';

/** A start token, 'The cat', ' sat', and the target ' on'. */
const reading: InfluenceReading = {
  tokens: {
    ids: Int32Array.of(0, 1, 2, 3, 4),
    spans: Int32Array.of(0, 0, 0, 3, 3, 7, 7, 11, 11, 14),
    pieces: ['<s>', 'The', ' cat', ' sat', ' on'],
    special: Uint8Array.of(1, 0, 0, 0, 0),
    words: Int32Array.of(0, 1, 2, 3, 4),
    first: 0,
    total: 4,
  },
  provenance: { model: 'm', family: 'recurrent', precision: 'fp32', provider: 'cpu', window: 0, stride: 0 },
  target: 4,
  logprob: -1,
  measure: 'removed',
  unit: 'line',
  units: Int32Array.of(0, 7, 2, 7, 11, 1),
  values: Float32Array.of(2, -4),
};

describe('influence: units', () => {
  it('are rows with their text and how many tokens they have', () => {
    const rows = unitRows(reading);
    assert.deepEqual(
      rows.map(({ text, distance, tokens, value }) => [text, distance, tokens, value]),
      [
        ['The cat', 2, 2, 2],
        [' sat', 1, 1, -4],
      ],
    );
    assert.equal(rowAt(rows, 3), rows[0]);
    assert.equal(rowAt(rows, 1), rows[1]);
    assert.equal(rowAt(rows, 4), undefined);
  });

  it('are sorted by strength in either direction, those without a value last', () => {
    const rows = unitRows({ ...reading, values: Float32Array.of(NaN, -4) });
    assert.deepEqual(sortedRows(rows, 'strongest').map(({ index }) => index), [1, 0]); // prettier-ignore
    assert.deepEqual(sortedRows(unitRows(reading), 'strongest').map(({ index }) => index), [1, 0]); // prettier-ignore
    assert.deepEqual(sortedRows(unitRows(reading), 'nearest').map(({ index }) => index), [1, 0]); // prettier-ignore
  });

  it('are bars as wide as their tokens, up or down from zero', () => {
    const { bars, base, right, longest, ticks } = stripFigure(unitRows(reading), 'removed', 356);
    assert.equal(longest, 3);
    assert.deepEqual(bars.map(({ width }) => Math.round(width)), [199, 99]); // prettier-ignore
    assert.ok(Math.abs(bars[1]!.x + bars[1]!.width + 1 - right) < 1e-6);
    assert.deepEqual(bars.map(({ kind }) => kind), ['help', 'mislead']); // prettier-ignore
    assert.ok(bars[0]!.y < base && bars[1]!.y === base);
    assert.ok(Math.abs(bars[1]!.height - 2 * bars[0]!.height) < 1e-6);
    assert.deepEqual(ticks.map(({ label }) => label), ['−4', '0', '+4']); // prettier-ignore
  });

  it('a unit without a value has no height', () => {
    const { bars } = stripFigure(unitRows({ ...reading, values: Float32Array.of(NaN, 1) }), 'removed', 356);
    assert.equal(bars[0]!.height, 0);
  });
});

describe('influence: axes', () => {
  it('label decades, tiny ones as powers', () => {
    assert.deepEqual([3, 1, 0, -1, -2, -3, -12].map(decadeLabel), ['1,000', '10', '1', '0.1', '0.01', '10⁻³', '10⁻¹²']); // prettier-ignore
  });

  it('span whole decades around what is above zero', () => {
    const { place, ticks } = logAxis([0, 0.02, 3, NaN]);
    assert.deepEqual(ticks.map(({ value }) => Math.round(Math.log10(value))), [-2, -1, 0, 1]); // prettier-ignore
    assert.equal(place(0), 0);
    assert.equal(place(10), 1);
    assert.ok(Math.abs(place(0.1) - 1 / 3) < 1e-9);
  });

  it('show what vanishes and what explodes within twelve orders of magnitude', () => {
    const { place, ticks } = logAxis([1e-30, 1]);
    assert.equal(place(1e-30), 0);
    assert.ok(ticks[0]!.value >= 1e-12);
    assert.ok(ticks.length <= 6);
    assert.ok(logAxis([1, 1e9]).place(1e9) === 1);
    assert.ok(logAxis([]).ticks.length > 1, 'nothing at all still has an axis');
  });

  it('are as long below zero as above it', () => {
    const { place, ticks } = evenAxis([1, -0.3]);
    assert.equal(place(0), 0.5);
    assert.deepEqual(ticks.map(({ label }) => label), ['−1', '0', '+1']); // prettier-ignore
  });

  it('label distances that double, the last one too', () => {
    assert.deepEqual(distanceAxis(64).ticks.map(({ label }) => label), ['1', '2', '4', '8', '16', '32', '64']); // prettier-ignore
    assert.equal(distanceAxis(40).ticks.at(-1)!.label, '40');
  });
});

describe('influence: curves', () => {
  const curve = (values: readonly number[]) => ({
    distances: Int32Array.from(values, (_, at) => at + 1),
    mean: Float32Array.from(values),
  });
  const percent = (share: number): string => `${Math.round(share * 100)} %`;

  it('tell how much is left, and where a tenth is left', () => {
    const vanishing = curveFacts(curve(Array.from({ length: 16 }, (_, at) => 0.5 ** at)))!;
    assert.equal(vanishing.near, 1);
    assert.equal(vanishing.tenth, 5);
    assert.ok(vanishing.left < 1e-4);
    assert.match(fadeText(vanishing, percent), /^a tenth within 5 tokens, 0 % at 16$/);
    const lasting = curveFacts(curve([1, 0.5, 0.5, 0.5]))!;
    assert.equal(lasting.tenth, undefined);
    assert.equal(fadeText(lasting, percent), '50 % at 4 tokens');
    assert.match(fadeText(curveFacts(curve([1, 10, 100, 1000]))!, percent), /^grows by orders of magnitude/);
    assert.equal(curveFacts(curve([])), undefined);
  });

  it('lose their wobble but not their fall', () => {
    const wobbling = curve(Array.from({ length: 64 }, (_, at) => (at % 2 === 0 ? 1 : 3)));
    const even = smoothed(wobbling);
    assert.deepEqual([...even.subarray(0, 3)], [1, 3, 1]);
    assert.ok(Math.abs(even[40]! - 2) < 0.3);
    assert.ok(
      smoothed(curve([1, NaN, 3]))
        .subarray(1, 2)
        .every(Number.isNaN),
    );
  });

  it('are lines whose names do not lie on each other', () => {
    const series = ['a', 'b', 'c'].map((name): CompareSeries => ({
      name,
      short: name,
      look: { color: 'red', dashes: 'none' },
      curve: curve([1, 0.5, 0.25]),
    }));
    const { lines, x, distanceAt } = compareFigure(series, 3, 480);
    const places = lines.map(({ nameY }) => nameY).sort((a, b) => a - b);
    assert.ok(places[1]! - places[0]! >= 13 && places[2]! - places[1]! >= 13);
    for (const distance of [1, 2, 3]) assert.equal(distanceAt(x(distance)), distance);
    assert.match(lines[0]!.path, /^M[\d.]+ [\d.]+L/);
  });
});

describe('influence: the keyboard', () => {
  it('begins at the nearest and moves by one, by ten, to both ends', () => {
    assert.equal(movedRow('ArrowLeft', undefined, 30), 29);
    assert.equal(movedRow('ArrowLeft', 29, 30), 28);
    assert.equal(movedRow('PageUp', 28, 30), 18);
    assert.equal(movedRow('Home', 18, 30), 0);
    assert.equal(movedRow('ArrowLeft', 0, 30), 0);
    assert.equal(movedRow('x', 0, 30), undefined);
    assert.equal(movedRow('ArrowLeft', undefined, 0), undefined);
  });
});

describe('influence: what the page keeps', () => {
  it('is read again, and what nobody knows is left', () => {
    assert.deepEqual(keptLook(undefined), usualLook);
    assert.deepEqual(keptLook({ order: 'nearest', models: ['a', 3], reach: 128 }), {
      order: 'nearest',
      models: ['a'],
      reach: 128,
    });
    assert.deepEqual(keptLook({ order: 'odd', reach: 7 }), usualLook);
  });
});
