import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { corpusBleu, sentenceBleu } from '../../../src/engine/tasks/metrics/bleu';
import { corpusChrf, sentenceChrf } from '../../../src/engine/tasks/metrics/chrf';
import { longestCommonLength, longestCommonPlaces } from '../../../src/engine/tasks/metrics/longest-shared';
import { matches } from '../../../src/engine/tasks/metrics/matches';
import { rouge } from '../../../src/engine/tasks/metrics/rouge';
import { rougeNames, type Overlap, type RougeName } from '../../../src/protocol';

interface Golden {
  readonly cases: readonly {
    readonly candidate: string;
    readonly reference: string;
    readonly rouge: Readonly<Record<RougeName, Overlap>>;
    readonly sentenceBleu: number;
    readonly chrf: number;
  }[];
  readonly corpusBleu: number;
  readonly corpusChrf: number;
}

const golden = JSON.parse(readFileSync('test/golden/summary-metrics.json', 'utf8')) as Golden;
const near = (found: number, expected: number, what: string, tolerance: number): void =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: ${found}, not ${expected}`);

describe('the metrics of texts', () => {
  for (const { candidate, reference, ...expected } of golden.cases) {
    it(`are those of rouge-score and sacrebleu: ${JSON.stringify(candidate)}`, () => {
      const found = rouge(candidate, reference);
      for (const name of rougeNames) {
        for (const part of ['precision', 'recall', 'f1'] as const) {
          near(found[name][part], expected.rouge[name][part], `${name} ${part}`, 1e-6);
        }
      }
      near(sentenceBleu(candidate, reference), expected.sentenceBleu, 'BLEU', 1e-4);
      near(sentenceChrf(candidate, reference), expected.chrf, 'chrF', 1e-4);
    });
  }

  it('of a corpus are made of the sums over its segments', () => {
    const pairs = golden.cases.map(({ candidate, reference }) => [candidate, reference] as const);
    near(corpusBleu(pairs), golden.corpusBleu, 'BLEU', 1e-4);
    near(corpusChrf(pairs), golden.corpusChrf, 'chrF', 1e-4);
  });

  it('find the longest common subsequence 32 cells at a time as with a whole table', () => {
    let seed = 7;
    const next = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    for (let round = 0; round < 60; round++) {
      const list = (): string[] => Array.from({ length: next(150) }, () => String(next(6)));
      const [a, b] = [list(), list()];
      assert.equal(longestCommonLength(a, b), longestCommonPlaces(a, b).length);
    }
  });

  it('of a megabyte come in time', function () {
    this.timeout(20_000);
    const text = Array.from({ length: 90_000 }, (_, i) => `word${(i * 7919) % 5000}${i % 12 === 0 ? '.\n' : ' '}`).join(
      '',
    );
    const words = text.split(/\s+/);
    assert.ok(longestCommonLength(words, words) === words.length);
  });
});

describe('what two texts share', () => {
  const shared = (candidate: string, reference: string): string[] =>
    matches(candidate, reference, 2).map(({ candidate: own, reference: other }) => {
      const [a, b] = [candidate.slice(own.start, own.end), reference.slice(other.start, other.end)];
      return `${a} | ${b}`;
    });

  it('are the longest runs of words, with their places in both', () => {
    assert.deepEqual(shared('Then the old man 😀 went home.', 'He saw: THE OLD MAN\nwent home'), [
      'the old man 😀 went home | THE OLD MAN\nwent home',
    ]);
  });

  it('takes no word of the reference twice', () => {
    assert.deepEqual(shared('a b a b a b', 'a b'), ['a b | a b']);
    assert.deepEqual(shared('one', 'one'), []);
    assert.deepEqual(shared('', ''), []);
  });
});
