import assert from 'node:assert/strict';
import { colourRamp } from '../../../src/webview/shared/heatmap/colour-ramp';
import { csvFile } from '../../../src/webview/shared/panel/figure-file';
import { lensDrawing, type DrawingColours } from '../../../src/webview/lens/lens-drawing';
import { lensData, lensTable } from '../../../src/webview/lens/lens-data';
import { lensPicture } from '../../../src/webview/lens/lens-picture';
import { sampleLens, unpredictedLens } from './sample-lens';

const colours: DrawingColours = {
  background: '#101010',
  foreground: '#eeeeee',
  quiet: '#aaaaaa',
  hairline: '#444444',
  font: '"Mono Font", monospace',
  ramp: colourRamp({ background: '#101010', foreground: '#eeeeee', hues: ['#3794ff'] }),
};
const facts = { title: 'Layers', document: 'a.md', focus: { start: 0, end: 0 } };

describe('layers: the exported figure', () => {
  it('has a cell with its text for each token and depth in view, the scale, and the caveat', () => {
    const reading = sampleLens();
    const figure = { reading, picture: lensPicture(reading, 'probability'), range: undefined };
    const { svg, width, height } = lensDrawing(figure, colours);
    assert.ok(width > 250 && height > 150);
    assert.equal(svg.match(/>·&quot;dog&quot;</g)?.length, 9);
    for (const text of ['>embedding<', '>layer 2<', '>·cat<', '>↵<', '>probability of the token<', '>1.00<']) {
      assert.ok(svg.includes(text), text);
    }
    assert.match(svg, /A logit lens: each layer seen/);
    assert.ok(!svg.includes('\u00ad'));
    const range = { fromRow: 1, toRow: 3, fromColumn: 2, toColumn: 3 };
    assert.equal(lensDrawing({ ...figure, range }, colours).svg.match(/dog/g)?.length, 2);
  });

  it('leaves cells out that nothing predicts', () => {
    const reading = unpredictedLens();
    const figure = { reading, picture: lensPicture(reading, 'rank'), range: undefined };
    assert.equal(lensDrawing(figure, colours).svg.match(/dog/g)?.length, 6);
  });

  it('gives the data as a table: a row for each token and depth', () => {
    const file = csvFile({ ...facts, reading: unpredictedLens() }, lensTable(unpredictedLens()));
    const lines = file.trimEnd().split('\n');
    assert.equal(lines.length, 2 + 9);
    assert.equal(lines[1], 'token,text,start,end,depth,best,best logprob,logprob,rank,kl,entropy');
    assert.equal(lines[2], '2,·cat,3,7,embedding,,,,,,');
    assert.match(lines[5]!, /^3,·sat,7,11,embedding,"·""dog""",-0\.693/);
  });

  it('gives the data as an object with unit and caveat', () => {
    const data = lensData(sampleLens()) as {
      unit: string;
      tokens: { text: string; depths: { name: string; rank: number; top: { id: number; text: string }[] }[] }[];
    };
    assert.equal(data.unit, 'nats');
    assert.deepEqual(
      data.tokens.map(({ text }) => text),
      [' cat', ' sat', '\n'],
    );
    const [, , last] = data.tokens[1]!.depths;
    assert.deepEqual([last!.name, last!.rank, last!.top.map(({ id }) => id)], ['layer 2', 2, [7, 3]]);
  });
});
