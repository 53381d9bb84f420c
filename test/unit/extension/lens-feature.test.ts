import assert from 'node:assert/strict';
import type { InsideText, LensReading, RequestOf } from '../../../src/protocol';
import { lensFeature, stretchAround } from '../../../src/extension/panels/lens-feature';
import type { PanelContext } from '../../../src/extension/panels/panel-feature';
import { sampleLens } from '../webview/sample-lens';

const text = 'word '.repeat(60);

describe('layers: what is looked at', () => {
  it('is what stands around a cursor, from the beginning of a word', () => {
    const stretch = stretchAround({ start: 151, end: 151 }, text);
    assert.ok(stretch.start <= 91 && stretch.start >= 87 && stretch.end === 215);
    assert.equal(text[stretch.start], ' ');
    assert.deepEqual(stretchAround({ start: 3, end: 3 }, text), { start: 0, end: 67 });
    assert.deepEqual(stretchAround({ start: 300, end: 300 }, text).end, 300);
    assert.deepEqual(stretchAround({ start: 70, end: 70 }, 'x'.repeat(80)), { start: 6, end: 80 });
  });

  it('is a long selection as it is, and a short one with what stands around it', () => {
    assert.deepEqual(stretchAround({ start: 10, end: 280 }, text), { start: 10, end: 280 });
    const short = stretchAround({ start: 150, end: 155 }, text);
    assert.ok(short.start < 100 && short.end === 219);
  });

  it('is not read again for a place that has figures, nor for the rest of a selection that is too long', async () => {
    const feature = lensFeature();
    const reading: LensReading = sampleLens();
    const asked: RequestOf<'lens'>[] = [];
    const context = {
      request: (_kind: 'lens', params: RequestOf<'lens'>) => {
        asked.push(params);
        return Promise.resolve(reading);
      },
    } as unknown as PanelContext;
    const inside: InsideText = {
      model: 'm',
      precision: 'auto',
      provider: 'auto',
      text: 'x'.repeat(2000),
      focus: { start: 100, end: 1900 },
    };
    await feature.read(inside, {}, context);
    assert.deepEqual([asked[0]!.focus, asked[0]!.top], [{ start: 100, end: 1900 }, 5]);
    assert.ok(feature.covers(reading, { start: 4, end: 4 }), 'within the tokens that have figures');
    assert.ok(feature.covers(reading, { start: 100, end: 1900 }), 'what was asked for');
    assert.ok(!feature.covers(reading, { start: 50, end: 50 }));
  });
});
