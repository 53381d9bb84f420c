import assert from 'node:assert/strict';
import { movedIndex, TypeAhead } from '../../../src/webview/shared/list-keys';
import { nearestSpan, sameSpan } from '../../../src/webview/document/nearest-span';

describe('list of surprising spans', () => {
  it('moves with the keys of a list and stops at its ends', () => {
    assert.equal(movedIndex('ArrowDown', 0, 5, 3), 1);
    assert.equal(movedIndex('ArrowDown', 4, 5, 3), 4);
    assert.equal(movedIndex('ArrowUp', 0, 5, 3), 0);
    assert.equal(movedIndex('PageDown', 0, 5, 3), 3);
    assert.equal(movedIndex('PageUp', 1, 5, 3), 0);
    assert.equal(movedIndex('Home', 3, 5, 3), 0);
    assert.equal(movedIndex('End', 1, 5, 3), 4);
    assert.equal(movedIndex('ArrowDown', -1, 5, 3), 0, 'into a list where nothing is active');
    assert.equal(movedIndex('x', 1, 5, 3), undefined);
    assert.equal(movedIndex('toString', 1, 5, 3), undefined);
    assert.equal(movedIndex('End', -1, 0, 3), undefined, 'an empty list');
  });

  it('finds entries by their first letters, whatever the case and the space before them', () => {
    const texts = [' banana', ' Marmalade', 'moon', ' invoice', ' mill'];
    const typeAhead = new TypeAhead();
    assert.equal(typeAhead.find('m', texts, 0, 0), 1);
    assert.equal(typeAhead.find('m', texts, 1, 100), 2, 'the same letter walks on');
    assert.equal(typeAhead.find('m', texts, 2, 200), 4);
    assert.equal(typeAhead.find('m', texts, 4, 300), 1, 'and around');
    assert.equal(typeAhead.find('m', texts, 1, 5000), 2);
    assert.equal(typeAhead.find('i', texts, 2, 5100), 4, 'mi: mill');
    assert.equal(typeAhead.find('z', texts, 4, 9000), undefined);
    assert.equal(typeAhead.find('b', texts, 4, 12_000), 0, 'after a pause letters begin anew');
    assert.equal(typeAhead.find('b', [], -1, 20_000), undefined);
  });

  const span = (start: number, end: number, text = 'x', line = 0) => ({ start, end, text, line, surprisal: 1 });

  it('knows the span nearest to the cursor', () => {
    const spans = [span(100, 110), span(10, 20), span(50, 60)];
    assert.equal(nearestSpan(spans, 15), 1);
    assert.equal(nearestSpan(spans, 20), 1, 'its end belongs to it');
    assert.equal(nearestSpan(spans, 48), 2);
    assert.equal(nearestSpan(spans, 10_000), 0);
    assert.equal(nearestSpan([], 3), -1);
  });

  it('knows a word again when text before it has grown', () => {
    assert.ok(sameSpan(span(10, 14, 'moon', 2), span(17, 21, 'moon', 2)));
    assert.ok(sameSpan(span(10, 14, 'moon', 2), span(10, 14, 'moon', 3)));
    assert.ok(!sameSpan(span(10, 14, 'moon', 2), span(10, 14, 'mood', 2)));
    assert.ok(!sameSpan(span(10, 14, 'moon', 2), span(40, 44, 'moon', 9)));
  });
});
