import type { Translation } from '../../../src/protocol';

/** A translation word by word, whose every word looked at the word of the same place with 0.8 and at the others a little. */
export function translationOf(source: string, target: string): Translation {
  const words = (text: string): readonly { text: string; start: number; end: number }[] =>
    [...text.matchAll(/\S+/g)].map((found) => ({
      text: found[0],
      start: found.index,
      end: found.index + found[0].length,
    }));
  const [own, other] = [words(source), words(target)];
  const attention = new Float32Array(other.length * own.length).fill(0.05);
  other.forEach((_, row) => {
    if (row < own.length) attention[row * own.length + row] = 0.8;
  });
  return {
    text: target,
    from: 'en',
    to: 'fr',
    sentences: [
      {
        source: { start: 0, end: source.length },
        target: { start: 0, end: target.length },
        score: -0.5,
        clause: false,
        cut: false,
        sourceTokens: own.map((word) => ({ ...word, unknown: false })),
        tokens: other.map((word) => ({ ...word, logprob: -0.1, spelt: word.text.endsWith('eur') })),
        attention,
        warning: undefined,
      },
    ],
    copied: [],
    attentionMissing: undefined,
    provenance: {
      model: 'translator',
      family: 'recurrent-encoder-decoder',
      precision: 'q8',
      provider: 'cpu',
      window: 0,
      stride: 0,
    },
  };
}
