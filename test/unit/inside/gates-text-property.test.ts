import assert from 'node:assert/strict';
import type { TextProperty } from '../../../src/protocol';
import { textProperty } from '../../../src/engine/inside/gates/text-property';

/** The property at every character, as a string of digits. */
function along(property: TextProperty, text: string): string {
  const spans = Int32Array.from({ length: 2 * text.length }, (_, at) => (at + 1) >> 1);
  return Array.from(textProperty(property, text, spans)).join('');
}

describe('Properties of a text at its tokens', () => {
  it('quote: from the mark that opens to the one that closes', () => {
    assert.equal(along('quote', 'a "b" c'), '0011000');
    assert.equal(along('quote', 'a “b "c” d'), '0011111000');
    assert.equal(along('quote', '„a“ «b»'), '1100110');
    assert.equal(along('quote', "it's"), '0000');
  });

  it('quote: a blank line ends a quotation that nobody closed, a line end does not', () => {
    assert.equal(along('quote', '"a\nb'), '1111');
    assert.equal(along('quote', '"a\n \nb"c'), '11110011');
  });

  it('bracket: how many are open, never fewer than none', () => {
    assert.equal(along('bracket', 'a(b[c]{d})e'), '01122122100');
    assert.equal(along('bracket', ')(a'), '011');
  });

  it('indent: columns in front of the line, with tabs to every fourth', () => {
    assert.equal(along('indent', '  a b\nc\n\td\n \te'), '12222' + '0' + '0' + '0' + '44' + '0' + '144');
  });

  it('line-start: the first visible character of each line', () => {
    assert.equal(along('line-start', 'ab\n  c d\n\ne'), '10000100001');
  });

  it('takes tokens of several characters as they are after their last, and special ones as nothing', () => {
    const text = 'if (a):\n    "b';
    // <start> 'if' ' (' 'a' '):' '\n   ' ' "' 'b'
    const spans = Int32Array.of(0, 0, 0, 2, 2, 4, 4, 5, 5, 7, 7, 11, 11, 13, 13, 14);
    const of = (property: TextProperty): number[] => [...textProperty(property, text, spans)];
    assert.deepEqual(of('quote'), [0, 0, 0, 0, 0, 0, 1, 1]);
    assert.deepEqual(of('bracket'), [0, 0, 1, 1, 0, 0, 0, 0]);
    assert.deepEqual(of('indent'), [0, 0, 0, 0, 0, 3, 4, 4]);
    assert.deepEqual(of('line-start'), [0, 1, 0, 0, 0, 0, 1, 0]);
  });

  it('counts from the beginning of the text, also where the tokens begin later', () => {
    assert.deepEqual([...textProperty('bracket', '((a)b', Int32Array.of(4, 5))], [1]);
  });

  it('tokens that share a character have the same value', () => {
    assert.deepEqual([...textProperty('quote', '“a', Int32Array.of(0, 1, 0, 1, 1, 2))], [1, 1, 1]);
  });
});
