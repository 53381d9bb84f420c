import assert from 'node:assert/strict';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import { inSteps } from '../../../src/engine/inside/in-steps';
import type { PassageScores } from '../../../src/engine/reader/read-passage';
import { Scheduler } from '../../../src/engine/scheduler';
import { askDocument, type AnsweringModel } from '../../../src/engine/tasks/ask/ask-document';
import { answerBorders, sentenceStarts } from '../../../src/engine/tasks/ask/answer-borders';
import { bestSpans } from '../../../src/engine/tasks/ask/best-spans';
import { readingWindows } from '../../../src/engine/tasks/ask/reading-windows';
import { answerSpan, tokenPlaces } from '../../../src/engine/tasks/ask/token-places';
import type { Tokenizer } from '../../../src/engine/text/tokenizer';
import type { AskReading } from '../../../src/protocol';

/** Tokens as GPT-2 cuts them, more or less: a word with the space before it, other signs one by one, white space together. */
const pattern = / ?[\p{L}\p{N}]+|\s+(?=\S)|\s+|[\s\S]/gu;

function tokensOf(text: string): { ids: Int32Array; spans: Int32Array; unknown: Uint8Array } {
  const found = [...text.matchAll(pattern)];
  return {
    ids: Int32Array.from(found, ({ 0: piece }) => Buffer.from(piece.trim()).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7)), // prettier-ignore
    spans: Int32Array.from(found.flatMap(({ index, 0: piece }) => [index, index + piece.length])),
    unknown: new Uint8Array(found.length),
  };
}

const idOf = (word: string): number => tokensOf(word).ids[0]!;

/** A reader that likes the words it was told, as start and as end, wherever they stand. */
class Liking implements AnsweringModel {
  public readonly installed = { name: 'toy', folder: '', bundled: false, precisions: [], bytes: 0, capabilities: [] };
  public readonly family = 'toy';
  public readonly precision = 'fp32';
  public readonly provider = { provider: 'cpu', refused: [] } as const;
  public readonly figures = undefined;
  public readonly read: AnsweringModel['read'];
  public readonly seen: number[] = [];
  public readonly tokenizer: Tokenizer = {
    vocabularySize: 0,
    encode: (text) => Promise.resolve(tokensOf(text)),
    retokenize: () => Promise.reject(new Error('not here')),
    piece: String,
    insertion: String,
    decode: () => Promise.resolve(''),
  };

  public constructor(
    liked: Readonly<Record<string, readonly [start: number, end: number]>>,
    private readonly size = 40,
  ) {
    const likes = new Map(Object.entries(liked).map(([word, odds]) => [idOf(word), odds]));
    this.read = (question, passage): Promise<PassageScores> => {
      this.seen.push(passage.length);
      const odds = Array.from(passage, (id) => likes.get(id) ?? [-4, -4]);
      return Promise.resolve({
        start: Float32Array.from(odds, ([start]) => start),
        end: Float32Array.from(odds, ([, end]) => end),
        none: { start: 0, end: 0 },
        attention: new Float32Array(passage.length * question.length).fill(1 / question.length),
      });
    };
  }

  public get limits(): AnsweringModel['limits'] {
    return { question: 8, passage: this.size, answer: 6 };
  }

  public room(): number {
    return this.size;
  }
}

interface Asked {
  readonly markdown?: boolean;
  readonly answers?: number;
  readonly token?: CancellationToken;
  readonly progress?: (done: number, total: number) => void;
}

function ask(model: AnsweringModel, text: string, question = 'who', asked: Asked = {}): Promise<AskReading> {
  const { markdown = true, answers = 3, token = CancellationToken.None, progress = () => undefined } = asked;
  const work = askDocument(model, { text, markdown, question, answers }, token, progress, () => undefined);
  return inSteps(new Scheduler(), token, work);
}

const textsOf = (text: string, { answers }: AskReading): string[] =>
  answers.map(({ start, end }) => text.slice(start, end));

describe('the windows of a long text', () => {
  it('hold every token, overlap by a third and more, and score each token where its shorter context is longest', () => {
    const size = 40;
    const windows = readingWindows(333, size, [15, 36, 90, 151, 300]);
    let next = 0;
    for (const [at, { from, to, first, last }] of windows.entries()) {
      assert.equal(first, next);
      assert.ok(from <= first && last <= to && to - from <= size);
      const before = windows[at - 1];
      if (before) assert.ok(before.to - from >= size * 0.3, `windows ${at - 1} and ${at} share ${before.to - from}`);
      for (let i = first; i < last; i++) {
        const here = Math.min(i - from, to - 1 - i);
        for (const other of windows) {
          const there = i >= other.from && i < other.to ? Math.min(i - other.from, other.to - 1 - i) : -1;
          const edges = i < windows[0]!.last || i >= windows.at(-1)!.first;
          assert.ok(edges || here >= there - 1, `token ${i}: ${here} here, ${there} there`);
        }
      }
      next = last;
    }
    assert.equal(next, 333);
    assert.deepEqual(readingWindows(40, 40, []), [{ from: 0, to: 40, first: 0, last: 40 }]);
  });

  it('begin and end where a sentence does, if one does near', () => {
    const [first, second] = readingWindows(100, 40, [0, 18, 37, 60]);
    assert.deepEqual([first!.to, second!.from], [37, 18]);
  });
});

describe('places that no answer crosses', () => {
  const text = 'One\r\ntwo.\r\n\r\n# Three\r\nfour\r\n```\r\nfive\r\n```\r\n- six\r\n- seven\r\nEight\r\n=====\r\nnine';
  const borders = (markdown: boolean): string[] => {
    const at = [0, ...answerBorders(text, markdown), text.length];
    return at
      .slice(1)
      .map((end, i) => text.slice(at[i], end).trim())
      .filter((part) => part !== '');
  };

  it('are blank lines, and in markdown headings, code blocks and items of lists', () => {
    assert.deepEqual(borders(false).length, 2);
    assert.deepEqual(
      borders(true).map((part) => part.replace(/\s+/g, ' ')),
      ['One two.', '# Three', 'four', '```', 'five', '```', '- six', '- seven Eight =====', 'nine'],
    );
  });

  it('stand beside the beginnings of sentences and lines, which are found in time that grows with the text', function () {
    this.timeout(6000);
    const some = 'One. Two (a "b.") three?\nfour,\r\n\r\n  five 1.5 \u201csix!\u201d Seven. \n';
    const found = sentenceStarts(some);
    assert.deepEqual(
      found.map((start) => some.slice(start).split(/\s/)[0]),
      ['Two', 'three?', 'four,', 'five', 'Seven.'],
    );
    assert.deepEqual(sentenceStarts(`One.${'\n'.repeat(200_000)}`), []);
    const heading = answerBorders('\ufeff# Three\nfour', true);
    assert.ok(heading.includes('\ufeff# Three\n'.length));
  });

  it('hold for every span that is found, whatever the scores', () => {
    const text = 'alpha beta\n\ngamma delta\n# head\nepsilon zeta\n```\nuse --eta\n```\ntheta iota';
    const tokens = tokensOf(text);
    const places = tokenPlaces(text, tokens, true);
    const count = tokens.ids.length;
    // The first token of the text as start and the last one as end are the best by far, but lie apart.
    const start = Float32Array.from({ length: count }, (_, i) => count - i);
    const end = Float32Array.from({ length: count }, (_, i) => i);
    const window = { from: 0, to: count, first: 0, last: count };
    const spans = bestSpans({ start, end, none: { start: 0, end: 0 }, attention: undefined }, window, places, 40, 20);
    const found = spans.map(({ first, last }) => answerSpan(text, tokens.spans, first, last)).map(({ start, end }) => text.slice(start, end)); // prettier-ignore
    assert.deepEqual([...found].sort(), ['# head', '```', '```', 'alpha beta', 'epsilon zeta', 'gamma delta', 'theta iota', 'use --eta'].sort()); // prettier-ignore
    assert.ok(bestSpans({ start, end, none: { start: 0, end: 0 }, attention: undefined }, window, places, 1, 20).every(({ first, last }) => first === last)); // prettier-ignore
  });
});

describe('a question about a text', () => {
  const liked = { Ada: [5, 1], Lovelace: [1, 5], Grace: [3, 0], Hopper: [0, 3] } as const;

  it('finds the best stretches, apart from each other, with the log-odds to no answer and its probability', async () => {
    const text = 'It was Ada Lovelace who wrote it, and Grace Hopper who came later.';
    const reading = await ask(new Liking(liked), text, 'who');
    assert.deepEqual(textsOf(text, reading).slice(0, 2), ['Ada Lovelace', 'Grace Hopper']);
    const [best, second] = reading.answers;
    assert.equal(best!.gap, 10);
    assert.equal(second!.gap, 6);
    assert.ok(Math.abs(best!.gap - Math.log(best!.probability / reading.none)) < 1e-4);
    assert.ok(Math.abs(best!.probability - best!.startProbability * best!.endProbability) < 1e-6);
    assert.equal(best!.attention?.length, (2 * reading.question.spans.length) / 2);
    assert.equal(reading.threshold, 0);
  });

  it('gives a passage the same numbers alone and amid a hundred others', async () => {
    const passage =
      'It was Ada Lovelace who wrote the first of them for an engine that was never built by anybody at all.';
    const others = Array.from({ length: 50 }, (_, i) => `Number ${i} says nothing of interest to those who ask for names or dates.`).join('\n\n'); // prettier-ignore
    const model = new Liking(liked, 60);
    const alone = (await ask(model, passage)).answers[0]!;
    const long = `${others}\n\n${passage}\n\n${others}`;
    const reading = await ask(model, long);
    const amid = reading.answers[0]!;
    assert.ok(reading.windows > 40);
    assert.equal(long.slice(amid.start, amid.end), 'Ada Lovelace');
    assert.equal(amid.gap, alone.gap);
    // Other words of its window take a little; a hundred passages of the document take nothing.
    assert.ok(Math.abs(amid.probability - alone.probability) < 0.01, `${amid.probability}, alone ${alone.probability}`);
    assert.ok(Math.max(...model.seen) <= 60);
    const at = reading.overview.start.indexOf(Math.max(...reading.overview.start));
    assert.ok(reading.overview.spans[2 * at]! <= amid.start && reading.overview.spans[2 * at + 1]! > amid.start);
    assert.ok(reading.overview.start.length <= 512);
  });

  it('finds an answer wherever it stands, also over the edge of a window', async () => {
    const words = Array.from({ length: 200 }, (_, i) => `w${i}`);
    for (let at = 0; at <= 200; at += 7) {
      const text = [...words.slice(0, at), 'Ada', 'K', 'Lovelace', ...words.slice(at)].join(' ');
      const reading = await ask(new Liking(liked), text);
      assert.equal(textsOf(text, reading)[0], 'Ada K Lovelace', `at ${at}`);
      assert.equal(reading.answers[0]!.gap, 10);
      const { curve, first, last } = reading.answers[0]!;
      assert.equal(text.slice(curve.spans[2 * first], curve.spans[2 * last + 1]).trim(), 'Ada K Lovelace');
    }
  });

  it('counts places in UTF-16, and takes whole characters and words', async () => {
    const text = '\u{1f6f6} Le cafe\u0301 d\u2019Ada\r\nLovelace \u{1f469}\u200d\u{1f52c} est ici';
    const reading = await ask(new Liking({ Ada: [5, 1], Lovelace: [1, 5] }), text);
    assert.equal(textsOf(text, reading)[0], 'd\u2019Ada\r\nLovelace');
    const other = await ask(new Liking({ cafe: [5, 5] }), text);
    assert.equal(textsOf(text, other)[0], 'cafe\u0301');
    const family = await ask(new Liking({ '\u{1f52c}': [5, 5] }), text);
    assert.equal(textsOf(text, family)[0], '\u{1f469}\u200d\u{1f52c}');
  });

  it('says no answer where nothing is likelier', async () => {
    const reading = await ask(new Liking({}), 'Nothing here is about that.');
    assert.ok(reading.answers[0]!.gap < 0);
    assert.ok(reading.none > 0.7);
  });

  it('refuses an empty question, one that is too long and an empty text with a sentence', async () => {
    const model = new Liking({});
    await assert.rejects(ask(model, 'words', ' \n'), /There is no question/);
    await assert.rejects(ask(model, ' \n ', 'who'), /The text is empty/);
    await assert.rejects(ask(model, 'words', 'a b c d e f g h i'), /has 9 tokens; toy reads questions of at most 8/);
  });

  it('tells how far it is, and ends between two windows when it is cancelled', async () => {
    const text = Array.from({ length: 400 }, (_, i) => `w${i}`).join(' ');
    const steps: number[] = [];
    await ask(new Liking({}), text, 'who', { progress: (done) => steps.push(done) });
    assert.equal(steps[0], 0);
    assert.equal(steps.at(-1), 400);
    assert.deepEqual(
      [...steps].sort((a, b) => a - b),
      steps,
    );
    const source = new CancellationTokenSource();
    const model = new Liking({});
    const stopped = ask(model, text, 'who', {
      token: source.token,
      progress: (done) => {
        if (done > 100) source.cancel();
      },
    });
    await assert.rejects(stopped, /Cancelled/);
    assert.ok(model.seen.length < steps.length - 1);
  });
});
