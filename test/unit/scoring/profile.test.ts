import assert from 'node:assert/strict';
import { lineStarts, profileOf, wordAround } from '../../../src/engine/scoring/profile';
import { TokenTable } from '../../../src/engine/scoring/token-table';

const bit = Math.LN2;

/** Tokens by their texts, each scored with so many bits. */
function table(tokens: readonly (readonly [string, number])[]): { table: TokenTable; text: string } {
  const made = new TokenTable(2);
  const text = tokens.map(([piece]) => piece).join('');
  let offset = 0;
  const spans = tokens.flatMap(([piece]) => [offset, (offset += piece.length)]);
  const n = tokens.length;
  made.replace({ ids: new Int32Array(n), spans: Int32Array.from(spans), unknown: new Uint8Array(n) }, text, 0, 0, n);
  made.write(
    0,
    {
      logprob: Float32Array.from(tokens, ([, bits]) => -bits * bit),
      rank: Int32Array.from(tokens, ([, bits]) => Math.floor(10 ** bits) - 1),
      entropy: new Float32Array(n).fill(1),
      topIds: new Int32Array(2 * n),
      topLogprob: new Float32Array(2 * n).fill(Math.log(0.5)),
    },
    0,
  );
  return { table: made, text };
}

describe('the profile', () => {
  it('lines end at LF, CRLF and CR', () => {
    assert.deepEqual([...lineStarts('a\nb\r\nc\rd')], [0, 2, 5, 7]);
  });

  it('a word is the sum of its tokens, and stands on the line where its letters are', () => {
    const { table: tokens, text } = table([
      ['One', 1],
      [' sur', 2],
      ['prise', 3],
      ['\nnext', 1],
      [' end', 0.5],
    ]);
    const { surprising, lines } = profileOf(tokens, text, 2);
    assert.deepEqual(
      surprising.map((span) => ({ ...span, surprisal: Math.round(span.surprisal * 1000) / 1000 })),
      [
        { start: 4, end: 12, text: 'surprise', surprisal: 5, line: 0 },
        { start: 0, end: 3, text: 'One', surprisal: 1, line: 0 },
      ],
    );
    assert.ok(Math.abs(lines[0]! - 2) < 1e-5 && Math.abs(lines[1]! - 0.75) < 1e-5);
    assert.deepEqual([...wordAround(tokens, text, 2)], [1, 3]);
  });

  it('counts ranks in the bands of GLTR and probability in tenths', () => {
    const { table: tokens, text } = table([
      ['a', 0.01],
      [' b', 1.5],
      [' c', 2.5],
      [' d', 4],
    ]);
    const { rankBands, probability, entropy } = profileOf(tokens, text, 1);
    assert.deepEqual(rankBands, [1, 1, 1, 1]);
    assert.deepEqual(probability, [1, 1, 0, 1, 0, 0, 0, 0, 0, 1]);
    // Two equally probable alternatives: one bit each, which lies in the first of eight bins over ten bits.
    // One nat, 1.44 bits.
    assert.deepEqual(entropy, [0, 4, 0, 0, 0, 0, 0, 0]);
  });

  it('a line without scored tokens has no mean, rather than 0', () => {
    const { table: tokens, text } = table([
      ['a', 1],
      ['\n\nb', 1],
    ]);
    assert.ok(Number.isNaN(profileOf(tokens, text, 1).lines[1]!));
  });
});
