import assert from 'node:assert/strict';
import { chooseSections } from '../../../src/engine/tasks/summary/sections/choose-sections';
import { packSections } from '../../../src/engine/tasks/summary/sections/pack-sections';
import { headingText, JoinedText, readableText } from '../../../src/engine/tasks/summary/sections/readable-text';
import type { SummaryDocument } from '../../../src/protocol';

const document = (text: string, markdown = true): SummaryDocument => ({ name: 'a.md', text, markdown });

const readme = `# Lamp 😀 *shop*

The **old** shop, which e\u0301veryone 🕯️ knows, sells [lamps](http://lamp.example/a_b).
It opens at nine.

- One lamp is \`red\`.
- Another lamp
  is 𝒃lue.

\`\`\`
code(); // has no sentences. None.
\`\`\`

## Repairs

Lamps are repaired here.

| a | b |
| - | - |
| c | d |
`;

/** One token a word. */
const wordsOf = (documents: readonly SummaryDocument[]): number[] =>
  readableText(documents).units.map(({ text }) => text.split(' ').length);

describe('what a model reads of documents', () => {
  it('is their prose, lists and headings without marks; the rest is named', () => {
    const { units, unread } = readableText([document(readme)]);
    assert.equal(
      new JoinedText(units).text,
      '# Lamp 😀 *shop*\n\nThe old shop, which e\u0301veryone 🕯️ knows, sells lamps. It opens at nine.' +
        '\n- One lamp is `red`.\n- Another lamp is 𝒃lue.\n\n## Repairs\n\nLamps are repaired here.',
    );
    assert.deepEqual(unread.map(({ because }) => because), ['code', 'table']); // prettier-ignore
    for (const { start, end } of unread) assert.equal(readme.slice(start, end), readme.slice(start, end).trim());
    assert.equal(headingText(units[0]!), 'Lamp 😀 *shop*');
  });

  it('keeps the place of every word, with any line ends, marks, astral and combining characters', () => {
    for (const text of [readme, readme.replaceAll('\n', '\r\n'), readme.replaceAll('\n', '\r')]) {
      const joined = new JoinedText(readableText([document(text)]).units);
      let last = 0;
      let count = 0;
      for (const { index, 0: word } of joined.text.matchAll(/\S+/g)) {
        const place = joined.inDocument({ start: index, end: index + word.length });
        if (word === '-') {
          assert.equal(place, undefined);
          continue;
        }
        const found = text.slice(place!.start, place!.end);
        // Marks may stand within a word's stretch, such as between "lamps" and its full stop.
        assert.ok(found.startsWith(word.replace(/\.$/, '')), `${JSON.stringify(found)} is not ${word}`);
        assert.equal(found.at(-1), word.at(-1));
        assert.ok(place!.start >= last);
        last = place!.end;
        count++;
      }
      assert.equal(count, 31);
    }
  });

  it('says what stands behind a place', () => {
    const joined = new JoinedText(readableText([document('One here. Two is here.')]).units);
    assert.deepEqual(joined.behind(0), { start: 0, end: 22 });
    assert.deepEqual(joined.behind(9), { start: 10, end: 22 });
    assert.deepEqual(joined.behind(12), { start: 12, end: 22 });
    assert.equal(joined.behind(joined.text.length), undefined);
  });
});

describe('sections', () => {
  const long = Array.from({ length: 30 }, (_, i) => `${i % 6 === 0 ? `\n## Part ${i / 6}\n\n` : ''}Sentence ${i} has five words. `).join(''); // prettier-ignore

  it('hold whole sentences of one document, no more than the model reads', () => {
    const documents = [document(long), document('A second text. It is short.'), document('# Nothing')];
    const { units } = readableText(documents);
    for (const most of [5, 7, 12, 20, 33, 1000]) {
      const sections = packSections(units, wordsOf(documents), most);
      const read = sections.flatMap((section) => section.units).filter(({ kind }) => kind === 'sentence');
      assert.deepEqual(read, units.filter(({ kind }) => kind === 'sentence')); // prettier-ignore
      for (const section of sections) {
        assert.ok(section.tokens <= most, `${section.tokens} of ${most}`);
        assert.ok(section.units.every((unit) => unit.document === section.document));
        assert.equal(section.start, section.units[0]!.start);
        assert.equal(section.end, section.units.at(-1)!.end);
      }
    }
    const [whole, ...others] = packSections(units, wordsOf(documents), 1000);
    assert.equal(whole!.heading, 'Part 0');
    assert.deepEqual(others.map((section) => section.document), [1]); // prettier-ignore
  });

  it('begin at headings where they are long enough, and know the heading they stand under', () => {
    const sections = packSections(readableText([document(long)]).units, wordsOf([document(long)]), 40);
    assert.deepEqual(sections.map(({ heading }) => heading), ['Part 0', 'Part 1', 'Part 2', 'Part 3', 'Part 4']); // prettier-ignore
    const small = packSections(readableText([document(long)]).units, wordsOf([document(long)]), 15);
    assert.ok(small.length > 5);
    assert.ok(small.every(({ heading, units }) => heading === `Part ${Math.floor(Number(/\d+/.exec(units.find(({ kind }) => kind === 'sentence')!.text)![0]) / 6)}`)); // prettier-ignore
  });

  it('of a sentence that is too long are that sentence alone', () => {
    const text = `Short one here. ${'Word '.repeat(50)}ends. Short two here.`;
    const sections = packSections(readableText([document(text)]).units, wordsOf([document(text)]), 10);
    assert.deepEqual(sections.map(({ units }) => units.length), [1, 1, 1]); // prettier-ignore
  });

  it('are chosen: the first of each document, then those that share most with the others', () => {
    const about = (what: string): string =>
      `## ${what}\n\nThe ${what} of the lighthouse keeper matters to ships at sea.\n\n`;
    const text = `${about('lamp')}## Recipe\n\nBread needs flour, salt, water, and some hours.\n\n${about('tower')}${about('logbook')}`;
    const documents = [document('Cats sleep all day long. Nobody minds them.'), document(text)];
    const all = packSections(readableText(documents).units, wordsOf(documents), 16);
    assert.equal(all.length, 5);
    const names = (count: number): (string | undefined)[] => chooseSections(all, count).map(({ heading }) => heading);
    assert.deepEqual(names(2), [undefined, 'lamp']);
    assert.deepEqual(names(4), [undefined, 'lamp', 'tower', 'logbook']);
    assert.equal(names(9).length, 5);
  });
});
