import assert from 'node:assert/strict';
import type { AttentionReading, AttentionStack, ReadTokens } from '../../../src/protocol';
import { attentionMarks } from '../../../src/extension/panels/attention-levels';
import { arcLayout, arcPath, arcRange, itemBox } from '../../../src/webview/attention/arc-layout';
import { axisOf, itemAt } from '../../../src/webview/attention/attention-axis';
import { axesOf, cellText, itemAtPlace, placeOf } from '../../../src/webview/attention/attention-content';
import {
  canRollOut,
  chosenHeads,
  fittingLook,
  keptLook,
  lookName,
  mapOf,
} from '../../../src/webview/attention/attention-look';
import { AttentionMatrix } from '../../../src/webview/attention/attention-source';
import { strongestEnds } from '../../../src/webview/attention/attention-strip';
import { headAt, headGridLayout, movedHead } from '../../../src/webview/attention/head-grid-layout';

/** '<s>un likely ending', with a start token and a word of two pieces. */
const tokens: ReadTokens = {
  ids: Int32Array.of(0, 5, 6, 7),
  spans: Int32Array.of(0, 0, 0, 2, 2, 8, 8, 15),
  pieces: ['<s>', 'un', 'likely', ' ending'],
  special: Uint8Array.of(1, 0, 0, 0),
  words: Int32Array.of(0, 1, 1, 2),
  first: 0,
  total: 3,
};
const target: ReadTokens = { ...tokens, pieces: ['<s>', 'ein', 'un', ' Ende'] };

function stack(part: Partial<AttentionStack> = {}): AttentionStack {
  const thumbnails = { size: 0, weights: new Float32Array() };
  return {
    name: 'self',
    causal: true,
    rows: 'source',
    columns: 'source',
    layers: 6,
    heads: 5,
    missing: [],
    thumbnails,
    ...part,
  };
}

const cross = stack({ name: 'cross', causal: false, rows: 'target', layers: 2, heads: 3 });
const reading: AttentionReading = {
  reading: 1,
  tokens,
  target,
  provenance: { model: 'm' } as AttentionReading['provenance'],
  stacks: [stack(), cross],
};

describe('the axes of attention', () => {
  it('are tokens, or words made of their pieces, drawn as everywhere', () => {
    assert.deepEqual(axisOf(tokens, 'token').labels, ['<s>', 'un', 'likely', '·ending']);
    const words = axisOf(tokens, 'word');
    assert.deepEqual(words.labels, ['<s>', 'unlikely', '·ending']);
    assert.deepEqual([...words.spans], [0, 0, 0, 8, 8, 15]);
    assert.deepEqual([...words.special], [1, 0, 0]);
  });

  it('find what stands at an offset, never a token that is no text', () => {
    const axis = axisOf(tokens, 'token');
    assert.deepEqual(
      [0, 1, 2, 7, 8, 15].map((offset) => itemAt(axis, offset)),
      [1, 1, 2, 2, 3, 3],
    );
    assert.equal(itemAt(axis, 16), undefined);
    assert.equal(itemAt(axisOf(tokens, 'word'), 3), 1);
  });

  it('take the first of tokens that share a character', () => {
    const shared = { ...tokens, spans: Int32Array.of(0, 0, 0, 2, 2, 3, 2, 3) };
    assert.equal(itemAt(axisOf(shared, 'token'), 2), 2);
  });

  it('lead to the document from the source alone', () => {
    const own = axesOf(reading, keptLook(undefined));
    assert.deepEqual(placeOf(own, { axis: 'row', index: 2 }), { start: 2, end: 8 });
    assert.equal(placeOf(own, { axis: 'row', index: 0 }), undefined, 'the start token has no place');
    assert.deepEqual(itemAtPlace(own, { start: 9, end: 9 }), { axis: 'row', index: 3 });
    const across = axesOf(reading, { ...keptLook(undefined), stack: 1 });
    assert.equal(placeOf(across, { axis: 'row', index: 2 }), undefined, 'rows are the second text');
    assert.deepEqual(placeOf(across, { axis: 'column', index: 2 }), { start: 2, end: 8 });
    assert.deepEqual(itemAtPlace(across, { start: 9, end: 9 }), { axis: 'column', index: 3 });
    assert.equal(cellText(across, { row: 1, column: 3 }, 0.25), '\u2018ein\u2019 looks at \u2018·ending\u2019: 25.0 %');
  });
});

describe('what is chosen of attention', () => {
  it('is kept, as far as an older page kept something that can be used', () => {
    const look = keptLook({ kind: 'rollout', layer: 3, head: 'x', unit: 'word', shape: 'toString' });
    assert.deepEqual([look.kind, look.layer, look.head, look.unit, look.shape], ['rollout', 3, 0, 'word', 'root']);
    assert.equal(keptLook('nonsense').kind, 'head');
  });

  it('is made to fit another model', () => {
    const look = { ...keptLook(undefined), stack: 1, layer: 5, head: 4, kind: 'rollout' as const };
    const fitting = fittingLook(look, reading.stacks);
    assert.deepEqual([fitting.stack, fitting.layer, fitting.head, fitting.kind], [1, 1, 2, 'heads']);
    assert.equal(fittingLook(look, [stack()]).kind, 'rollout');
    assert.equal(canRollOut(stack({ missing: [{ layer: 2, reason: 'none' }] })), false);
  });

  it('is asked for as the engine understands it, and named from one', () => {
    const look = { ...keptLook(undefined), layer: 2, head: 4 };
    const cases = {
      head: [{ kind: 'head', layer: 2, head: 4 }, 'Layer 3, head 5'],
      heads: [{ kind: 'mean', layer: 2 }, 'Layer 3, mean over heads'],
      layers: [{ kind: 'mean', head: 4 }, 'Head 5, mean over layers'],
      all: [{ kind: 'mean' }, 'Mean over layers and heads'],
      rollout: [{ kind: 'rollout', layer: 2 }, 'Rollout up to layer 3'],
    } as const;
    for (const [kind, [source, name]] of Object.entries(cases)) {
      const chosen = { ...look, kind: kind as keyof typeof cases };
      assert.deepEqual(mapOf(chosen).source, source);
      assert.equal(lookName(chosen), name);
    }
    assert.deepEqual(chosenHeads({ ...look, kind: 'rollout' }), { layers: { from: 0, to: 3 }, head: undefined });
  });
});

describe('a map of attention as the heatmap takes it', () => {
  const asked: string[] = [];
  const matrix = new AttentionMatrix(mapOf(keptLook(undefined)), 8, 2000, 1, {
    tile: ({ scale, rows, columns }) => {
      asked.push(`${scale}: ${rows} x ${columns}`);
      const wide = Math.min(columns, 4);
      return Promise.resolve({ rows: 2, columns: wide, weights: Float32Array.of(1, 2, 3, 4, 8, 7, 6, 5) });
    },
    strip: (axis, index) => {
      asked.push(`${axis} ${index}`);
      return Promise.resolve(Float32Array.of(index, 0.5));
    },
  });
  const { signal } = new AbortController();

  it('asks for square blocks and merges them where a tile wants others', async () => {
    const rectangle = { rowScale: 1, columnScale: 2, row: 0, column: 0, rows: 2, columns: 2 };
    const blocks = await matrix.blocks(rectangle, signal);
    assert.deepEqual(asked, ['1: 2 x 4']);
    assert.deepEqual([blocks.rows, blocks.columns, ...blocks.values], [2, 2, 2, 4, 8, 6]);
  });

  it('asks for a row once, for all of its values', async () => {
    asked.length = 0;
    assert.deepEqual(await Promise.all([matrix.value(3, 0), matrix.value(3, 1)]), [3, 0.5]);
    assert.deepEqual(asked, ['row 3']);
  });
});

describe('arcs of a token', () => {
  it('lead to its strongest ends, without what is lost beside them', () => {
    const ends = strongestEnds(Float32Array.of(0.1, 0, 0.5, 0.005, 0.3), 2);
    assert.deepEqual(
      ends.map(({ index }) => index),
      [2, 4],
    );
    assert.deepEqual(strongestEnds(Float32Array.of(0.1, 0, 0.5, 0.005, 0.3)).length, 3);
    assert.deepEqual(strongestEnds(new Float32Array(4)), []);
  });

  const axis = axisOf({ ...tokens, pieces: ['<s>', 'one', 'two\n', 'three'], words: tokens.words }, 'token');
  const layout = arcLayout(axis, { from: 0, to: 4 }, 400, (text) => 7 * text.length);

  it('stand over the text as it flows, from the middle of one token to that of another', () => {
    assert.equal(layout.rows.length, 2);
    const [one, three] = [itemBox(layout, 1)!, itemBox(layout, 3)!];
    assert.equal(one.x, 23);
    assert.ok(three.y > one.y && three.row === 1);
    const path = arcPath(layout, 3, 1)!;
    assert.ok(
      path.startsWith(`M${three.x + three.width / 2} ${three.y}C`) &&
        path.endsWith(` ${one.x + one.width / 2} ${one.y}`),
    );
    assert.equal(arcPath(layout, 3, 9), undefined);
  });

  it('show a part of a long text with the chosen token in it, mostly what stands before', () => {
    assert.deepEqual(arcRange(5, 200, []), { from: 0, to: 200 });
    const { from, to } = arcRange(3000, 4096, [{ index: 10, weight: 1 }]);
    assert.ok(from < 3000 && to > 3000 && to - from === 360 && 3000 - from > to - 3000);
    assert.equal(arcRange(4095, 4096, []).to, 4096);
  });
});

describe('the grid of heads', () => {
  it('has pictures as large as the panel allows, a row a layer', () => {
    const grid = headGridLayout(30, 9, 448);
    assert.ok(grid.width <= 448 && grid.side > 40);
    assert.deepEqual(headAt(grid, grid.left + 2 * grid.step + 1, grid.top + 1), { layer: 0, head: 2 });
    assert.equal(headAt(grid, 3, grid.top + 1), undefined);
    assert.equal(headGridLayout(80, 64, 448).side, 12, 'the grid scrolls before nothing can be seen');
  });

  it('is walked through by keys', () => {
    const at = { layer: 3, head: 2 };
    assert.deepEqual(movedHead('ArrowDown', at, 6, 5), { layer: 4, head: 2 });
    assert.deepEqual(movedHead('End', at, 6, 5), { layer: 3, head: 4 });
    assert.deepEqual(movedHead('PageDown', at, 6, 5), { layer: 5, head: 2 });
    assert.deepEqual(movedHead('ArrowLeft', { layer: 0, head: 0 }, 6, 5), { layer: 0, head: 0 });
    assert.equal(movedHead('x', at, 6, 5), undefined);
  });
});

describe('marks of attention in the document', () => {
  it('are the stronger the larger a weight, in the order of the text, each stretch once', () => {
    const marks = attentionMarks({
      token: { start: 20, end: 22 },
      spans: Int32Array.of(8, 12, 0, 4, 0, 4, 4, 8, 12, 12),
      weights: Float32Array.of(0.8, 0.2, 0.05, 0.001, 0.5),
    });
    assert.deepEqual(
      marks.map(({ start, level }) => [start, level]),
      [
        [0, 4],
        [8, 7],
      ],
    );
    assert.deepEqual(
      attentionMarks({ token: { start: 0, end: 1 }, spans: new Int32Array(2), weights: new Float32Array(1) }),
      [],
    );
  });
});
