import assert from 'node:assert/strict';
import {
  formatBar,
  formatBits,
  formatBytes,
  formatCount,
  formatModel,
  formatNumber,
  formatPercent,
  formatProbability,
  formatProvenance,
  formatRank,
  formatVisible,
} from '../../../src/protocol/format';

describe('format', () => {
  it('gives three significant digits with separators', () => {
    const cases: readonly (readonly [number | undefined, string])[] = [
      [24.4307, '24.4'],
      [1234.5, '1,230'],
      [1234567, '1,230,000'],
      [0.00123, '0.00123'],
      [9.996, '10.0'],
      [999.6, '1,000'],
      [0, '0'],
      [-2.345, '\u22122.35'],
      [1, '1.00'],
      [undefined, 'n/a'],
      [Number.NaN, 'n/a'],
      [Number.POSITIVE_INFINITY, '\u221e'],
      [1.5e22, '1.50e22'],
    ];
    for (const [value, text] of cases) assert.equal(formatNumber(value), text);
  });
  it('keeps counts exact', () => {
    assert.equal(formatCount(1234567), '1,234,567');
    assert.equal(formatCount(999), '999');
  });
  it('turns nats into bits', () => assert.equal(formatBits(2 * Math.LN2), '2.00 bits'));
  it('never says 0 % for what can happen nor 100 % for what is not certain', () => {
    assert.equal(formatPercent(0.123), '12.3 %');
    assert.equal(formatPercent(0.00009), '< 0.01 %');
    assert.equal(formatPercent(0.99996), '> 99.9 %');
    assert.equal(formatPercent(1), '100 %');
    assert.equal(formatPercent(0.99949), '99.9 %');
    assert.equal(formatProbability(-800), '< 0.01 %');
    assert.equal(formatProbability(Math.log(0.25)), '25.0 %');
    assert.equal(formatProbability(Number.NaN), 'n/a');
  });
  it('counts ranks from one', () => {
    assert.equal(formatRank(0), '1');
    assert.equal(formatRank(-1), 'n/a');
    assert.equal(formatRank(49151), '49,152');
  });
  it('chooses the unit of a size', () => {
    assert.equal(formatBytes(0), '0 bytes');
    assert.equal(formatBytes(1234567), '1.23 MB');
    assert.equal(formatBytes(999), '999 bytes');
    assert.equal(formatBytes(12e9), '12.0 GB');
  });
  it('draws white space and control characters', () => {
    assert.equal(formatVisible(' the\r\n\tx\u0000\u00a0'), '·the␍↵→x␀⍽');
    assert.equal(formatVisible('é'), 'é');
    assert.equal(formatVisible(' <E2 80> <a b>'), '·<E2 80>·<a·b>');
  });
  it('draws bars in eighths, never empty for what can happen', () => {
    assert.equal(formatBar(0.5, 4), '██');
    assert.equal(formatBar(1 / 32, 4), '▏');
    assert.equal(formatBar(7 / 32, 4), '▉');
    assert.equal(formatBar(1e-9, 4), '▏');
    assert.equal(formatBar(0, 4), '');
    assert.equal(formatBar(2, 4), '████');
  });
  it('names model, precision, provider, window and amounts', () => {
    const provenance = {
      model: '/models/gpt/',
      family: 'causal',
      precision: 'int8',
      provider: 'cpu',
      window: 1024,
      stride: 512,
    } as const;
    const figures = { tokens: 1200, scored: 1199, nll: 1, utf8Bytes: 5000, unknown: 0 };
    assert.equal(
      formatProvenance(provenance, figures),
      'gpt · int8 · cpu · window 1,024, stride 512 tokens · 1,199 of 1,200 tokens scored · 5,000 bytes',
    );
    assert.match(formatProvenance({ ...provenance, window: 0, stride: 0 }), /state carried$/);
    assert.equal(formatModel('C:\\models\\lstm'), 'lstm');
  });
});
