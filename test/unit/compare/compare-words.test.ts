import assert from 'node:assert/strict';
import { exportedComparison } from '../../../src/extension/compare/compare-export';
import type { Comparison, Match, Metrics } from '../../../src/protocol';
import { matchLevel } from '../../../src/protocol/match-levels';
import {
  announcement,
  figuresText,
  metricRows,
  textParts,
  warningOf,
} from '../../../src/webview/compare/compare-words';

const overlap = (f1: number): { precision: number; recall: number; f1: number } => ({ precision: 0.5, recall: 1, f1 });
const metrics: Metrics = {
  rouge: { rouge1: overlap(0.7), rouge2: overlap(0.4), rougeL: overlap(0.5), rougeLsum: overlap(0.5) },
  sentenceBleu: 17.5259,
  chrf: 47.8118,
};
const match = (candidate: readonly [number, number], reference: readonly [number, number], words: number): Match => ({
  candidate: { start: candidate[0], end: candidate[1] },
  reference: { start: reference[0], end: reference[1] },
  words,
});

describe('the words of the Compare view', () => {
  const comparison: Comparison = {
    metrics,
    matches: [match([4, 11], [10, 17], 2), match([14, 21], [0, 7], 2)],
    candidate: 'One two two.  six six end',
    reference: 'six six, two two and more',
  };

  it('cut each text at what both have, in its own order', () => {
    const texts = (side: 'candidate' | 'reference', most = 1000) =>
      textParts(comparison[side], comparison.matches, side, most).parts.map(({ text, match: of }) => [text, of]);
    assert.deepEqual(texts('candidate'), [['One ', undefined], ['two two', 0], ['.  ', undefined], ['six six', 1], [' end', undefined]]); // prettier-ignore
    assert.deepEqual(texts('reference').map(([, of]) => of), [1, undefined, 0, undefined]); // prettier-ignore
    assert.equal(texts('candidate').map(([text]) => text).join(''), comparison.candidate); // prettier-ignore
  });

  it('show a run whole where the part that is drawn ends within it', () => {
    const { parts, shown } = textParts(comparison.candidate, comparison.matches, 'candidate', 6);
    assert.deepEqual([parts.map(({ text }) => text), shown], [['One ', 'two two'], 11]);
  });

  it('give every figure a row with its unit, and keep the places before figures are there', () => {
    const rows = metricRows(metrics);
    assert.deepEqual(rows.map(({ name, value }) => `${name} ${value}`), ['ROUGE-1 70.0 %', 'ROUGE-2 40.0 %', 'ROUGE-L 50.0 %', 'ROUGE-Lsum 50.0 %', 'BLEU 17.5 / 100', 'chrF 47.8 / 100']); // prettier-ignore
    assert.equal(metricRows(undefined).length, rows.length);
    assert.ok(figuresText(metrics).includes('ROUGE-1\t50.0 %\t100 %\t70.0 %'));
    assert.match(announcement(comparison), /^ROUGE-1 70\.0 %, .* 2 shared runs\.$/);
  });

  it('warn where letters beyond a to z would be lost, and where a text is empty', () => {
    assert.equal(warningOf(comparison), undefined);
    assert.match(warningOf({ ...comparison, candidate: 'Été à la mer, près de Brême' }) ?? '', /a to z only/);
    assert.match(warningOf({ ...comparison, reference: ' \n' }) ?? '', /The reference is empty/);
  });

  it('mark longer runs more strongly', () => {
    assert.deepEqual([2, 3, 4, 5, 8, 9, 90].map(matchLevel), [0, 1, 1, 2, 2, 3, 3]);
  });

  it('are exported with the variant of each figure', () => {
    const text = { title: 'draft.md', linked: true, closed: false };
    const state = { live: false, busy: false, marked: true };
    assert.equal(exportedComparison(state, 'json'), undefined);
    const full = { ...state, candidate: text, reference: { ...text, title: 'reference.md' }, result: comparison };
    const json = JSON.parse(exportedComparison(full, 'json')!) as {
      readonly reference: string;
      readonly matches: object[];
    };
    assert.deepEqual([json.reference, json.matches.length], ['reference.md', 2]);
    const lines = exportedComparison(full, 'csv')!.split('\n');
    assert.match(lines[0]!, /^# draft\.md against reference\.md, .*tok:13a/);
    assert.ok(lines.includes('rouge1,0.5,1,0.7') && lines.includes('bleu,,,17.5259'));
  });
});
