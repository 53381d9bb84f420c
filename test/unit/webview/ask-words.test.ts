import assert from 'node:assert/strict';
import type { AskResult, NoAnswerFigures } from '../../../src/protocol';
import { foreignSentence, nats, tradeText, weighedWords } from '../../../src/webview/ask/ask-words';
import { curvePath, likeliest, movedPlace, placeAt } from '../../../src/webview/ask/curve-shape';

const figures: NoAnswerFigures = {
  chosen: 1,
  questions: 1396,
  rows: [
    { threshold: -1, exact: 80, f1: 90, answered: 95.5 },
    { threshold: 1, exact: 85, f1: 92.46, answered: 70 },
  ],
};

describe('words of the Ask view', () => {
  it('tell what the threshold costs, by the measured row below it', () => {
    assert.equal(
      tradeText(figures, 0.5),
      'F1 90.0 %, exact match 80.0 %, 95.5 % answered, on 1,396 held-out questions',
    );
    assert.match(tradeText(figures, 7), /^F1 92\.5 %/);
    assert.match(tradeText(figures, -7), /^F1 90\.0 %/);
    assert.deepEqual([nats(5.514), nats(-0.25)], ['+5.51 nats', '\u22120.250 nats']);
  });

  it('say when the text is in another language', () => {
    const result = { about: { name: 'notes.md' }, provenance: { model: 'langscope-reader' } } as AskResult;
    assert.match(foreignSentence(result), /^notes\.md seems .* which langscope-reader was made for/);
  });

  it('put the pieces of a word together and take the mean over the tokens of the answer', () => {
    const attention = Float32Array.of(0.5, 0.25, 0.125, 0.125, 0.25, 0.5, 0.125, 0.125);
    assert.deepEqual(weighedWords(['What', ' st', 'ation', '?'], attention), [
      { text: 'What', weight: 0.375 },
      { text: ' station', weight: 0.5 },
      { text: '?', weight: 0.125 },
    ]);
    assert.equal(weighedWords(['What'], undefined), undefined);
  });
});

describe('the curves of an answer', () => {
  const curve = {
    spans: new Int32Array(8),
    start: Float32Array.of(0, 1, 0, 0.2),
    end: Float32Array.of(0, 0, 0.7, 0.1),
  };

  it('are as high as the most probable token of each pixel', () => {
    assert.equal(curvePath(curve.start, 40, 10), 'M0.0 10.0H10.0L10.0 0.0H20.0L20.0 10.0H30.0L30.0 8.0H40.0');
    assert.equal(curvePath(curve.start, 2, 10), 'M0.0 0.0H1.0L1.0 8.0H2.0');
  });

  it('are gone through by pointer and keys, and summed up in a table', () => {
    assert.deepEqual(
      [0, 0.26, 0.99, 1.5].map((share) => placeAt(curve, share)),
      [0, 1, 3, 3],
    );
    assert.deepEqual(likeliest(curve, 3), [1, 2, 3]);
    assert.deepEqual(['ArrowLeft', 'ArrowRight', 'Home', 'End', 'a'].map((key) => movedPlace(key, 0, 4)), [0, 1, 0, 3, undefined]); // prettier-ignore
  });
});
