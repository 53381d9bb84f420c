import assert from 'node:assert/strict';
import type { ReadTokens } from '../../../src/protocol';
import { ChosenTokens } from '../../../src/webview/gates/chosen-tokens';

/** Tokens of two characters each, from token `first` of the text on, behind a start token. */
function read(count: number, first = 0, id = (index: number): number => index + 1): ReadTokens {
  const spans = [2 * first, 2 * first];
  for (let i = first; i < first + count; i++) spans.push(2 * i, 2 * i + 2);
  return {
    ids: Int32Array.from({ length: count + 1 }, (_, i) => (i === 0 ? 0 : id(first + i - 1))),
    spans: Int32Array.from(spans),
    pieces: Array.from({ length: count + 1 }, () => 'ab'),
    special: Uint8Array.from({ length: count + 1 }, (_, i) => (i === 0 ? 1 : 0)),
    words: Int32Array.from({ length: count + 1 }, (_, i) => i),
    first,
    total: first + count,
  };
}

const cursor = (start: number): { readonly start: number; readonly end: number } => ({ start, end: start });

describe('gates: the tokens that are looked at', () => {
  it('follow the cursor, and the selection while there is one', () => {
    const chosen = new ChosenTokens();
    chosen.read({ version: 1, tokens: read(400) }, cursor(10));
    assert.equal(chosen.cursor, 6);
    assert.equal(chosen.range, undefined);
    assert.deepEqual(chosen.point, { from: 6, to: 7 });
    assert.deepEqual(chosen.shown, { from: 0, to: 128 });
    chosen.follow({ start: 20, end: 28 });
    assert.deepEqual(chosen.range, { from: 11, to: 15 });
    chosen.follow(cursor(600));
    assert.equal(chosen.range, undefined, 'the selection is gone');
    assert.deepEqual(chosen.shown, { from: 237, to: 365 });
    chosen.follow(undefined);
    assert.equal(chosen.cursor, 301, 'no editor shows the document: all stays');
  });

  it('stay chosen on the page while the cursor moves and the page sends the editor elsewhere', () => {
    const chosen = new ChosenTokens();
    chosen.read({ version: 1, tokens: read(400) }, cursor(10));
    chosen.choose({ from: 8, to: 12 });
    chosen.follow(cursor(40));
    assert.deepEqual(chosen.range, { from: 8, to: 12 });
    chosen.send({ start: 100, end: 110 });
    chosen.follow({ start: 100, end: 110 });
    assert.deepEqual(chosen.range, { from: 8, to: 12 }, 'going to a place chooses nothing');
    chosen.follow({ start: 100, end: 120 });
    assert.deepEqual(chosen.range, { from: 51, to: 61 }, 'a person selects');
    chosen.choose(undefined);
    assert.deepEqual(chosen.point, { from: 51, to: 52 });
  });

  it('are carried over to another reading of the same text by their places', () => {
    const chosen = new ChosenTokens();
    chosen.read({ version: 1, tokens: read(400) }, cursor(10));
    chosen.choose({ from: 301, to: 305 });
    chosen.read({ version: 1, tokens: read(400, 200) }, cursor(10));
    assert.deepEqual(chosen.range, { from: 101, to: 105 });
    chosen.read({ version: 1, tokens: read(50, 350) }, cursor(10));
    assert.equal(chosen.range, undefined, 'they were not read');
  });

  it('are carried over an edit where they stayed alike', () => {
    const chosen = new ChosenTokens();
    chosen.read({ version: 1, tokens: read(100) }, cursor(10));
    chosen.choose({ from: 50, to: 55 });
    const longer = read(101, 0, (index) => (index < 20 ? index + 1 : index === 20 ? 999 : index));
    chosen.read({ version: 2, tokens: longer }, cursor(10));
    assert.deepEqual(chosen.range, { from: 51, to: 56 });
    chosen.read({ version: 3, tokens: read(100, 0, (index) => 7 * index) }, cursor(10));
    assert.equal(chosen.range, undefined);
  });

  it('know a selection that was there before the text was read', () => {
    const chosen = new ChosenTokens();
    chosen.follow({ start: 4, end: 8 });
    chosen.read({ version: 1, tokens: read(10) }, { start: 4, end: 8 });
    assert.deepEqual(chosen.range, { from: 3, to: 5 });
    chosen.follow(cursor(0));
    assert.equal(chosen.range, undefined);
  });
});
