import assert from 'node:assert/strict';
import type { RecurrentLayer } from '../../../src/protocol';
import { cellsByTokens } from '../../../src/webview/gates/cells-by-tokens';
import type { GateValues } from '../../../src/webview/gates/gates-data';
import {
  columnsOf,
  describeCell,
  heatmapContent,
  measureText,
  rowOfCell,
} from '../../../src/webview/gates/heatmap-content';
import { layerName } from '../../../src/webview/gates/layer-name';
import { choiceSize, choiceText, onSentence } from '../../../src/webview/gates/on-text';
import { seriesFacts, seriesHeading } from '../../../src/webview/gates/series-facts';
import { placesText, similarText } from '../../../src/webview/gates/similar-text';

const pieces = ['<s>', 'The', ' cat', '\n', ' sat'];
const values: GateValues = {
  layer: 0,
  series: 'cell',
  tokens: { from: 1, to: 4 },
  cells: Int32Array.from([37, 5]),
  scores: Float32Array.from([-0.81, 0.5]),
  // [tokens, cells]
  values: Float32Array.from([0.1, 0.2, 0.3, 0.4, -0.9, 0.6]),
};

describe('gates: what the heatmap shows', () => {
  const content = heatmapContent(values, 'quote', pieces, Int32Array.from([5, 90]));

  it('has cells as rows, tokens as columns, each value in its place', () => {
    assert.deepEqual([content.source.rows, content.source.columns], [2, 3]);
    assert.deepEqual([content.source.value(0, 2), content.source.value(1, 0)], [Math.fround(-0.9), Math.fround(0.2)]);
    assert.deepEqual(content.columnLabels, ['The', '·cat', '↵']);
    assert.deepEqual([...cellsByTokens(Float32Array.from([1, 2, 3, 4]), 2, 2)], [1, 3, 2, 4]);
    assert.equal(content.scale.kind, 'diverging');
  });

  it('marks the cells that are on and writes the correlation beside each cell', () => {
    assert.deepEqual(content.rowLabels, ['  37 \u22120.81', '\u25cf  5 +0.50']);
    assert.deepEqual(heatmapContent(values, 'index', pieces, undefined).rowLabels, ['  37', '   5']);
  });

  it('says of a cell what it is, what it follows, and its value', () => {
    assert.equal(describeCell(content, 0, 1, 0.3), 'cell 37 (\u22120.81), \u2018·cat\u2019: cell 0.300');
    assert.equal(describeCell(content, 1, 0, undefined), 'cell 5 (+0.50), \u2018The\u2019, on');
    assert.equal(describeCell(heatmapContent(values, 'index', pieces, undefined), 1, 0, 0.2), 'cell 5, \u2018The\u2019: cell 0.200'); // prettier-ignore
  });

  it('finds cells and tokens among what is shown', () => {
    assert.equal(rowOfCell(content, 5), 1);
    assert.equal(rowOfCell(content, 6), undefined);
    assert.equal(rowOfCell(content, undefined), undefined);
    assert.deepEqual(columnsOf(content, { from: 2, to: 9 }), { from: 1, to: 3 });
    assert.equal(columnsOf(content, { from: 4, to: 5 }), undefined);
  });

  it('says beside the scale that some values lie beyond it', () => {
    assert.equal(measureText(content), 'Cell');
    const few = Float32Array.from({ length: 600 }, (_, at) => (at === 1 ? 9 : 0.4));
    const wide = { ...values, tokens: { from: 0, to: 300 }, values: few };
    assert.equal(measureText(heatmapContent(wide, 'index', pieces, undefined)), 'Cell; beyond 0.500 as strong');
  });
});

describe('gates: sentences', () => {
  it('name what was chosen, the middle of much text left out', () => {
    assert.equal(choiceText(pieces, { from: 1, to: 4 }), '\u2018The·cat↵\u2019');
    const long = choiceText(['x'.repeat(100)], { from: 0, to: 1 });
    assert.equal(long, `\u2018${'x'.repeat(24)} … ${'x'.repeat(24)}\u2019`);
    assert.equal(choiceSize({ from: 3, to: 4 }), '1 token');
    assert.equal(choiceSize({ from: 0, to: 1200 }), '1,200 tokens');
  });

  it('say which cells are on', () => {
    const at = { from: 3, to: 7 };
    assert.equal(onSentence(12, 640, seriesFacts.forget, 0.5, at), '12 of 640 cells have the forget gate above 0.500 at each of these 4 tokens.'); // prettier-ignore
    assert.equal(onSentence(1, 640, seriesFacts.cell, 0.3, { from: 3, to: 4 }), '1 of 640 cells has the cell state farther than 0.300 from zero at this token.'); // prettier-ignore
    assert.match(onSentence(0, 640, seriesFacts.cell, 0.3, at), /^No cell has the cell state/);
  });

  it('say where else, and how far the search is', () => {
    const found = { cells: Int32Array.from([1, 2]), places: [], series: 'forget', threshold: 0.5, layer: 1, about: '\u2018a\u2019' } as const; // prettier-ignore
    assert.equal(
      placesText(found),
      'No place like \u2018a\u2019: the 2 cells of layer 2 with the forget gate beyond 0.500.',
    );
    assert.equal(similarText(undefined), 'Looking…');
    assert.equal(similarText({ done: 1024, total: 4000 }), '1,024 of 4,000 tokens');
  });

  it('name layers, with their direction where there are two', () => {
    const layer: RecurrentLayer = { name: 'a', cell: 'gru', reverse: false, cells: 64 };
    assert.equal(layerName([layer], 0), 'Layer 1: GRU, 64 cells');
    assert.equal(layerName([layer, { ...layer, reverse: true }], 1), 'Layer 2: GRU, 64 cells, right to left');
    assert.equal(layerName([layer, { ...layer, reverse: true }], 0), 'Layer 1: GRU, 64 cells, left to right');
    assert.equal(layerName([], 0), '');
    assert.equal(seriesHeading('hidden'), 'Hidden state');
    assert.equal(seriesHeading('candidate'), 'Candidate');
  });
});
