import assert from 'node:assert/strict';
import type { GatesReading } from '../../../src/protocol';
import { curveContent } from '../../../src/webview/gates/curve-content';
import { curveRows } from '../../../src/webview/gates/curve-figure';
import { gatesDrawing } from '../../../src/webview/gates/gates-drawing';
import { figureFacts, type GatesFigure, gatesData } from '../../../src/webview/gates/gates-figure';
import { firstView } from '../../../src/webview/gates/gates-view';
import { heatmapContent } from '../../../src/webview/gates/heatmap-content';
import { textFlow } from '../../../src/webview/gates/text-flow';

const pieces = ['The', ' "cat"', ' <sat>'];
const values = Float32Array.from([0.1, 0.9, 0.2, 0.8, 0.3, 0.7]);
const reading: GatesReading = {
  reading: 1,
  layers: [{ name: 'lstm', cell: 'lstm', reverse: false, cells: 4 }],
  missing: [],
  tokens: {
    ids: Int32Array.from([1, 2, 3]),
    spans: Int32Array.from([0, 3, 3, 9, 9, 15]),
    pieces,
    special: new Uint8Array(3),
    words: Int32Array.from([0, 1, 2]),
    first: 0,
    total: 3,
  },
  provenance: { model: 'a-model', family: 'recurrent', precision: 'q8', provider: 'cpu', window: 0, stride: 0 },
};
const tokens = { from: 0, to: 3 };
const heatmap = heatmapContent(
  { layer: 0, series: 'forget', tokens, cells: Int32Array.from([3, 1]), scores: Float32Array.from([2, 1]), values },
  'variance',
  pieces,
  Int32Array.from([1]),
);
const figure: GatesFigure = {
  title: 'a,b.md',
  focus: { start: 4, end: 4 },
  reading,
  view: firstView,
  heatmap,
  chosen: { from: 1, to: 2 },
  on: Int32Array.from([1]),
  found: undefined,
};

describe('gates: files of the figure', () => {
  it('hold as JSON each value with its token and cell, and how they came about', () => {
    const data = JSON.parse(gatesData('json', figure)) as Readonly<Record<string, unknown>>;
    assert.equal(data['title'], 'Forget, Layer 1: LSTM, 4 cells');
    assert.equal(data['document'], 'a,b.md');
    assert.deepEqual(data['cells'], [{ cell: 3, score: 2 }, { cell: 1, score: 1 }]); // prettier-ignore
    assert.deepEqual(data['chosen'], { from: 1, to: 2, threshold: 0.5, on: [1] });
    const [, second] = data['tokens'] as readonly Readonly<Record<string, unknown>>[];
    assert.equal(second!['text'], ' "cat"');
    assert.deepEqual([second!['start'], second!['end']], [3, 9]);
    assert.deepEqual((second!['values'] as readonly number[]).map(Math.fround), [0.2, 0.8].map(Math.fround));
    assert.match(JSON.stringify(data['provenance']), /a-model.*q8.*cpu/);
  });

  it('hold as CSV a row a token', () => {
    const [head, columns, first, second] = gatesData('csv', figure).split('\n');
    assert.match(head!, /^# Forget, .*a-model/);
    assert.equal(columns, 'token,text,start,end,cell 3,cell 1');
    assert.ok(first!.startsWith('0,The,0,3,0.1'));
    assert.ok(second!.startsWith('1," ""cat""",3,9,0.2'));
  });

  it('draw the cells in view and the curve over the text, with real text that is escaped', () => {
    const colours = { background: '#000000', foreground: '#ffffff', quiet: '#888888', hairline: '#444444', focus: '#0000ff', data: '#00ff00', property: '#ff0000', font: 'mono', ramp: new Uint8ClampedArray(255 * 3) }; // prettier-ignore
    const curve = curveContent(
      { series: 'forget', tokens, cell: 3, values: Float32Array.from([0.1, 0.2, 0.3]) },
      { property: 'quote', values: Float32Array.from([0, 1, 0]) },
      pieces,
    );
    const rows = curveRows(textFlow([30, 60, 60], [false, false, false], 100), curve.values, curve.range, curve.property?.values); // prettier-ignore
    const seen = { fromRow: 0, toRow: 1, fromColumn: 1, toColumn: 3 };
    const { svg, width, height } = gatesDrawing({ heatmap, seen, chosen: { from: 1, to: 2 }, curve, rows }, colours);
    assert.match(svg, /Forget gate of cell 3, from 0 to 1\.00; behind it being inside quotes/);
    assert.match(svg, />·&lt;sat&gt;<\/text>/);
    assert.doesNotMatch(svg, />[^<]*cell 1</, 'what is out of view is left out');
    assert.match(svg, /stroke="#0000ff"/, 'the chosen tokens are marked');
    assert.match(svg, /fill="#ff0000"/, 'the property is drawn');
    assert.ok(width > 100 && height > 2 * 54, `${width} x ${height}`);
    assert.equal(figureFacts(figure).focus.start, 4);
  });
});
