import { defaultGeneration, type GenerationOptions } from '../../protocol';

/** Tokens that an answer may have. */
const longest = 512;
/** Small models say the same again and again without it. */
const repetitionPenalty = 1.1;

/** How the answer is chosen: the first time the most probable tokens, then others; with the words for it. */
export function chatOptions(attempt: number, context: number | undefined): readonly [GenerationOptions, string] {
  const maxNewTokens = Math.max(16, Math.min(longest, Math.floor((context ?? Infinity) / 4)));
  const common = { ...defaultGeneration, maxNewTokens };
  if (attempt === 0) {
    return [
      { ...common, samplers: { repetitionPenalty } },
      `most probable token, repetition penalty ${repetitionPenalty}`,
    ];
  }
  const samplers = { repetitionPenalty, temperature: 0.7, topP: 0.9 };
  return [
    { ...common, sample: true, seed: attempt, samplers },
    `drawn, temperature 0.7, top-p 0.9, repetition penalty ${repetitionPenalty}, seed ${attempt}`,
  ];
}
