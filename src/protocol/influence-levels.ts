import type { InfluenceMeasure } from './influence';

/** The strongest level of a mark in the document; the surprise colours have as many steps above none. */
export const strongestInfluence = 7;

/** Changes of log p from which on the levels 1 to 7 are shown, nats: each is twice the one before. */
export const influenceThresholds = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2] as const;

/**
 * How strongly a stretch is marked: -7 (it misled) over 0 (nothing) to 7. Changes in nats mean the same for every token;
 * norms of gradients are compared with the strongest (`most`), each level half as strong as the one above.
 */
export function influenceLevel(value: number, most: number, measure: InfluenceMeasure): number {
  if (measure === 'gradient') {
    const share = value / most;
    return share > 0 ? Math.max(0, strongestInfluence + Math.ceil(Math.log2(share))) : 0;
  }
  const level = influenceThresholds.findLastIndex((least) => Math.abs(value) >= least) + 1;
  return value < 0 ? -level || 0 : level;
}
