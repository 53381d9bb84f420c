import assert from 'node:assert/strict';
import { extract, type RankedMethod } from '../../../src/engine/tasks/summary/extract';
import { lexrank } from '../../../src/engine/tasks/summary/lexrank';
import { cosine, sentenceVectors } from '../../../src/engine/tasks/summary/sentence-vectors';
import { textrank } from '../../../src/engine/tasks/summary/textrank';
import { FailureError, type SummaryDocument } from '../../../src/protocol';

const story = [
  'The old lighthouse stands on the northern cliff.',
  'Bread is baked in the village every morning.',
  'The keeper of the old lighthouse lights the lamp on the cliff each night.',
  'Ships far out at sea look for the lamp of the lighthouse.',
  'Nobody remembers who built the lighthouse on the cliff.',
  'My sister plays chess.',
];
const document = (text: string, markdown = true): SummaryDocument => ({ name: 'story.md', text, markdown });

const rankedMethods: readonly RankedMethod[] = ['lexrank', 'textrank', 'lead'];

/** PageRank by a whole matrix of weights, [n, n]. */
function slowWalk(weights: readonly (readonly number[])[]): number[] {
  const n = weights.length;
  const degree = weights.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  let rank = weights.map(() => 1 / n);
  for (let round = 0; round < 200; round++) {
    rank = rank.map((_, i) => {
      const reached = rank.map((share, j) => (degree[j] === 0 ? share / n : (share * weights[j]![i]!) / degree[j]!));
      return 0.15 / n + 0.85 * reached.reduce((sum, share) => sum + share, 0);
    });
  }
  return rank;
}

describe('extractive summaries', () => {
  it('rank by LexRank as a whole matrix of cosines would', () => {
    const vectors = sentenceVectors(story);
    const slow = slowWalk(story.map((_, i) => story.map((__, j) => (i === j ? 0 : cosine(vectors, i, j)))));
    lexrank(story).forEach((share, i) => assert.ok(Math.abs(share - slow[i]!) < 1e-6, `${i}: ${share} ${slow[i]}`));
  });

  it('rank by TextRank as its definition says', () => {
    const bags = story.map((text) => new Set(text.toLowerCase().match(/[a-z]+/g)));
    const slow = slowWalk(
      bags.map((a, i) =>
        bags.map((b, j) =>
          i === j ? 0 : [...a].filter((word) => b.has(word)).length / (Math.log(a.size + 1) + Math.log(b.size + 1)),
        ),
      ),
    );
    textrank(story).forEach((share, i) => assert.ok(Math.abs(share - slow[i]!) < 1e-6, `${i}: ${share} ${slow[i]}`));
  });

  for (const method of rankedMethods) {
    it(`say where each sentence stands: ${method}`, () => {
      const text = `# Story\n\n${story.join(' ')}\n`;
      const { sentences, among } = extract([document(text)], method, 2);
      assert.equal(among, story.length);
      assert.equal(sentences.length, 2);
      for (const { text: own, sources } of sentences) {
        assert.equal(text.slice(sources[0]!.start, sources[0]!.end), own);
        assert.ok(story.includes(own));
      }
      const places = sentences.map(({ sources }) => sources[0]!.start);
      assert.deepEqual(
        places,
        [...places].sort((a, b) => a - b),
      );
      if (method === 'lead')
        assert.deepEqual(sentences.map((sentence) => sentence.text), story.slice(0, 2)); // prettier-ignore
      else assert.ok(sentences.every((sentence) => sentence.text.includes('lighthouse')));
    });
  }

  it('of several documents name the document and say nothing twice', () => {
    const { sentences } = extract([document(story.join(' ')), document(story.join(' '))], 'lexrank', 12);
    assert.equal(new Set(sentences.map(({ text }) => text)).size, sentences.length);
    assert.equal(sentences.length, story.length);
    const lead = extract([document('One is here. Two is here.'), document('A b c. D e f.')], 'lead', 2);
    assert.deepEqual(lead.sentences.map(({ sources }) => sources[0]!.document), [0, 1]); // prettier-ignore
  });

  it('are refused where there are no sentences, or none are asked for', () => {
    for (const text of ['', '# Heading', '```\ncode. here.\n```']) {
      assert.throws(() => extract([document(text)], 'lexrank', 3), FailureError);
    }
    assert.throws(() => extract([document(story.join(' '))], 'lexrank', 0), FailureError);
  });

  it('stand for texts whose script has no spaces between words', () => {
    const chinese =
      '我的妹妹喜欢下棋。古老的灯塔矗立在悬崖上。灯塔的看守人每天晚上在悬崖上点亮灯塔的灯。海上的船只寻找灯塔的灯。面包每天早上烤好。';
    const { sentences, among } = extract([document(chinese)], 'lexrank', 2);
    assert.equal(among, 5);
    assert.deepEqual(
      sentences.map(({ text }) => text),
      ['古老的灯塔矗立在悬崖上。', '灯塔的看守人每天晚上在悬崖上点亮灯塔的灯。'],
    );
    for (const { text, sources } of sentences) assert.equal(chinese.slice(sources[0]!.start, sources[0]!.end), text);
  });

  it('of a megabyte come in seconds', function () {
    this.timeout(30_000);
    const words = Array.from({ length: 3000 }, (_, i) => `word${i}`);
    let seed = 3;
    const next = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
    const sentence = (): string => `${Array.from({ length: 17 }, () => words[next(next(2999) + 1)]).join(' ')}. `;
    const text = Array.from({ length: 9000 }, (_, i) => (i % 9 === 8 ? '\n\nNext ' : '') + sentence()).join('');
    assert.ok(text.length > 1_000_000);
    for (const method of rankedMethods) assert.equal(extract([document(text)], method, 5).sentences.length, 5);
  });

  it('of a text without full stops are all of it, however many words it has', function () {
    this.timeout(30_000);
    const text = Array.from({ length: 200_000 }, (_, i) => `w${i.toString(36)}`).join(' ');
    for (const method of rankedMethods) {
      const [found] = extract([document(text)], method, 5).sentences;
      assert.deepEqual(found!.sources, [{ start: 0, end: text.length, document: 0, weight: 1 }]);
    }
  });
});
