import type { LensReading } from './lens';
import type { CommonControls } from './panels';

/** The layer view. */
export interface LensPanel {
  readonly content: LensReading;
  readonly controls: CommonControls;
  readonly asks: Readonly<Record<string, never>>;
}
