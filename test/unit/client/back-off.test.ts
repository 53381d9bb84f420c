import assert from 'node:assert/strict';
import { BackOff, restartTimes } from '../../../src/client/back-off';

describe('BackOff', () => {
  it('doubles from 250 ms to 30 s', () => {
    const backOff = new BackOff(restartTimes);
    assert.deepEqual(
      Array.from({ length: 9 }, () => backOff.pause(10)),
      [250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000],
    );
  });

  it('begins anew after a minute of life, and when it is reset', () => {
    const backOff = new BackOff(restartTimes);
    assert.deepEqual(
      [10, 10, 60_000, 10].map((lived) => backOff.pause(lived)),
      [250, 500, 250, 500],
    );
    backOff.reset();
    assert.equal(backOff.pause(0), 250);
  });
});
