import assert from 'node:assert/strict';
import { shiftSummary } from '../../../src/extension/summary/summary-shift';
import { sentencesAt, markStep, sourcesOf } from '../../../src/extension/summary/summary-sources';
import { shownSummary } from './shown-summary';

const change = (rangeOffset: number, rangeLength: number, text: string) => ({ rangeOffset, rangeLength, text });
const places = (summary: ReturnType<typeof shownSummary>) =>
  summary.sentences.map(({ sources }) => sources.map(({ start, end }) => [start, end]));

describe('places of a summary while its documents are edited', () => {
  it('move behind what is written before them, in their document alone', () => {
    const moved = shiftSummary(shownSummary(), 'file:///a.md', [change(0, 0, 'abc')]);
    assert.deepEqual(places(moved), [[[13, 23], [5, 9]], [[5, 15]]]); // prettier-ignore
    assert.deepEqual(
      [moved.words[0]!.sources[0]!.start, moved.leftOut[0]!.start, moved.texts[0]!.end],
      [13, 28, 40 + 3],
    );
    assert.ok(moved.stale);
  });

  it('keep their length when something is written at either edge, grow with what is written inside', () => {
    const at = (offset: number) =>
      places(shiftSummary(shownSummary(), 'file:///a.md', [change(offset, 0, 'xy')]))[0]![0];
    assert.deepEqual([at(10), at(15), at(20)], [[12, 22], [10, 22], [10, 20]]); // prettier-ignore
  });

  it('shrink to what is left of them', () => {
    const cut = (offset: number, length: number) =>
      places(shiftSummary(shownSummary(), 'file:///a.md', [change(offset, length, '')]))[0]![0];
    assert.deepEqual([cut(8, 6), cut(15, 10), cut(5, 30), cut(12, 3)], [[8, 14], [10, 15], [5, 5], [10, 17]]); // prettier-ignore
  });

  it('follow several changes of one event, whatever their order', () => {
    const changes = [change(0, 2, ''), change(12, 0, 'four')];
    for (const list of [changes, [...changes].reverse()]) {
      assert.deepEqual(places(shiftSummary(shownSummary(), 'file:///a.md', list))[0]![0], [8, 22]);
    }
  });

  it('do not make a summary of a selection old when the rest of the document changes', () => {
    const [text, other] = shownSummary().texts;
    const selection = shownSummary({ texts: [{ ...text!, start: 8, end: 22 }, other!] });
    assert.ok(!shiftSummary(selection, 'file:///a.md', [change(0, 1, '')]).stale);
    assert.ok(!shiftSummary(selection, 'file:///a.md', [change(30, 1, 'z')]).stale);
    assert.ok(shiftSummary(selection, 'file:///a.md', [change(9, 1, 'z')]).stale);
  });

  it('stay as they are when another document changes', () => {
    const summary = shownSummary();
    assert.equal(shiftSummary(summary, 'file:///c.md', [change(0, 0, 'abc')]), summary);
  });
});

describe('what the cursor is at a source of', () => {
  it('is every sentence with a source there, the nearest relation first', () => {
    const shown = [shownSummary(), shownSummary({ sentences: [] })];
    assert.deepEqual(sentencesAt(shown, 'file:///b.md', 6), [{ summary: 0, index: 1 }, { summary: 0, index: 0 }]); // prettier-ignore
    assert.deepEqual(sentencesAt(shown, 'file:///a.md', 19), [{ summary: 0, index: 0 }]);
    assert.deepEqual(sentencesAt(shown, 'file:///a.md', 20), []);
  });

  it('marks by weight beside the strongest', () => {
    assert.deepEqual([markStep(0.9, 0.9), markStep(0.45, 0.9), markStep(0.001, 0.9), markStep(0, 0)], [7, 4, 1, 1]);
  });

  it('finds the sources of pieces, and of stretches that were left out', () => {
    const shown = [shownSummary()];
    assert.equal(sourcesOf(shown, { summary: 0, of: 'word', index: 2 })[0]!.start, 6);
    assert.deepEqual([sourcesOf(shown, { summary: 0, of: 'left-out', index: 0 })[0]!.end, sourcesOf(shown, { summary: 1, of: 'word', index: 0 })], [35, []]); // prettier-ignore
  });
});
