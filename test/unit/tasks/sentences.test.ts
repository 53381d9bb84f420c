import assert from 'node:assert/strict';
import { markdownBlocks } from '../../../src/engine/tasks/text/document-blocks';
import { sentencesOf } from '../../../src/engine/tasks/text/sentences';

const texts = (text: string, markdown = true): string[] => sentencesOf(text, markdown).map((sentence) => sentence.text);

const document = `---
title: Not prose. At all.
---
# A heading. Not a sentence.

The first sentence is here. The second
goes over two lines!

- An item of a list. It has two sentences.
- [ ] A task is an item too

> A quotation goes on
> over its marks. And ends.

\`\`\`js
const code = 'has no. Sentences.';
\`\`\`

| a table | has none. Nor this. |
| --- | --- |
| a b. | c d. |

    indented code. Neither.

Last words 😀 stand here.
`;

describe('the sentences of a document', () => {
  it('are those of its prose and lists; headings, code, tables and settings have none', () => {
    assert.deepEqual(texts(document), [
      'The first sentence is here.',
      'The second goes over two lines!',
      'An item of a list.',
      'It has two sentences.',
      'A task is an item too',
      'A quotation goes on over its marks.',
      'And ends.',
      'Last words 😀 stand here.',
    ]);
  });

  it('keep their places in the document, with any line ends', () => {
    for (const text of [document, document.replaceAll('\n', '\r\n'), document.replaceAll('\n', '\r')]) {
      const found = sentencesOf(text, true);
      assert.equal(found.length, 8);
      for (const { start, end, text: own } of found) {
        assert.equal(text.slice(start, end).replace(/[\s>]+/g, ' '), own);
      }
    }
  });

  it('do not end after abbreviations, initials, or before what goes on in small letters', () => {
    assert.deepEqual(
      texts('Dr. Smith met J. R. Tolkien, e.g. in 3.5 days. See Fig. 3 for it. "Why?" he said. Then Prof. Lee left.'),
      [
        'Dr. Smith met J. R. Tolkien, e.g. in 3.5 days.',
        'See Fig. 3 for it.',
        '"Why?" he said.',
        'Then Prof. Lee left.',
      ],
    );
  });

  it('have no marks of emphasis, links and pictures, and keep their places', () => {
    const text = '![A picture](a.png) **Look inside.** The *old* [house rules](rules.md), `a_b` and 3 * 4 stay.';
    const found = sentencesOf(text, true);
    assert.deepEqual(
      found.map((sentence) => sentence.text),
      ['Look inside.', 'The old house rules, `a_b` and 3 * 4 stay.'],
    );
    assert.ok(text.slice(found[1]!.start, found[1]!.end).startsWith('The *old* [house'));
    assert.ok(sentencesOf(text, false)[0]!.text.startsWith('A picture](a.png) **Look'));
  });

  it('of a plain text are divided by blank lines', () => {
    assert.deepEqual(texts('# one two\nthree four\n\nfive six', false), ['# one two three four', 'five six']);
  });

  it('are none where there is no prose', () => {
    for (const text of ['', '\n\n', '# Only a heading', '```\na b. c d.\n```', '...', '😀']) {
      assert.deepEqual(texts(text), [], JSON.stringify(text));
    }
  });

  it('stand in blocks that lie in order and do not overlap', () => {
    const blocks = markdownBlocks(document);
    assert.deepEqual(
      blocks.map(({ kind }) => kind),
      ['markup', 'heading', 'prose', 'item', 'item', 'prose', 'code', 'table', 'code', 'prose'],
    );
    blocks.slice(1).forEach(({ start }, i) => assert.ok(start >= blocks[i]!.end));
  });

  it('are those of the whole in a block of any length, in time that grows with it', function () {
    this.timeout(20_000);
    const part = 'Dr. Smith met 😀 them at 3.5 p.m. there. "Why?" he said. It went on… and on! A last one, e.g. this. ';
    const once = texts(part.trim(), false);
    assert.deepEqual(texts(part.repeat(1000).trim(), false), Array.from({ length: 1000 }, () => once).flat());
    const endless = `${'word '.repeat(30_000)}ends. Then one more.`;
    assert.deepEqual(texts(endless, false).map(({ length }) => length), [150_005, 14]); // prettier-ignore
    const started = performance.now();
    assert.equal(texts(part.repeat(10_000).trim(), false).length, 10_000 * once.length);
    // With the square it would be a minute.
    assert.ok(performance.now() - started < 15_000);
  });

  it('have no marks of links to places with brackets, nor of those within brackets', () => {
    assert.deepEqual(texts('See [the page](https://a.org/wiki/B_(c)) of it. An [odd [link](d) stays odd.'), [
      'See the page of it.',
      'An [odd link stays odd.',
    ]);
  });

  it('stand behind a byte order mark as without it', () => {
    for (const ends of ['\n', '\r\n']) {
      const text = document.replaceAll('\n', ends);
      const places = sentencesOf(text, true).map(({ start }) => start + 1);
      assert.deepEqual(
        sentencesOf(`\ufeff${text}`, true).map(({ start }) => start),
        places,
      );
    }
    assert.deepEqual(texts('\ufeff# A heading. Not prose.\n\nProse it is.'), ['Prose it is.']);
  });

  const endless: Readonly<Record<string, string>> = {
    brackets: '['.repeat(100_000),
    pictures: '!['.repeat(50_000),
    targets: '[a]('.repeat(25_000),
    tags: '<a'.repeat(50_000),
    letters: 'a'.repeat(100_000),
    'letters of another script': '\u6211\u4eec'.repeat(50_000),
    'marks on a letter': `e${'\u0301'.repeat(100_000)}`,
    'capital letters': 'A. '.repeat(33_000),
    spaces: `Hello there${' '.repeat(100_000)}you all.`,
    'a line of spaces': `Hello there.\n\n${' '.repeat(100_000)}\n\nYou all.`,
    'soft hyphens': `Hello there${'\u00ad'.repeat(100_000)}you all.`,
    'a picture in itself': `Hello ![there](data:image/png;base64,${'QUJD'.repeat(50_000)}) you.`,
  };
  for (const [what, text] of Object.entries(endless)) {
    it(`are found in time that grows with the text: ${what}`, function () {
      this.timeout(6000);
      for (const markdown of [true, false]) {
        const since = performance.now();
        for (const { start, end } of sentencesOf(text, markdown)) assert.ok(start >= 0 && end <= text.length);
        assert.ok(performance.now() - since < 3000, `${performance.now() - since} ms`);
      }
    });
  }
});
