import assert from 'node:assert/strict';
import { toEdits } from '../../../src/extension/document-edits';
import { TokenMirror } from '../../../src/extension/token-mirror';
import type { Edit, TokenScores } from '../../../src/protocol';

/** A generator of pseudo-random whole numbers below a bound; the same for the same seed. */
function random(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Tokens of the given spans; rank carries the token's number, so that it can be found again. */
function scoresOf(spans: readonly (readonly [number, number])[], firstRank = 0): TokenScores {
  return {
    spans: Int32Array.from(spans.flat()),
    ids: new Int32Array(spans.length),
    logprob: Float32Array.from(spans, (_, index) => -index),
    rank: Int32Array.from(spans, (_, index) => firstRank + index),
    entropy: new Float32Array(spans.length),
    unknown: new Uint8Array(spans.length),
  };
}

const tokensOf = (mirror: TokenMirror) =>
  Array.from({ length: mirror.length }, (_, index) => {
    const { start, end, rank } = mirror.at(index);
    return [start, end, rank] as const;
  });

function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end), text);
}

/** A letter is a code point of its own, so that each place of the first text can be found again. */
const textOf = (length: number) => String.fromCharCode(...Array.from({ length }, (_, index) => 0x4e00 + index));

function randomSpans(next: (bound: number) => number, length: number): (readonly [number, number])[] {
  const spans: (readonly [number, number])[] = [];
  for (let at = 0; at < length;) {
    const end = Math.min(length, at + 1 + next(5));
    spans.push([at, end]);
    at = end;
  }
  return spans;
}

function randomEdits(next: (bound: number) => number, length: number): readonly Edit[] {
  const edits: Edit[] = [];
  let size = length;
  for (let count = 1 + next(3); count > 0; count--) {
    const start = next(size + 1);
    const end = Math.min(size, start + (next(2) === 0 ? 0 : next(8)));
    const text = 'abcdef'.slice(0, next(6));
    edits.push({ start, end, text });
    size += text.length - (end - start);
  }
  return edits;
}

describe('TokenMirror', () => {
  it('shifts later tokens and drops the one that an edit touches', () => {
    const mirror = new TokenMirror();
    mirror.replace(1, { start: 0, end: 9 }, scoresOf([[0, 3], [3, 6], [6, 9]])); // prettier-ignore
    mirror.edit(2, [{ start: 4, end: 5, text: 'xyz' }]);
    assert.deepEqual(tokensOf(mirror), [[0, 3, 0], [8, 11, 2]]); // prettier-ignore
  });

  it('keeps both tokens around an insertion between them', () => {
    const mirror = new TokenMirror();
    mirror.replace(1, { start: 0, end: 6 }, scoresOf([[0, 3], [3, 6]])); // prettier-ignore
    mirror.edit(2, [{ start: 3, end: 3, text: '--' }]);
    assert.deepEqual(tokensOf(mirror), [[0, 3, 0], [5, 8, 1]]); // prettier-ignore
  });

  it('drops all tokens of a character when it goes, and keeps overlapping spans otherwise', () => {
    const mirror = new TokenMirror();
    mirror.replace(1, { start: 0, end: 4 }, scoresOf([[0, 1], [1, 3], [1, 3], [3, 4]])); // prettier-ignore
    mirror.edit(2, [{ start: 0, end: 0, text: 'a' }]);
    assert.deepEqual(tokensOf(mirror), [[1, 2, 0], [2, 4, 1], [2, 4, 2], [4, 5, 3]]); // prettier-ignore
    mirror.edit(3, [{ start: 2, end: 4, text: '' }]);
    assert.deepEqual(tokensOf(mirror), [[1, 2, 0], [2, 3, 3]]); // prettier-ignore
  });

  it('refuses scores that are older than those it has', () => {
    const mirror = new TokenMirror();
    assert.equal(mirror.replace(3, { start: 0, end: 3 }, scoresOf([[0, 3]], 7)), true);
    assert.equal(mirror.replace(2, { start: 0, end: 3 }, scoresOf([[0, 3]], 8)), false);
    assert.deepEqual(tokensOf(mirror), [[0, 3, 7]]);
  });

  it('replaces only the tokens that begin in the stretch', () => {
    const mirror = new TokenMirror();
    mirror.replace(1, { start: 0, end: 9 }, scoresOf([[0, 3], [3, 6], [6, 9]])); // prettier-ignore
    mirror.replace(1, { start: 3, end: 6 }, scoresOf([[3, 4], [4, 6]], 10)); // prettier-ignore
    assert.deepEqual(tokensOf(mirror), [[0, 3, 0], [3, 4, 10], [4, 6, 11], [6, 9, 2]]); // prettier-ignore
    mirror.replace(1, { start: 0, end: 9 }, scoresOf([]));
    assert.equal(mirror.length, 0);
  });

  it('finds the tokens that reach into a stretch', () => {
    const mirror = new TokenMirror();
    mirror.replace(1, { start: 0, end: 9 }, scoresOf([[0, 3], [3, 6], [6, 9]])); // prettier-ignore
    assert.deepEqual(mirror.within({ start: 2, end: 4 }), [0, 2]);
    assert.deepEqual(mirror.within({ start: 3, end: 3 }), [1, 1]);
    assert.deepEqual(mirror.within({ start: 4, end: 4 }), [1, 2]);
    assert.deepEqual(mirror.within({ start: 9, end: 20 }), [3, 3]);
  });

  it('shows nothing for text that is gone and loses nothing that is left (500 random histories)', () => {
    for (let seed = 0; seed < 500; seed++) {
      const next = random(seed);
      const original = textOf(40);
      const spans = randomSpans(next, original.length);
      const mirror = new TokenMirror();
      mirror.replace(0, { start: 0, end: original.length }, scoresOf(spans));
      let text = original;
      // Letters of the first text occur once each: a token is untouched as long as its text is in one piece.
      let left = spans.map((_, rank) => rank);
      for (let version = 1; version <= 4; version++) {
        const edits = randomEdits(next, text.length);
        mirror.edit(version, edits);
        for (const edit of edits) {
          text = applyEdits(text, [edit]);
          left = left.filter((rank) => text.includes(original.slice(...spans[rank]!)));
        }
      }
      const shown = tokensOf(mirror);
      for (const [start, end, rank] of shown) {
        assert.equal(text.slice(start, end), original.slice(...spans[rank]!), `seed ${seed}: token ${rank}`);
      }
      assert.deepEqual(shown.map(([, , rank]) => rank), left, `seed ${seed}`); // prettier-ignore
    }
  });

  it('leads scores of an older version through the edits since (500 random histories)', () => {
    for (let seed = 0; seed < 500; seed++) {
      const next = random(seed + 1000);
      const length = 40;
      const spans = randomSpans(next, length);
      const from = next(spans.length);
      const to = from + next(spans.length - from);
      const stretch = { start: spans[from]![0], end: spans[to]![0] };
      const part = scoresOf(spans.slice(from, to), 100 + from);
      const early = new TokenMirror();
      const late = new TokenMirror();
      for (const mirror of [early, late]) mirror.replace(0, { start: 0, end: length }, scoresOf(spans));
      early.replace(0, stretch, part);
      let size = length;
      for (let version = 1; version <= 3; version++) {
        const edits = randomEdits(next, size);
        for (const mirror of [early, late]) mirror.edit(version, edits);
        size += edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
      }
      assert.equal(late.replace(0, stretch, part), true);
      assert.deepEqual(tokensOf(late), tokensOf(early), `seed ${seed}`);
    }
  });

  it('takes and shifts a hundred thousand tokens within milliseconds', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) => [index * 5, index * 5 + 5] as const);
    const mirror = new TokenMirror();
    mirror.replace(0, { start: 0, end: 500_000 }, scoresOf(spans));
    const begun = performance.now();
    for (let version = 1; version <= 50; version++) mirror.edit(version, [{ start: 2, end: 2, text: 'x' }]);
    assert.ok((performance.now() - begun) / 50 < 20, 'one edit costs less than 20 ms');
    assert.equal(mirror.length, 99_999);
  });
});

describe('toEdits', () => {
  it('puts edits into an order in which each can be applied after the other', () => {
    const before = 'one two three';
    const changes = [
      { rangeOffset: 0, rangeLength: 3, text: '1' },
      { rangeOffset: 8, rangeLength: 5, text: 'III' },
      { rangeOffset: 4, rangeLength: 3, text: 'zwei' },
    ];
    assert.equal(applyEdits(before, toEdits(changes)), '1 zwei III');
  });
  it('applies an insertion before a replacement that begins at the same place', () => {
    const changes = [
      { rangeOffset: 4, rangeLength: 0, text: 'and ' },
      { rangeOffset: 4, rangeLength: 3, text: '2' },
    ];
    assert.equal(applyEdits('one two', toEdits(changes)), 'one and 2');
  });
});
