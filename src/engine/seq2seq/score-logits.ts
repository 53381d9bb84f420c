import { logSumExp } from '../decoding/softmax';
import type { HeadScores } from '../families/language-model';

/** What the scoring head computes, from logits that are at hand, [rows, vocabulary]; see `HeadScores`. */
export function scoreLogits(logits: Float32Array, vocabulary: number, labels: Int32Array, top: number): HeadScores {
  const n = labels.length;
  const scores = {
    logprob: new Float32Array(n),
    rank: new Int32Array(n),
    entropy: new Float32Array(n),
    topIds: new Int32Array(n * top),
    topLogprob: new Float32Array(n * top),
  };
  for (let i = 0; i < n; i++) {
    const row = logits.subarray(i * vocabulary, (i + 1) * vocabulary);
    const total = logSumExp(row);
    const own = row[labels[i]!]!;
    scores.logprob[i] = own - total;
    scores.rank[i] = row.reduce((count, value) => count + (value > own ? 1 : 0), 0);
    scores.entropy[i] = -row.reduce((sum, value) => {
      const logprob = value - total;
      return logprob === -Infinity ? sum : sum + Math.exp(logprob) * logprob;
    }, 0);
    const best = bestOf(row, top);
    best.forEach((id, k) => {
      scores.topIds[i * top + k] = id;
      scores.topLogprob[i * top + k] = row[id]! - total;
    });
  }
  return scores;
}

/** The ids of the largest values, the largest first. */
function bestOf(row: Float32Array, count: number): readonly number[] {
  const best: number[] = [];
  for (let id = 0; id < row.length; id++) {
    if (best.length === count && row[id]! <= row[best.at(-1) ?? 0]!) continue;
    let at = best.length;
    while (at > 0 && row[best[at - 1]!]! < row[id]!) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
  }
  return best;
}
