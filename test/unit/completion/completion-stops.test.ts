import assert from 'node:assert/strict';
import { shown, stopOf, type Surroundings } from '../../../src/engine/completion/completion-stops';

/** What is shown of a text that the model writes a character at a time, and why it ends. */
function ended(text: string, given: Partial<Surroundings>): readonly [string, string] {
  const around = { prefix: '', suffix: '', extent: 'line', ...given } as const;
  for (let length = 1; length <= text.length; length++) {
    const stop = stopOf(text.slice(0, length), around);
    if (stop) return [shown(text.slice(0, length), stop, around), stop.end];
  }
  return [shown(text, { at: text.length, end: 'length' }, around), 'length'];
}

describe('where a completion ends', () => {
  const cases: readonly (readonly [string, string, Partial<Surroundings>, string, string])[] = [
    ['the end of the line', 'one two\nthree', {}, 'one two', 'line'],
    ['a line end of Windows', 'one two\r\nthree', {}, 'one two', 'line'],
    ['the end of a sentence', 'one two. Three four', { extent: 'sentence' }, 'one two.', 'sentence'],
    ['a sentence that ends in a quote', 'said "no." Then', { extent: 'sentence' }, 'said "no."', 'sentence'],
    ['no sentence within a number', 'pi is 3.14 and so', { extent: 'sentence' }, 'pi is 3.14 and', 'length'],
    ['a sentence without spaces', '\u5c71\u306f\u9ad8\u3044\u3002\u5ddd', { extent: 'sentence' }, '\u5c71\u306f\u9ad8\u3044\u3002', 'sentence'],
    ['a line ends a sentence too', 'one two\nthree.', { extent: 'sentence' }, 'one two', 'line'],
    ['a blank line ends a block', ' a\n b\n\n c', { extent: 'block' }, ' a\n b', 'block'],
    ['less indentation ends a block', 'x = 1\n    y = 2\nz = 3', { extent: 'block', prefix: 'if a:\n    ' }, 'x = 1\n    y = 2', 'block'],
    ['what closes a block belongs to it', ' {\n  return 1;\n}\nfoo', { extent: 'block', prefix: 'f()' }, ' {\n  return 1;\n}', 'block'],
    ['a statement behind a block does not', ':\n  return 1\nfoo()', { extent: 'block', prefix: 'def f()' }, ':\n  return 1', 'block'],
    ['no second line in the middle of a line', 'a, b\nc', { extent: 'block', suffix: ' + 1\n' }, 'a, b', 'line'],
    ['the bracket behind the cursor', 'g(x))', { suffix: ')\n' }, 'g(x)', 'suffix'],
    ['the rest of the line', 'brown fox jumps over', { suffix: ' jumps over the dog' }, 'brown fox', 'suffix'],
    ['the next line', ' one\nsecond line\nthird', { extent: 'block', suffix: '\nsecond line\n' }, ' one', 'suffix'],
    ['circles', ' and so on and so on and so on and', {}, ' and so on', 'repetition'],
  ]; // prettier-ignore
  for (const [name, text, around, wanted, end] of cases) {
    it(name, () => {
      // The rest of the line needs the whole of it to be seen; what is shown is the same at whatever token that is.
      const [found, why] = ended(text, around);
      assert.equal(found, wanted);
      if (name !== 'the rest of the line') assert.equal(why, end);
    });
  }

  it('never repeats what stands behind the cursor, nor tears a word for a letter that is there by chance', () => {
    const around = { prefix: '', suffix: 'fox jumps', extent: 'line' } as const;
    assert.equal(shown('brown fo', { at: 8, end: 'end-token' }, around), 'brown ');
    const chance = { prefix: '', suffix: 'sat down', extent: 'line' } as const;
    assert.equal(shown('the cats', { at: 8, end: 'end-token' }, chance), 'the cats');
  });

  it('leaves out half a word where it ends by length or by its improbability', () => {
    const around = { prefix: '', suffix: '', extent: 'line' } as const;
    assert.equal(shown('one two thr', { at: 11, end: 'length' }, around), 'one two');
    assert.equal(shown('one two thr', { at: 5, end: 'improbable' }, around), 'one');
    assert.equal(shown('one two thr', { at: 7, end: 'improbable' }, around), 'one two');
    assert.equal(shown('tur', { at: 2, end: 'improbable' }, around), '');
    assert.equal(shown('one', { at: 3, end: 'length' }, around), 'one');
  });

  it('leaves out the bytes of a character that is not finished', () => {
    const around = { prefix: '', suffix: '', extent: 'line' } as const;
    assert.equal(shown('a b\ufffd', { at: 4, end: 'end-token' }, around), 'a b');
  });
});
