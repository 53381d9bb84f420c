import assert from 'node:assert/strict';
import { planWindows } from '../../../src/engine/scoring/window-plan';

describe('windows', () => {
  it('start every stride and score only what no earlier one scored', () => {
    assert.deepEqual(planWindows(10, { window: 4, stride: 2 }), [
      { start: 0, from: 1, end: 4 },
      { start: 2, from: 4, end: 6 },
      { start: 4, from: 6, end: 8 },
      { start: 6, from: 8, end: 10 },
    ]);
  });

  it('disjoint windows never score their own first token', () => {
    assert.deepEqual(planWindows(9, { window: 4, stride: 4 }), [
      { start: 0, from: 1, end: 4 },
      { start: 4, from: 5, end: 8 },
      { start: 8, from: 9, end: 9 },
    ]);
  });

  it('one window is enough for what fits, and state that is carried needs but one', () => {
    assert.deepEqual(planWindows(4, { window: 4, stride: 2 }), [{ start: 0, from: 1, end: 4 }]);
    assert.deepEqual(planWindows(99, { window: Infinity, stride: Infinity }), [{ start: 0, from: 1, end: 99 }]);
    assert.deepEqual(planWindows(0, { window: 4, stride: 2 }), []);
  });

  it('an inserted token leaves the windows behind it in their places', () => {
    const shape = { window: 8, stride: 4 };
    const before = planWindows(40, shape).map(({ start }) => start);
    const moved = before.map((start) => (start > 17 ? start + 1 : start));
    const after = planWindows(41, shape, moved);
    assert.deepEqual(
      after.map(({ start }) => start).filter((start) => start > 20),
      moved.filter((start) => start > 20),
    );
    assert.ok(after.every(({ start, end }) => end - start <= shape.window));
  });

  it('whatever the anchors, every token but the first is scored exactly once, in a window of the right size', () => {
    let state = 5;
    const next = (limit: number): number => (state = (state * 48271) % 2147483647) % limit;
    for (let round = 0; round < 2000; round++) {
      const window = 2 + next(20);
      const shape = { window, stride: 1 + next(window - 1) };
      const length = 1 + next(120);
      const anchors = Array.from({ length: next(30) }, () => next(length)).sort((a, b) => a - b);
      const scored = new Array<number>(length).fill(0);
      for (const { start, from, end } of planWindows(length, shape, anchors)) {
        assert.ok(end - start <= shape.window && from > start && end <= length);
        for (let i = from; i < end; i++) scored[i]!++;
      }
      assert.deepEqual(
        scored,
        scored.map((_, i) => (i === 0 ? 0 : 1)),
        JSON.stringify({ shape, length, anchors }),
      );
    }
  });
});
