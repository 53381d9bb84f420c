import assert from 'node:assert/strict';
import { scoreJson } from '../../../src/cli/score-json';
import { scoreReport } from '../../../src/cli/score-report';
import type { ScoredText } from '../../../src/cli/scored-text';

const text = 'Hi 😀\n(x';

/** 'Hi', then the two halves of ' 😀', then a line end, then what no token covers. */
const report: ScoredText = {
  scores: {
    spans: Int32Array.of(0, 2, 2, 5, 3, 5, 5, 6),
    ids: Int32Array.of(1, 2, 3, 4),
    logprob: Float32Array.of(Number.NaN, -2, -3, -0.1),
    rank: Int32Array.of(-1, 4, 9, 0),
    entropy: Float32Array.of(Number.NaN, 1, 2, 0.5),
    unknown: Uint8Array.of(0, 0, 1, 0),
  },
  pieces: ['Hi', ' <F0 9F>', '<98 80>', '\n'],
  top: {
    count: 2,
    ids: Int32Array.of(-1, -1, 7, 2, 8, -1, 4, 7),
    logprob: Float32Array.of(Number.NaN, Number.NaN, -1, -2, -1.5, Number.NaN, -0.1, -4),
    pieces: { 7: ' there', 2: ' <F0 9F>', 8: '<99>', 4: '\n' },
  },
  figures: {
    tokens: 4,
    scored: 3,
    nll: 5.1,
    perplexity: Math.exp(1.7),
    utf8Bytes: 10,
    bitsPerByte: 5.1 / Math.LN2 / 10,
    unknown: 1,
    withoutUnknown: { scored: 2, nll: 2.1, perplexity: Math.exp(1.05) },
  },
  provenance: { model: '/m/toy', family: 'f', precision: 'q4', provider: 'cpu', window: 8, stride: 4 },
};

describe('what langscope score prints', () => {
  it('without colours: a line a token, the figures, how they came about', () => {
    const lines = Array.from(scoreReport(text, report, 'none', {}))
      .join('')
      .split('\n');
    assert.match(lines[1]!, /n\/a +n\/a +n\/a +n\/a {3}Hi$/);
    assert.match(lines[2]!, /2\.89 bits +13\.5 % +5 +1\.44 bits {3}·😀 {3}\(expected ·there\)$/);
    assert.match(lines[4]!, / 1 +0\.721 bits {3}↵$/);
    assert.deepEqual(lines.slice(5), [
      '',
      'Perplexity               5.47',
      'Bits per byte            0.736 bits',
      'Surprisal                7.36 bits',
      'Unknown tokens           1',
      'Perplexity without them  2.86',
      'toy · q4 · cpu · window 8, stride 4 tokens · 3 of 4 tokens scored · 10 bytes',
      '',
    ]);
  });

  it('in colours: the text, bytes of one character as one, what no token covers as it is', () => {
    const painted = Array.from(scoreReport(text, report, '256', {})).join('');
    assert.ok(
      painted.startsWith('\u001b[2;4mHi\u001b[0m\u001b[38;5;231;48;5;18m 😀\u001b[0m\n(x\n\nsurprisal in bits:'),
      JSON.stringify(painted),
    );
    assert.match(painted, /Perplexity {15}\u001b\[1m5\.47\u001b\[0m\n/);
  });

  it('as JSON: null where nothing is known, only alternatives that there are', () => {
    const score = JSON.parse(Array.from(scoreJson(text, report)).join('')) as { tokens: unknown[]; summary: unknown };
    assert.deepEqual(score.tokens[0], {
      id: 1,
      text: 'Hi',
      start: 0,
      end: 2,
      logprob: null,
      rank: null,
      entropy: null,
      top: [],
    });
    assert.deepEqual(score.tokens[2], {
      ...{ id: 3, text: '😀', start: 3, end: 5, logprob: -3, rank: 9, entropy: 2 },
      top: [{ id: 8, text: '<99>', logprob: -1.5 }],
    });
    assert.deepEqual(score.summary, {
      ...{ tokens: 4, scored: 3, nll: 5.1, perplexity: Math.exp(1.7), utf8Bytes: 10, bitsPerByte: 5.1 / Math.LN2 / 10 },
      ...{ unknown: 1, withoutUnknown: { scored: 2, nll: 2.1, perplexity: Math.exp(1.05) } },
    });
  });
});
