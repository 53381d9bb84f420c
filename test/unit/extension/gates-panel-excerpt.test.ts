import assert from 'node:assert/strict';
import { excerptsOf } from '../../../src/extension/panels/gates-excerpt';

describe('gates: excerpts of places', () => {
  it('gives the text of a place with what stands around it, and its line', () => {
    const text = 'one\r\ntwo (three)\nfour';
    const [first, last] = excerptsOf(text, [
      { start: 9, end: 16 },
      { start: 17, end: 21 },
    ]);
    assert.deepEqual(first, { line: 1, before: 'one\r\ntwo ', match: '(three)', after: '\nfour' });
    assert.deepEqual(last, { line: 2, before: 'one\r\ntwo (three)\n', match: 'four', after: '' });
    assert.deepEqual(excerptsOf(text, []), []);
  });

  it('cuts what is long, and no character in two', () => {
    const text = `${'😀'.repeat(50)}x${'😀'.repeat(200)}`;
    const [found] = excerptsOf(text, [{ start: 101, end: 501 }]);
    assert.ok([found!.before, found!.match, found!.after].every((part) => !/\p{Surrogate}/u.test(part)));
    assert.equal(found!.match.length, 120);
    assert.ok(found!.before.length <= 41 && found!.before.endsWith('x'));
    assert.equal(found!.after, '');
  });

  it('finds the line of each of many places', () => {
    const text = Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n');
    const at = text.indexOf('line 321');
    assert.equal(excerptsOf(text, [{ start: at, end: at + 4 }])[0]!.line, 321);
    assert.equal(excerptsOf(text, [{ start: text.length, end: text.length }])[0]!.line, 499);
  });
});
