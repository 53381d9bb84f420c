import assert from 'node:assert/strict';
import { insertionBelow } from '../../../src/extension/translation/insertion-below';
import { translateWayOf, translateWishOf } from '../../../src/extension/translation/translate-wish';

/** `text` with the translation written below the stretch between the two bars. */
function below(text: string, translation: string, eol = '\n'): string {
  const [before = '', taken = '', behind = ''] = text.split('|');
  const all = before + taken + behind;
  const span = { start: before.length, end: before.length + taken.length };
  const { start, end, text: own } = insertionBelow(all, span, translation, eol);
  assert.equal(start, end);
  return all.slice(0, start) + own + all.slice(end);
}

describe('a translation below its text', () => {
  it('is a paragraph behind the line in which the text ends', () => {
    assert.equal(below('|One.|', 'Un.'), 'One.\n\nUn.');
    assert.equal(below('|One.| Two.', 'Un.'), 'One. Two.\n\nUn.');
    assert.equal(below('A\n\n|One.|\n\nB\n', 'Un.'), 'A\n\nOne.\n\nUn.\n\nB\n');
  });

  it('is parted from a line that follows at once', () => {
    assert.equal(below('|One.|\nTwo.', 'Un.'), 'One.\n\nUn.\n\nTwo.');
    assert.equal(below('|One.|\r\n\tTwo.', 'Un.', '\r\n'), 'One.\r\n\r\nUn.\r\n\r\n\tTwo.');
    assert.equal(below('|One.|\n  \nTwo.', 'Un.'), 'One.\n\nUn.\n  \nTwo.');
  });

  it('is not pushed down by line ends that were selected too', () => {
    assert.equal(below('|One.\n|Two.', 'Un.\n'), 'One.\n\nUn.\n\nTwo.');
    assert.equal(below('|\n\nOne.\n\n|Two.', '\n\nUn.\n\n'), '\n\nOne.\n\nUn.\n\nTwo.');
    assert.equal(below('|# A\n\nOne.\n|', '# A\n\nUn.\n'), '# A\n\nOne.\n\n# A\n\nUn.\n');
  });

  it('keeps its own indentation', () => assert.equal(below('|    code|', '    code'), '    code\n\n    code'));
});

describe('what is asked for beside translating', () => {
  it('is read, and what is not understood is left', () => {
    assert.deepEqual(translateWishOf({ to: 'fr', model: 'm', lengthPenalty: 0.6, more: 1 }), {
      to: 'fr',
      model: 'm',
      lengthPenalty: 0.6,
    });
    for (const none of [undefined, null, 'fr', 3, {}, { to: 1, lengthPenalty: NaN }]) {
      assert.deepEqual(translateWishOf(none), {});
    }
    assert.deepEqual(['greedy', 'beam', 'best', undefined].map(translateWayOf), ['greedy', 'beam', undefined, undefined]); // prettier-ignore
  });
});
