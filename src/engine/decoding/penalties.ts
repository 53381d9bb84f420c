import type { MakeSampler } from './sampler';

/** transformers' RepetitionPenaltyLogitsProcessor (Keskar et al. 2019, https://arxiv.org/abs/1909.05858). */
export const repetitionPenalty: MakeSampler<number> = (penalty) => (logits, previous) => {
  for (const id of new Set(previous)) logits[id] = logits[id]! < 0 ? logits[id]! * penalty : logits[id]! / penalty;
};

export const presencePenalty: MakeSampler<number> = (penalty) => (logits, previous) => {
  for (const id of new Set(previous)) logits[id]! -= penalty;
};

export const frequencyPenalty: MakeSampler<number> = (penalty) => (logits, previous) => {
  for (const id of previous) logits[id]! -= penalty;
};

/** Whether `tail` stands in `ids` so that it ends before `end`. */
function standsBefore(ids: Int32Array, end: number, tail: Int32Array): boolean {
  return tail.every((id, at) => ids[end - tail.length + at] === id);
}

/** transformers' NoRepeatNGramLogitsProcessor: a token that would complete n tokens that stood there before. */
export const noRepeatNgram: MakeSampler<number> = (size) => (logits, previous) => {
  if (previous.length + 1 < size) return;
  const tail = previous.subarray(previous.length - (size - 1));
  for (let at = size - 1; at < previous.length; at++) {
    if (standsBefore(previous, at, tail)) logits[previous[at]!] = -Infinity;
  }
};

/** transformers' NoBadWordsLogitsProcessor: the last id of a sequence whose other ids have just come. */
export const banned: MakeSampler<readonly (readonly number[])[]> = (sequences) => {
  const words = sequences.map((ids) => Int32Array.from(ids));
  return (logits, previous) => {
    for (const word of words) {
      const before = word.subarray(0, -1);
      if (before.length > previous.length || !standsBefore(previous, previous.length, before)) continue;
      const last = word.at(-1);
      if (last !== undefined) logits[last] = -Infinity;
    }
  };
};
