import type { CommonControls } from './common-controls';
import { formatBits, toBits } from './format';
import type { LensReading } from './lens';

/** What must be known to read the figures; stands beside them wherever they are shown. */
export const lensCaveat =
  "A logit lens: each layer seen through the last one's eyes, with the model's own final normalisation and vocabulary " +
  'projection. Early layers need not write in these terms: an odd guess there does not tell what the layer knows.';

/** The layer view. */
export interface LensPanel {
  readonly content: LensReading;
  readonly controls: CommonControls;
  readonly asks: Readonly<Record<string, never>>;
}

/** How a depth is called: what goes into the first layer, then what comes out of each. */
export function formatDepth(depth: number): string {
  return depth === 0 ? 'embedding' : `layer ${depth}`;
}

/** Bits of an amount in nats; smaller ones than a person can use are not drawn out. */
export function formatLensBits(nats: number | undefined): string {
  return nats !== undefined && nats > 0 && toBits(nats) < 0.001 ? '< 0.001 bits' : formatBits(nats);
}
