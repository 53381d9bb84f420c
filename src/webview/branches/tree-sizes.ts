import type { TreeSizes } from './tree-layout';

/** The tree's sizes in CSS pixels for a font of `em` pixels. */
export function treeSizes(em: number): TreeSizes {
  return {
    row: 3.1 * em,
    node: 2.6 * em,
    narrowest: 9.8 * em,
    widest: 15 * em,
    gap: 2.9 * em,
    character: 0.66 * em,
    beside: 4.6 * em,
  };
}
