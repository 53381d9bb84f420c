import assert from 'node:assert/strict';
import {
  extendedRange,
  movedRange,
  rangeBetween,
  shownTokens,
  spanOf,
  tokenAt,
  tokensOf,
} from '../../../src/webview/gates/token-range';

/** A start token, then tokens of the given lengths side by side. */
function tokens(...lengths: readonly number[]): { readonly spans: Int32Array; readonly special: Uint8Array } {
  const spans = [0, 0];
  let at = 0;
  for (const length of lengths) spans.push(at, (at += length));
  return { spans: Int32Array.from(spans), special: Uint8Array.from([1, ...lengths.map(() => 0)]) };
}

describe('gates: tokens of a text', () => {
  const text = tokens(3, 4, 1, 5);

  it('finds the token at an offset, never the start token', () => {
    assert.equal(tokenAt(text, 0), 1);
    assert.equal(tokenAt(text, 2), 1);
    assert.equal(tokenAt(text, 3), 2);
    assert.equal(tokenAt(text, 7), 3);
    assert.equal(tokenAt(text, 12), 4);
    assert.equal(tokenAt(text, 400), 4, 'behind the last token the last');
    assert.equal(tokenAt(tokens(), 0), undefined, 'no token is text');
  });

  it('takes the first of several tokens that share a character, and passes over a special token at the end', () => {
    const bytes = { spans: Int32Array.from([0, 1, 1, 3, 1, 3, 1, 3, 3, 4]), special: new Uint8Array(5) };
    assert.equal(tokenAt(bytes, 1), 1);
    assert.equal(tokenAt(bytes, 2), 1);
    assert.equal(tokenAt(bytes, 3), 4);
    const ended = { spans: Int32Array.from([0, 2, 2, 2]), special: Uint8Array.from([0, 1]) };
    assert.equal(tokenAt(ended, 2), 0);
  });

  it('goes from a stretch of the text to tokens and back', () => {
    assert.deepEqual(tokensOf(text, { start: 1, end: 8 }), { from: 1, to: 4 });
    assert.deepEqual(tokensOf(text, { start: 3, end: 7 }), { from: 2, to: 3 }, 'a token that begins at its end is out');
    assert.deepEqual(tokensOf(text, { start: 4, end: 4 }), { from: 2, to: 3 });
    assert.deepEqual(spanOf(text, { from: 2, to: 4 }), { start: 3, end: 8 });
  });

  it('shows what is looked at with the tokens around it', () => {
    const at = (from: number, to = from + 1) => shownTokens(100, { from, to }, 10, 50, undefined);
    assert.deepEqual(at(50), { from: 45, to: 55 });
    assert.deepEqual(at(0), { from: 0, to: 10 });
    assert.deepEqual(at(99), { from: 90, to: 100 });
    assert.deepEqual(at(20, 24), { from: 17, to: 27 }, 'in the middle');
    assert.deepEqual(at(20, 50), { from: 20, to: 50 }, 'a long selection as it is');
    assert.deepEqual(at(20, 90), { from: 20, to: 70 }, 'no more than are drawn');
    assert.deepEqual(shownTokens(4, { from: 2, to: 3 }, 10, 50, undefined), { from: 0, to: 4 }, 'a short text whole');
  });

  it('stays where it is while the cursor moves within it', () => {
    const shown = { from: 40, to: 50 };
    assert.equal(shownTokens(100, { from: 49, to: 50 }, 10, 50, shown), shown);
    assert.deepEqual(shownTokens(100, { from: 50, to: 51 }, 10, 50, shown), { from: 45, to: 55 });
    assert.deepEqual(shownTokens(45, { from: 42, to: 43 }, 10, 50, shown), { from: 35, to: 45 }, 'the text is shorter');
    assert.deepEqual(shownTokens(100, { from: 44, to: 45 }, 10, 50, { from: 30, to: 60 }), { from: 39, to: 49 });
  });
});

describe('gates: a range of tokens', () => {
  it('grows from its anchor with the keys and stays in what is shown', () => {
    const shown = { from: 10, to: 20 };
    assert.deepEqual(extendedRange('ArrowRight', 12, 12, shown), { focus: 13, range: { from: 12, to: 14 } });
    assert.deepEqual(extendedRange('ArrowLeft', 12, 13, shown), { focus: 12, range: { from: 12, to: 13 } });
    assert.deepEqual(extendedRange('ArrowLeft', 12, 10, shown), { focus: 10, range: { from: 10, to: 13 } });
    assert.deepEqual(extendedRange('Home', 12, 15, shown), { focus: 10, range: { from: 10, to: 13 } });
    assert.deepEqual(extendedRange('End', 12, 15, shown), { focus: 19, range: { from: 12, to: 20 } });
    assert.equal(extendedRange('a', 12, 15, shown), undefined);
    assert.equal(extendedRange('toString', 12, 15, shown), undefined);
    assert.deepEqual(rangeBetween(7, 3), { from: 3, to: 8 });
  });

  it('stays on its tokens when the text is read again, unless they changed', () => {
    const before = Int32Array.from([0, 1, 2, 3, 4, 5, 6]);
    const inserted = Int32Array.from([0, 1, 2, 9, 9, 3, 4, 5, 6]);
    assert.deepEqual(movedRange(before, inserted, { from: 1, to: 3 }), { from: 1, to: 3 }, 'before the edit');
    assert.deepEqual(movedRange(before, inserted, { from: 4, to: 6 }), { from: 6, to: 8 }, 'behind it');
    assert.equal(movedRange(before, inserted, { from: 2, to: 4 }), undefined, 'torn apart by it');
    const removed = Int32Array.from([0, 1, 5, 6]);
    assert.deepEqual(movedRange(before, removed, { from: 5, to: 7 }), { from: 2, to: 4 });
    assert.equal(movedRange(before, removed, { from: 3, to: 5 }), undefined);
    const doubled = Int32Array.from([7, 7, 7]);
    assert.deepEqual(movedRange(Int32Array.from([7, 7]), doubled, { from: 1, to: 2 }), { from: 1, to: 2 });
  });
});
