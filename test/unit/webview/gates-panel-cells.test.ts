import assert from 'node:assert/strict';
import { gateSeries, textProperties } from '../../../src/protocol/gates';
import {
  cellText,
  correlationText,
  fittingPage,
  mostRows,
  pageWith,
  scoreText,
} from '../../../src/webview/gates/cell-page';
import { rangeOfScale, seriesScale, wholeScale } from '../../../src/webview/gates/series-scale';
import { propertyFacts, seriesFacts, seriesOf } from '../../../src/webview/gates/series-facts';

describe('gates: series', () => {
  it('has a name and a kind for every series of every cell', () => {
    for (const series of Object.values(gateSeries).flat()) {
      const { label, says, kind } = seriesFacts[series];
      assert.match(label, /^[A-Z]/);
      assert.match(says, /\.$/);
      assert.equal(kind, ['candidate', 'cell', 'hidden'].includes(series) ? 'state' : 'gate', series);
    }
    for (const property of textProperties) assert.match(propertyFacts[property].value(1), /[a-z]/);
  });

  it('keeps the series that is shown where the layer has it', () => {
    assert.equal(seriesOf('lstm', 'forget'), 'forget');
    assert.equal(seriesOf('gru', 'forget'), 'hidden');
    assert.equal(seriesOf('rnn', 'candidate'), 'hidden');
  });

  it('scales gates from 0 to 1 and states alike on both sides of zero, in round numbers', () => {
    const range = (kind: 'gate' | 'state', ...values: readonly number[]) => {
      const { from, to } = rangeOfScale(wholeScale(kind, Float32Array.from(values)));
      return [from, to];
    };
    assert.deepEqual(range('gate', 0.4), [0, 1]);
    assert.deepEqual(range('state', 0.2, -0.71), [-1, 1]);
    assert.deepEqual(range('state', 3.2, -0.71), [-5, 5]);
    assert.deepEqual(range('state', Math.fround(1)), [-1, 1]);
    assert.deepEqual(range('state', -251), [-300, 300]);
    assert.deepEqual(range('state'), [-0.1, 0.1]);
    const one = Float32Array.from({ length: 200 }, (_, at) => (at === 7 ? 40 : at / 250));
    assert.equal(wholeScale('state', one).largest, 50);
    assert.equal(seriesScale('state', one).largest, 1, 'one cell that ran away does not pale all others');
    assert.equal(seriesScale('state', undefined).largest, 0.1);
  });
});

describe('gates: pages of cells', () => {
  it('lies within the cells there are', () => {
    assert.deepEqual(fittingPage({ first: 600, count: 64 }, 640), { first: 576, count: 64 });
    assert.deepEqual(fittingPage({ first: -3, count: 0 }, 640), { first: 0, count: 1 });
    assert.deepEqual(fittingPage({ first: 0, count: 10_000 }, 640), { first: 0, count: mostRows });
    assert.deepEqual(fittingPage({ first: 4, count: 64 }, 6), { first: 0, count: 6 });
    assert.deepEqual(fittingPage({ first: NaN, count: NaN }, 6), { first: 0, count: 1 });
  });

  it('moves as little as it can to show a cell', () => {
    const cells = Int32Array.from([5, 3, 1, 4, 0, 2]);
    const page = { first: 2, count: 2 };
    assert.deepEqual(pageWith(page, cells, 4), page, 'it is there');
    assert.deepEqual(pageWith(page, cells, 3), { first: 1, count: 2 });
    assert.deepEqual(pageWith(page, cells, 2), { first: 4, count: 2 });
    assert.equal(pageWith(page, cells, 9), undefined);
  });

  it('writes scores as what they are', () => {
    assert.equal(scoreText('index', 4), '');
    assert.equal(scoreText('variance', 0.03125), '0.0313');
    assert.equal(scoreText('quote', -0.834), '\u22120.83');
    assert.equal(correlationText(0.999), '+1.00');
    assert.equal(correlationText(-0.004), '0.00', 'nothing is neither above nor below nothing');
    assert.equal(correlationText(NaN), 'none');
    assert.equal(cellText(1234), 'cell 1,234');
  });
});
