import type { LensReading } from '../../../src/protocol';

/** Words of the sample, one a token behind a start token. */
const words = ['The', ' cat', ' sat', '\n'];

/**
 * A reading of 'The cat sat\n' with a start token, three depths and two guesses; figures for its last three tokens
 * unless another range is given. Token t at depth d has probability 1 / (10 - 3 d - t) and rank 5 - d.
 */
export function sampleLens(from = 2, to = 5): LensReading {
  const depths = 3;
  const ends = words.map((_word, at) => words.slice(0, at + 1).join('').length);
  const cells = Array.from({ length: (to - from) * depths }, (_, cell) => {
    const [token, depth] = [from + Math.floor(cell / depths), cell % depths];
    return { token, depth, probability: 1 / (10 - 3 * depth - (token - from)) };
  });
  return {
    tokens: {
      ids: Int32Array.of(0, 1, 2, 3, 4),
      spans: Int32Array.from([0, 0, ...ends.flatMap((end, at) => [ends[at - 1] ?? 0, end])]),
      pieces: ['<s>', ...words],
      special: Uint8Array.of(1, 0, 0, 0, 0),
      words: Int32Array.of(0, 1, 2, 3, 4),
      first: 0,
      total: 4,
    },
    provenance: { model: 'tiny', family: 'causal', precision: 'fp32', provider: 'cpu', window: 5, stride: 5 },
    from,
    to,
    depths,
    top: 2,
    // The second guess is the token in the text.
    ids: Int32Array.from(cells.flatMap(({ token }) => [7, token])),
    logprob: Float32Array.from(cells.flatMap(({ probability }) => [Math.log(0.5), Math.log(probability)])),
    pieces: { 1: 'The', 2: ' cat', 3: ' sat', 4: '\n', 7: ' "dog"' },
    trueLogprob: Float32Array.from(cells, ({ probability }) => Math.log(probability)),
    trueRank: Int32Array.from(cells, ({ depth }) => 4 - depth),
    divergence: Float32Array.from(cells, ({ depth }) => (2 - depth) * Math.LN2),
    entropy: Float32Array.from(cells, ({ depth }) => (3 - depth) * Math.LN2),
  };
}

/** The same, its first token without figures, as nothing stands before it. */
export function unpredictedLens(): LensReading {
  const reading = sampleLens();
  const { depths, top } = reading;
  reading.ids.fill(-1, 0, depths * top);
  reading.logprob.fill(NaN, 0, depths * top);
  reading.trueRank.fill(-1, 0, depths);
  for (const figures of [reading.trueLogprob, reading.divergence, reading.entropy]) figures.fill(NaN, 0, depths);
  return reading;
}
