/** One end of the arcs of a chosen token, with the weight between the two. */
export interface AttentionEnd {
  readonly index: number;
  readonly weight: number;
}

/** Arcs that an eye can follow. */
export const mostArcs = 16;
/** What is weaker than this share of the strongest is no more than noise to the eye. */
const faintest = 0.02;

/** The strongest ends of a row or column of weights, the strongest first. */
export function strongestEnds(weights: Float32Array, most = mostArcs): readonly AttentionEnd[] {
  const largest = weights.reduce((found, weight) => Math.max(found, weight), 0);
  if (!(largest > 0)) return [];
  const ends: AttentionEnd[] = [];
  weights.forEach((weight, index) => {
    if (weight >= largest * faintest) ends.push({ index, weight });
  });
  return ends.sort((a, b) => b.weight - a.weight || a.index - b.index).slice(0, most);
}
