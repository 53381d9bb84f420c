import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { corpusBleu, sentenceBleu } from '../../../src/engine/tasks/metrics/bleu';
import { corpusChrf, sentenceChrf } from '../../../src/engine/tasks/metrics/chrf';
import { Breath, finished } from '../../../src/engine/tasks/metrics/breath';
import { LongestShared } from '../../../src/engine/tasks/metrics/longest-shared';
import { matchSteps } from '../../../src/engine/tasks/metrics/matches';
import { rouge, rougeSteps } from '../../../src/engine/tasks/metrics/rouge';
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

const goldenOf = (name: string): Golden => JSON.parse(readFileSync(`test/golden/${name}.json`, 'utf8')) as Golden;
/** The second one has more digits: models/recipes/metrics_golden.py. */
const goldens = [
  { golden: goldenOf('summary-metrics'), tolerance: 1e-4 },
  { golden: goldenOf('metrics'), tolerance: 1e-6 },
] as const;
const near = (found: number, expected: number, what: string, tolerance: number): void =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${what}: ${found}, not ${expected}`);

describe('the metrics of texts', () => {
  for (const { golden, tolerance } of goldens) {
    for (const { candidate, reference, ...expected } of golden.cases) {
      it(`are those of rouge-score and sacrebleu: ${JSON.stringify([candidate, reference])}`, () => {
        const found = rouge(candidate, reference);
        for (const name of rougeNames) {
          for (const part of ['precision', 'recall', 'f1'] as const) {
            near(found[name][part], expected.rouge[name][part], `${name} ${part}`, 1e-6);
          }
        }
        near(sentenceBleu(candidate, reference), expected.sentenceBleu, 'BLEU', tolerance);
        near(sentenceChrf(candidate, reference), expected.chrf, 'chrF', tolerance);
      });
    }

    it(`of a corpus of ${golden.cases.length} are made of the sums over its segments`, () => {
      const pairs = golden.cases.map(({ candidate, reference }) => [candidate, reference] as const);
      near(corpusBleu(pairs), golden.corpusBleu, 'BLEU', tolerance);
      near(corpusChrf(pairs), golden.corpusChrf, 'chrF', tolerance);
    });
  }

  /** As rouge-score does it, cell by cell. */
  function placesOfTable(a: readonly string[], b: readonly string[]): readonly number[] {
    const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
    for (let i = 1; i <= a.length; i++) {
      for (let j = 1; j <= b.length; j++) {
        const longer = Math.max(table[i - 1]![j]!, table[i]![j - 1]!);
        table[i]![j] = a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : longer;
      }
    }
    const places: number[] = [];
    for (let i = a.length, j = b.length; i > 0 && j > 0;) {
      if (a[i - 1] === b[j - 1]) {
        places.unshift(--i);
        j--;
      } else if (table[i]![j - 1]! > table[i - 1]![j]!) j--;
      else i--;
    }
    return places;
  }

  it('find the longest common subsequence 32 cells at a time as with a whole table', () => {
    let seed = 7;
    const next = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    for (let round = 0; round < 200; round++) {
      const list = (): string[] => Array.from({ length: next(150) }, () => String(next(6)));
      const [a, b, c] = [list(), list(), list()];
      // Of a table of more numbers than that, some rows are kept.
      for (const most of [Infinity, 40, 0]) {
        const longest = new LongestShared(a, most);
        for (const other of [b, c]) {
          const places = placesOfTable(a, other);
          assert.deepEqual(finished(longest.shared(other, new Breath())), places);
          assert.equal(finished(longest.length(other, new Breath())), places.length);
        }
      }
    }
  });

  it('of 100,000 words come in time, and in pieces that let others in between', function () {
    this.timeout(60_000);
    let seed = 7;
    const next = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    const words = Array.from({ length: 100_000 }, () => `w${Math.floor(4000 * (next(1000) / 1000) ** 3)}`);
    const text = (list: readonly string[]): string =>
      list.map((word, i) => word + (i % 60 === 59 ? '\n' : ' ')).join('');
    const draft = text(words.map((word) => (next(10) < 3 ? `w${next(4000)}` : word)));
    const steps = rougeSteps(draft, text(words), new Breath());
    let [longest, since] = [0, performance.now()];
    while (steps.next().done !== true) {
      longest = Math.max(longest, performance.now() - since);
      since = performance.now();
    }
    // A piece lasts 40 ms; a machine that is busy with other things takes longer.
    assert.ok(longest < 1000, `a piece took ${longest} ms`);
  });

  it('of two lines of 60,000 different words, which no table holds, come in time', function () {
    this.timeout(60_000);
    const words = Array.from({ length: 60_000 }, (_, at) => `w${at}`);
    const found = rouge(words.filter((_, at) => at % 3 > 0).join(' '), words.join(' '));
    near(found.rougeLsum.recall, 2 / 3, 'recall', 1e-9);
    assert.equal(found.rougeLsum.precision, 1);
  });
});

describe('what two texts share', () => {
  const shared = (candidate: string, reference: string): string[] =>
    finished(matchSteps(candidate, reference, 2, new Breath())).map(({ candidate: own, reference: other }) => {
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

  it('are found to the end where the same is said often', function () {
    this.timeout(20_000);
    const often = (other: string): string => Array.from({ length: 300 }, (_, i) => `of the ${other}${i}`).join('. ');
    assert.equal(shared(often('cat'), often('dog')).length, 300);
    assert.equal(shared('x '.repeat(100_000), 'x '.repeat(50_000)).length, 1);
  });
});
