import assert from 'node:assert/strict';
import { blockEnd } from '../../../src/engine/decoding/block-end';
import { textEnds } from '../../../src/engine/decoding/text-ends';
import { CharacterTokenizer } from '../scoring/toy-model';

/** Prompt, what is written, and `|` where it ends. */
const blocks: readonly (readonly [string, string])[] = [
  // Prose: a paragraph.
  ['The first line', ' goes on\nover two.|\n\nNext.'],
  ['Done.', '|\n\nNext.'],
  ['# Title\n', '\n\nText is here.|\n \nMore.'],
  ['never', ' ends\nhere'],
  // Code: the block that the line opens.
  ['def f(x):', '\n    if x:\n        return 1\n    return 2|\nprint(f(3))'],
  ['def f(x):\n', '    return 1|\nprint(f(3))'],
  ['def f(x):\n    ', 'y = x\n    return y|\nprint(f(3))'],
  ['def f(x):\n    y =', ' x\n    return y|\n\n\ndef g():'],
  ['function f() {', '\n  return 1;\n}|\nf();'],
  ['const a = [', '\n  1,\n  2,\n];|\nnext'],
  ['if (a) {', '\n  b();\n} else {\n  c();\n}|\nd();'],
  ['{\n  f(', '1);\n  g(2);|\n}\n'],
  ['a = 1', '\nb = 2\nc = 3'],
];

describe('where a text ends', () => {
  for (const [prompt, marked] of blocks) {
    it(`block: ${JSON.stringify(prompt)} ${JSON.stringify(marked)}`, () => {
      const before = prompt.split('\n').at(-1)!;
      const text = marked.replace('|', '');
      assert.equal(blockEnd(before, text), marked.includes('|') ? marked.indexOf('|') : undefined);
      // Nothing that is told as certain while the text grows is taken back.
      const end = blockEnd(before, text) ?? text.length;
      for (let length = 0; length < text.length; length++) {
        const found = blockEnd(before, text.slice(0, length));
        assert.ok(found === undefined || found === end, `${found} after ${length}`);
      }
    });
  }

  it('is the first of the strings and places', async () => {
    const ids = Int32Array.from('x = 1', (c) => c.charCodeAt(0));
    const ends = await textEnds(new CharacterTokenizer(), ids, { stop: ['#', 'ab'], endAt: 'line' });
    assert.deepEqual(ends.find('2 # a\nab'), { at: 2, end: 'stop-string' });
    assert.deepEqual(ends.find('2\r\nab'), { at: 1, end: 'line-end' });
    assert.equal(ends.find('2 b'), undefined);
    assert.equal(ends.certain('2 a'), '2 ');
    assert.equal(ends.certain('2 é\uFFFD'), '2 é');
    const block = await textEnds(new CharacterTokenizer(), ids, { stop: [], endAt: 'block' });
    assert.equal(block.certain('2\n  '), '2');
    assert.deepEqual(block.find('2\n\n'), { at: 1, end: 'block-end' });
  });
});
