import assert from 'node:assert/strict';
import type { RecurrentLayer } from '../../../src/protocol';
import {
  firstView,
  fittingView,
  keptView,
  overlayOf,
  shownCells,
  thresholdOf,
} from '../../../src/webview/gates/gates-view';

const lstm: RecurrentLayer = { name: 'lstm.0', cell: 'lstm', reverse: false, cells: 640 };
const gru: RecurrentLayer = { name: 'gru.0', cell: 'gru', reverse: true, cells: 16 };

describe('gates: how the panel draws', () => {
  it('is kept as it was', () => {
    const view = { ...firstView, layer: 1, series: 'cell', order: 'quote', cell: 77, overlay: 'none' } as const;
    assert.deepEqual(keptView(JSON.parse(JSON.stringify(view))), view);
    assert.deepEqual(keptView(JSON.parse(JSON.stringify(firstView))), firstView);
  });

  it('is what it is at first where nothing, or nonsense, was kept', () => {
    assert.deepEqual(keptView(undefined), firstView);
    const nonsense = { layer: -1, series: 'toString', order: 3, page: 'x', thresholds: { gate: 'y' }, cell: 0.5, overlay: 'index' }; // prettier-ignore
    assert.deepEqual(keptView(nonsense), firstView);
  });

  it('has a threshold for each series until a person sets another', () => {
    assert.equal(thresholdOf({ ...firstView, series: 'forget' }), 0.5);
    assert.equal(thresholdOf({ ...firstView, series: 'hidden' }), 0.1);
    const kept = keptView({ thresholds: { hidden: 0.4, forget: -1, nonsense: 3 } });
    assert.deepEqual(kept.thresholds, { hidden: 0.4 });
    assert.equal(thresholdOf({ ...kept, series: 'hidden' }), 0.4);
  });

  it('is fitted to the layers of another model', () => {
    const view = { ...firstView, layer: 3, series: 'forget', cell: 500, page: { first: 320, count: 32 } } as const;
    assert.deepEqual(fittingView(view, [lstm, lstm]), { ...view, layer: 1 });
    const other = fittingView(view, [gru]);
    assert.deepEqual([other.layer, other.series, other.cell], [0, 'hidden', undefined]);
    assert.deepEqual(other.page, { first: 0, count: 16 });
    assert.equal(fittingView(view, []), view);
  });

  it('lays the property that sorts the cells behind the curve, or the one that is chosen', () => {
    assert.equal(overlayOf({ ...firstView, order: 'bracket' }), 'bracket');
    assert.equal(overlayOf({ ...firstView, order: 'variance' }), undefined);
    assert.equal(overlayOf({ ...firstView, order: 'bracket', overlay: 'quote' }), 'quote');
    assert.equal(overlayOf({ ...firstView, order: 'bracket', overlay: 'none' }), undefined);
  });

  it('shows a page of the order, or of the cells that are on', () => {
    const order = { cells: Int32Array.from([4, 2, 0, 1, 3]), scores: Float32Array.from([5, 4, 3, 2, 1]) };
    const page = shownCells(order, { first: 1, count: 2 }, undefined);
    assert.deepEqual([...page.cells], [2, 0]);
    assert.deepEqual([...page.scores], [4, 3]);
    assert.equal(page.total, 5);
    const on = shownCells(order, { first: 0, count: 2 }, Int32Array.from([0, 3]));
    assert.deepEqual([...on.cells], [0, 3], 'in the order that is asked for');
    const none = shownCells(order, { first: 0, count: 2 }, new Int32Array());
    assert.deepEqual([none.cells.length, none.total], [0, 0]);
  });
});
