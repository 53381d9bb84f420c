import assert from 'node:assert/strict';
import { BranchAnchor } from '../../../src/extension/panels/branch-anchor';

/** A text that is edited, and an anchor that hears of it. */
class Edited {
  public readonly anchor: BranchAnchor;
  private version = 1;

  public constructor(
    public text: string,
    at: number,
  ) {
    this.anchor = new BranchAnchor(text, 1, at);
  }

  public replace(start: number, end: number, text: string): void {
    const lines = { start: { line: 0 }, end: { line: 0 } };
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.anchor.change(++this.version, [{ rangeOffset: start, rangeLength: end - start, text, range: lines }]);
  }

  public get place(): number | undefined {
    return this.anchor.placeIn(this.text);
  }
}

const text = 'A first sentence stands here, far from all. The engine reads the text and goes on.';
const at = text.indexOf(' and goes');

describe('branches: the place in the document', () => {
  it('moves with what is written before it, and stays where something is written behind it', () => {
    const edited = new Edited(text, at);
    assert.equal(edited.place, at);
    edited.replace(0, 0, 'Note: ');
    assert.equal(edited.place, at + 6);
    edited.replace(6, 13, '');
    assert.equal(edited.place, at - 1);
    edited.replace(edited.text.length, edited.text.length, ' More.');
    assert.equal(edited.place, at - 1);
    edited.replace(at - 1, at - 1, ' aloud');
    assert.equal(edited.place, at - 1);
  });

  it('is gone where what stood before it is', () => {
    const replaced = new Edited(text, at);
    replaced.replace(at - 8, at + 4, 'books');
    assert.equal(replaced.place, undefined);
    const retyped = new Edited(text, at);
    retyped.replace(at - 4, at, 'page');
    assert.equal(retyped.place, undefined);
    const emptied = new Edited(text, at);
    emptied.replace(0, text.length, '');
    assert.equal(emptied.place, undefined);
  });

  it('is the beginning of a text too', () => {
    const edited = new Edited('', 0);
    assert.equal(edited.place, 0);
  });
});
