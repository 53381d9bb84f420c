import assert from 'node:assert/strict';
import { keptSummaries, sameMeans, type SummaryMemory } from '../../../src/protocol';
import { exportedSummary } from '../../../src/extension/summary/summary-export';
import { labelsOf, linesOf } from '../../../src/extension/summary/taken-text';
import {
  announcementOf,
  copiedShare,
  endSentence,
  foreignSentence,
  gapBefore,
  madeOf,
  meansOf,
  meansValue,
  piecesOf,
  progressText,
  sourceSentence,
  tailOf,
  waySentence,
  wordSentence,
} from '../../../src/webview/summary/summary-words';
import { shownSummary } from './shown-summary';

describe('what the Summary view says', () => {
  const summary = shownSummary();

  it('cuts sentences into words and what stands between them', () => {
    const pieces = piecesOf(summary, summary.sentences[0]!);
    assert.deepEqual(pieces, [
      { text: 'One', word: 0, copied: true },
      { text: ' ', copied: false },
      { text: 'two.', word: 1, copied: false },
    ]);
    assert.equal(gapBefore(summary, 1), ' ');
    const plain = { ...summary, words: [] };
    assert.deepEqual(piecesOf(plain, plain.sentences[1]!), [{ text: 'Three.', copied: false }]);
  });

  it('says of sentences and words where they came from, and what is not supported', () => {
    assert.equal(sourceSentence(summary, 0), 'from a.md, line 2 (60 %)'.replace('60 %', '60.0 %'));
    assert.match(sourceSentence(summary, 1), /^not supported by the text; from b\.md, line 1/);
    assert.match(wordSentence(summary, 0), /^probability 50\.0 %, copied \(90\.0 %\)$/);
    assert.match(wordSentence(summary, 1), /written \(90\.0 %\), no source found$/);
    assert.equal(copiedShare(summary), '33.3 %');
    assert.equal(copiedShare({ ...summary, words: [] }), undefined);
  });

  it('says by what way, how much, and in which language', () => {
    assert.match(waySentence(summary), /by attention/);
    assert.match(
      waySentence({ ...summary, way: { kind: 'similarity', why: 'It is blind.' } }),
      /by similarity.*It is blind\.$/,
    );
    assert.equal(madeOf(summary), 'Written from 1 section, 9 tokens.');
    assert.match(madeOf({ ...summary, among: 42 }), /^2 of 42 sentences; 40 left out\./);
    assert.equal(foreignSentence(summary), '');
    assert.match(foreignSentence({ ...summary, foreign: [1] }), /^b\.md seems to be in another language/);
  });

  it('says how far it is and how it ended', () => {
    const working = shownSummary({ end: 'working', written: 1, progress: { done: 9, total: 1900 } });
    assert.equal(progressText(working), '1 of 1 sections, 9 of 1,900 tokens');
    assert.match(progressText({ ...working, progress: { done: 0, total: 0 } }), /^Loading langscope-summariser/);
    assert.equal(tailOf({ ...working, writing: 'And so' }), ' And so');
    assert.equal(tailOf({ ...working, text: '', sentences: [], writing: 'And' }), 'And');
    assert.equal(endSentence(summary), '');
    assert.equal(endSentence({ ...summary, end: 'stopped' }), 'Stopped. What came until then stays.');
    assert.equal(endSentence({ ...summary, text: '', end: 'failed', failure: 'No.' }), 'No.');
    assert.match(announcementOf([summary]), /^Summary by langscope-summariser: One two\. Three\.$/);
  });

  it('keeps means through the value of an option', () => {
    for (const means of [
      { kind: 'extract', method: 'lead' },
      { kind: 'write', model: '/a:b/c' },
    ] as const) {
      assert.ok(sameMeans(meansOf(meansValue(means)), means));
    }
  });
});

describe('lines of places', () => {
  it('are counted in the text that was taken, from where it begins', () => {
    const text = { uri: 'file:///a.md', name: 'a.md', markdown: true, text: 'ab\r\ncd\nef', start: 100, line: 7 };
    const lineOf = linesOf([text]);
    assert.deepEqual([100, 103, 104, 106, 107, 109].map((offset) => lineOf(0, offset)), [7, 7, 8, 8, 9, 9]); // prettier-ignore
    assert.equal(lineOf(1, 0), undefined);
  });

  it('are named with the file where there are several, and kept where they cannot be told', () => {
    const summary = shownSummary();
    const labels = labelsOf(summary, (document, offset) => (document === 0 ? Math.floor(offset / 10) : undefined));
    assert.deepEqual(labels.sentences, ['a.md, line 2', 'b.md, line 1']);
    assert.deepEqual(labels.leftOut, ['a.md, lines 3 to 4']);
  });
});

describe('a summary as a file', () => {
  it('has all that is known, and says how it came about', () => {
    const parsed = JSON.parse(exportedSummary(shownSummary(), 'json')) as Readonly<Record<string, unknown>>;
    assert.equal(parsed['text'], 'One two. Three.');
    assert.deepEqual((parsed['leftOut'] as readonly unknown[]).length, 1);
    const markdown = exportedSummary(shownSummary({ stale: true }), 'markdown');
    assert.match(markdown, /^# Summary of a\.md, b\.md\n\nOne two\. Three\.\n/);
    assert.match(markdown, /1\. a\.md, line 2 \(60\.0 %\)\n2\. b\.md, line 1 \(90\.0 %\), not supported by the text/);
    assert.match(markdown, /- a\.md, lines 3 to 4, Use, code\n\nlangscope-summariser .* the text has changed since\n$/);
  });
});

describe('what is kept of summaries', () => {
  const memory = (words: number): SummaryMemory => ({
    scope: 'document',
    means: { kind: 'extract', method: 'lexrank' },
    length: 'short',
    highlights: true,
    shown: [shownSummary({ words: Array.from({ length: words }, () => shownSummary().words[0]!) })],
  });
  it('is all of it, or without the words where that is too much', () => {
    assert.equal(keptSummaries(memory(10)).shown[0]!.words.length, 10);
    const less = keptSummaries(memory(5000)).shown[0]!;
    assert.deepEqual([less.words.length, less.leftOut.length, less.text], [0, 1, 'One two. Three.']);
    const huge = memory(1);
    assert.deepEqual(keptSummaries({ ...huge, shown: [shownSummary({ text: 'x'.repeat(400_000) })] }).shown, []);
  });
});
