import assert from 'node:assert/strict';
import { endedText, instructedText } from '../../../src/engine/tasks/summary/write/instructed-text';

const shown = (text: string): string => {
  const { start, end } = instructedText(text);
  return text.slice(start, end);
};

describe('the text of an instruct model', () => {
  it('stands without white space and without a line that announces it', () => {
    assert.equal(shown(' \nThe ferry leaves. \n'), 'The ferry leaves.');
    assert.equal(
      shown("Here's a concise summary of the text in 2 sentences:\n\nThe ferry leaves."),
      'The ferry leaves.',
    );
    assert.equal(shown('**Summary:**\n\nThe ferry leaves.'), 'The ferry leaves.');
    assert.equal(shown('The ferry has two decks: one is below.'), 'The ferry has two decks: one is below.');
    assert.equal(shown('The ferry leaves.\nIt comes back:\nlate.'), 'The ferry leaves.\nIt comes back:\nlate.');
  });

  it('is not told before it is known to be no announcement', () => {
    const whole = "Here's a summary of it:\n\nThe ferry leaves.";
    for (let length = 6; length < whole.indexOf('The'); length++) assert.equal(shown(whole.slice(0, length)), '');
    assert.equal(shown('Hereford is a town'), 'Hereford is a town');
  });

  it('is empty where it ended and says nothing', () => {
    const ended = (text: string): string => text.slice(endedText(text).start, endedText(text).end);
    for (const text of ['', '1.1.', 'The clock', 'A note to the reader:', '**Summary:**', '```'])
      assert.equal(ended(text), '');
    for (const text of [
      'The ferry leaves.',
      'Une phrase \u00e9crite.',
      '\u6e21\u8f2a\u306f\u671d\u306b\u51fa\u307e\u3059\u3002',
    ])
      assert.equal(ended(text), text);
  });

  it('ends before it says again what it has said', () => {
    const sentences = 'The ferry leaves. It comes back. The ferry leaves.';
    assert.deepEqual([shown(sentences), instructedText(sentences).circles], ['The ferry leaves. It comes back.', true]);
    const pieces = 'The view is asked to read, is asked to read, is asked to read, is';
    assert.deepEqual([shown(pieces), instructedText(pieces).circles], ['The view is asked to read', true]);
    const listed =
      'It reads a sequence of steps, and a list of marks, and a list of marks, and a list of marks, and so on';
    assert.equal(shown(listed), 'It reads a sequence of steps, and a list of marks');
    const far =
      'The threshold is a slider, with what it costs on held-out questions, and a curve, or the threshold is a slider, with what it costs on held-out questions';
    assert.deepEqual(
      [shown(far), instructedText(far).circles],
      ['The threshold is a slider, with what it costs on held-out questions, and a curve', true],
    );
    const twice = 'Again and again and then again it goes. It goes on.';
    assert.deepEqual([shown(twice), instructedText(twice).circles], [twice, false]);
  });
});
