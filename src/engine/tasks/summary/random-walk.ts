/** How likely the walk goes on rather than starting anywhere anew. */
const damping = 0.85;
const rounds = 60;
/** Ends the rounds: the sum of all changes. */
const settled = 1e-9;

/**
 * Where a random walk over n sentences is found in the long run (PageRank), [n], summing to 1. `follow` spreads a
 * distribution along the edges: out[i] = sum over j of in[j] * weight(j, i) / degree(j); a sentence without edges leads
 * anywhere.
 */
export function randomWalk(
  n: number,
  degree: Float64Array,
  follow: (from: Float64Array) => Float64Array,
): Float64Array {
  let rank: Float64Array = new Float64Array(n).fill(1 / n);
  for (let round = 0; round < rounds; round++) {
    let lost = 0;
    const from = rank.map((share, i) => {
      if (degree[i]! > 0) return share / degree[i]!;
      lost += share;
      return 0;
    });
    const reached = follow(from);
    const next = reached.map((share) => (1 - damping) / n + damping * (share + lost / n));
    const change = next.reduce((sum, share, i) => sum + Math.abs(share - rank[i]!), 0);
    rank = next;
    if (change < settled) break;
  }
  return rank;
}
