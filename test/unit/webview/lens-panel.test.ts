import assert from 'node:assert/strict';
import { layerRows } from '../../../src/webview/lens/layer-rows';
import { colouringFacts, colourings, scaleOf } from '../../../src/webview/lens/lens-colouring';
import { keptLook } from '../../../src/webview/lens/lens-look';
import {
  bestGuess,
  cellLine,
  cellText,
  leftOut,
  lensPicture,
  textBefore,
} from '../../../src/webview/lens/lens-picture';
import { spanAt, tokenAt, tokensIn } from '../../../src/webview/lens/lens-place';
import { rampShare } from '../../../src/webview/shared/heatmap/value-scale';
import { sampleLens, unpredictedLens } from './sample-lens';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

describe('layers: the rows of a token', () => {
  it('say for every depth its guesses and where the true token stands', () => {
    const rows = layerRows(sampleLens(), 3);
    assert.deepEqual(
      rows.map(({ name, probability, rank, divergence }) => [name, probability, rank, divergence]),
      [
        ['embedding', '11.1 %', '5', '2.00 bits'],
        ['layer 1', '16.7 %', '4', '1.00 bits'],
        ['layer 2', '33.3 %', '3', '0 bits'],
      ],
    );
    assert.deepEqual(
      rows[0]!.guesses.map(({ text, percent, own }) => [text, percent, own]),
      [
        ['·"dog"', '50.0 %', false],
        ['·sat', '11.1 %', true],
      ],
    );
    near(rows[0]!.guesses[0]!.share, 0.5);
  });

  it('are none for a token that nothing predicts, or that has no figures', () => {
    assert.deepEqual(layerRows(unpredictedLens(), 2), []);
    assert.equal(layerRows(unpredictedLens(), 3).length, 3);
    assert.deepEqual(layerRows(sampleLens(), 1), []);
    assert.deepEqual(layerRows(sampleLens(), 5), []);
  });
});

describe('layers: the heatmap', () => {
  it('has depths as rows and tokens as columns, in every colouring', () => {
    for (const by of colourings) {
      const reading = sampleLens();
      const picture = lensPicture(reading, by);
      assert.deepEqual([picture.source.rows, picture.source.columns], [3, 3]);
      assert.deepEqual(picture.rowLabels, ['embedding', 'layer 1', 'layer 2']);
      assert.deepEqual(picture.columnLabels, ['·cat', '·sat', '↵']);
      for (let depth = 0; depth < 3; depth++) {
        for (let token = 0; token < 3; token++) {
          near(picture.source.value(depth, token), colouringFacts[by].value(reading, token * 3 + depth));
        }
      }
    }
  });

  it('cuts long labels, so that all of them stand upright', () => {
    const reading = sampleLens();
    const pieces = reading.tokens.pieces.map((piece, at) => (at === 3 ? ' passengers' : piece));
    const { columnLabels } = lensPicture({ ...reading, tokens: { ...reading.tokens, pieces } }, 'rank');
    assert.deepEqual(columnLabels, ['·cat', '·passeng…', '↵']);
  });

  it('measures probabilities, bits and ranks from 1', () => {
    const reading = sampleLens();
    const at = (by: (typeof colourings)[number]): number => lensPicture(reading, by).source.value(1, 2);
    near(at('probability'), 1 / 5);
    near(at('divergence'), 1);
    near(at('entropy'), 2);
    near(at('rank'), 4);
  });

  it('leaves cells that nothing predicts empty', () => {
    const reading = unpredictedLens();
    for (const by of colourings) {
      const picture = lensPicture(reading, by);
      for (let depth = 0; depth < 3; depth++) {
        assert.ok(Number.isNaN(picture.source.value(depth, 0)));
        assert.equal(cellText(reading, picture, { row: depth, column: 0 }), undefined);
      }
      assert.equal(cellText(reading, picture, { row: 0, column: 1 })?.text, '·"dog"');
    }
    assert.match(cellLine(reading, { row: 0, column: 0 }), /nothing before it predicts it/);
  });

  it('has scales from the background: probability 0, no distance, rank 1', () => {
    const probability = scaleOf('probability', Float32Array.of(0.001, NaN));
    assert.equal(probability.largest, 1);
    const rank = scaleOf('rank', Float32Array.of(1, 400, 50_000, NaN));
    assert.deepEqual([rampShare(rank, 1), rampShare(rank, 50_000)], [0, 1]);
    assert.ok(rampShare(rank, 400) > 0.4 && rampShare(rank, 400) < 0.7);
    assert.equal(rampShare(scaleOf('rank', Float32Array.of(1, 1)), 1), 0);
    assert.equal(scaleOf('divergence', Float32Array.of(0, 7, NaN)).largest, 7);
    assert.equal(rampShare(scaleOf('divergence', Float32Array.of(0)), 0), 0);
  });

  it('says all of a cell in one line', () => {
    const reading = sampleLens();
    assert.equal(bestGuess(reading, { row: 2, column: 1 }), '·"dog"');
    assert.equal(
      cellLine(reading, { row: 2, column: 1 }),
      'layer 2: ‘·"dog"’ 50.0 %; ‘·sat’ 33.3 %, rank 3; KL 0 bits',
    );
  });

  it('says what is left out of a long selection', () => {
    const reading = sampleLens(2, 4);
    assert.equal(leftOut(reading, 11), undefined);
    assert.equal(leftOut(reading, 12), 'Only the first 2 tokens of the selection are shown.');
    assert.equal(leftOut(sampleLens(), 100), undefined);
  });
});

describe('layers: places', () => {
  const reading = sampleLens();

  it('finds the token at the cursor among those with figures', () => {
    assert.deepEqual(
      [0, 3, 6, 7, 10, 11, 12, 99].map((offset) => tokenAt(reading, offset)),
      [2, 2, 2, 3, 3, 4, 4, 4],
    );
  });

  it('finds the tokens of a selection, and none for a cursor', () => {
    assert.deepEqual(tokensIn(reading, { start: 5, end: 8 }), { from: 2, to: 4 });
    assert.deepEqual(tokensIn(reading, { start: 0, end: 99 }), { from: 2, to: 5 });
    assert.equal(tokensIn(reading, { start: 5, end: 5 }), undefined);
    assert.equal(tokensIn(reading, { start: 0, end: 2 }), undefined);
    assert.deepEqual(spanAt(reading, 3), { start: 7, end: 11 });
  });

  it('shows the end of what stands before a token, without special tokens', () => {
    assert.equal(textBefore(reading, 3), 'The cat');
    assert.equal(textBefore(reading, 4), 'The cat sat');
    assert.equal(textBefore(reading, 1), '');
    const pieces = reading.tokens.pieces.map((piece, at) => (at === 2 ? ' c\nt and a very long piece of text' : piece));
    const long = textBefore({ ...reading, tokens: { ...reading.tokens, pieces } }, 3);
    assert.match(long, /^….{24}$/);
    assert.equal(textBefore({ ...reading, tokens: { ...reading.tokens, pieces: ['', 'a\tb', '', '', ''] } }, 2), 'a→b');
  });
});

describe('layers: what a page keeps', () => {
  it('is taken up where it can be used', () => {
    assert.deepEqual(keptLook({ by: 'rank', more: 1 }), { by: 'rank' });
    for (const kept of [undefined, null, 7, {}, { by: 'colour' }, { by: 3 }]) {
      assert.deepEqual(keptLook(kept), { by: 'probability' });
    }
  });
});
