import type { MakeSampler } from './sampler';
import { byValue, softmax } from './softmax';

export const temperature: MakeSampler<number> = (value) => (logits) => {
  for (let id = 0; id < logits.length; id++) logits[id]! /= value;
};

/** transformers' TopKLogitsWarper: tokens as probable as the last one that is kept stay too. */
export const topK: MakeSampler<number> = (count) => (logits) => {
  const least = logits.slice().sort()[Math.max(0, logits.length - count)]!;
  keep(logits, (_id, logit) => logit >= least);
};

/** transformers' TopPLogitsWarper (nucleus sampling, Holtzman et al. 2020, https://arxiv.org/abs/1904.09751). */
export const topP: MakeSampler<number> = (mass) => (logits) => {
  const probabilities = softmax(logits);
  const rest = 1 - mass;
  // Tokens so improbable that all of them together stay below the rest go without being sorted: they are nearly all.
  const certain = rest / logits.length;
  let removed = 0;
  let sorted = 0;
  for (let id = 0; id < logits.length; id++) {
    if (probabilities[id]! >= certain) sorted++;
    else {
      removed += probabilities[id]!;
      logits[id] = -Infinity;
    }
  }
  // From the least probable one on, as long as what is removed is at most the rest of the mass.
  const ids = new Int32Array(sorted);
  for (let id = 0, at = 0; id < logits.length; id++) if (probabilities[id]! >= certain) ids[at++] = id;
  ids.sort((a, b) => probabilities[a]! - probabilities[b]! || b - a);
  for (const id of ids.subarray(0, -1)) {
    removed += probabilities[id]!;
    if (removed > rest) return;
    logits[id] = -Infinity;
  }
};

/** transformers' MinPLogitsWarper (Nguyen et al. 2024, https://arxiv.org/abs/2407.01082). */
export const minP: MakeSampler<number> = (share) => (logits) => {
  const probabilities = softmax(logits);
  const least = share * probabilities.reduce((most, value) => Math.max(most, value), 0);
  keep(logits, (id) => probabilities[id]! >= least);
};

/** transformers' TypicalLogitsWarper (locally typical sampling, Meister et al. 2023, https://arxiv.org/abs/2202.00666). */
export const typicalP: MakeSampler<number> = (mass) => (logits) => {
  const probabilities = softmax(logits);
  const surprisal = probabilities.map((p) => (p > 0 ? -Math.log(p) : Infinity));
  const entropy = probabilities.reduce((sum, p, id) => sum + (p > 0 ? p * surprisal[id]! : 0), 0);
  const distance = surprisal.map((value) => Math.abs(value - entropy));
  const order = byValue(distance).reverse();
  let reached = 0;
  let last = 0;
  while (last < order.length - 1 && (reached += probabilities[order[last]!]!) < mass) last++;
  const most = distance[order[last]!]!;
  keep(logits, (id) => distance[id]! <= most);
};

/** transformers' EpsilonLogitsWarper (Hewitt et al. 2022, https://arxiv.org/abs/2210.15191); the best token stays. */
export const epsilonCutoff: MakeSampler<number> = (least) => (logits) => {
  const probabilities = softmax(logits);
  const best = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  keep(logits, (id, logit) => probabilities[id]! >= least || logit === best);
};

function keep(logits: Float64Array, stays: (id: number, logit: number) => boolean): void {
  for (let id = 0; id < logits.length; id++) if (!stays(id, logits[id]!)) logits[id] = -Infinity;
}
