import assert from 'node:assert/strict';
import {
  alignedSource,
  alignedTarget,
  busyText,
  languageName,
  meanScore,
  sourceWords,
  targetWords,
  warningsOf,
  wordAt,
  wordParts,
} from '../../../src/webview/translate/translate-words';
import { translationOf } from './sample-translation';

describe('the words of the Translate view', () => {
  const translation = translationOf('The old captain', 'Le vieux capitaineur');
  const [sentence] = translation.sentences;

  it('cut a text at its words, each once, and lose nothing of it', () => {
    const words = [...targetWords(translation), { start: 5, end: 5, sentence: 0, token: 9, look: 'plain' as const }];
    const parts = wordParts(translation.text, words);
    assert.equal(parts.map(({ text }) => text).join(''), translation.text);
    assert.deepEqual(parts.flatMap(({ word }) => word?.token ?? []), [0, 1, 2]); // prettier-ignore
    assert.deepEqual(targetWords(translation).map(({ look }) => look), ['plain', 'plain', 'spelt']); // prettier-ignore
  });

  it('mark what a round trip lost', () => {
    const looks = sourceWords(translation, [{ start: 4, end: 7 }]).map(({ look }) => look);
    assert.deepEqual(looks, ['plain', 'lost', 'plain']);
    assert.equal(targetWords(translation, [{ start: 0, end: 2 }])[0]!.look, 'added');
  });

  it('align both ways where the decoder looked, and leave out what is weak', () => {
    assert.deepEqual(alignedSource(sentence!, 1).map(({ token }) => token), [1]); // prettier-ignore
    assert.ok(Math.abs(alignedSource(sentence!, 1)[0]!.weight - 0.8) < 1e-6);
    assert.deepEqual(alignedTarget(sentence!, 2).map(({ token }) => token), [2]); // prettier-ignore
    assert.deepEqual(alignedSource({ ...sentence!, attention: undefined }, 1), []);
    const faint = { ...sentence!, attention: new Float32Array(9).fill(0.05) };
    assert.deepEqual(alignedSource(faint, 0), []);
  });

  it('find the word at the cursor', () => {
    const words = sourceWords(translation);
    assert.deepEqual([wordAt(words, 0)?.token, wordAt(words, 5)?.token, wordAt(words, 15)?.token], [0, 1, 2]);
    assert.equal(wordAt(words, 99), undefined);
  });

  it('say what a reader should know', () => {
    assert.deepEqual(warningsOf(translation), []);
    const odd = { ...sentence!, cut: true, warning: 'This seems to be German.' };
    const found = warningsOf({ ...translation, sentences: [odd, odd, sentence!], attentionMissing: 'None.' });
    assert.deepEqual(found, [
      'This seems to be German. (2 sentences)',
      '2 of 3 sentences came to no end and stop in the middle.',
      'No alignment: None.',
    ]);
    assert.equal(meanScore(translation), -0.5);
    assert.equal(meanScore({ ...translation, sentences: [] }), undefined);
    assert.equal(languageName('fr'), 'French');
    assert.equal(languageName('no such'), 'no such');
    assert.equal(busyText({ what: 'beam', done: 40, total: 1211 }), 'Beam: 40 of 1,211 characters');
    assert.equal(busyText({ what: 'back', done: 0, total: 0 }), 'Back: loading the model');
  });
});
