/** CSS pixels of the edge of what is certain. */
export const thickestEdge = 8;

/** Where on the ramp the smallest probability lies: an edge is never the background's colour. */
const faintest = 0.28;

/** Place on the colour ramp for a probability. */
export function edgeShare(probability: number): number {
  return faintest + (1 - faintest) * Math.min(1, Math.max(0, probability));
}

/** Probabilities that the scale names. */
export const scaleMarks = [0, 0.25, 0.5, 0.75, 1] as const;
