import type { InfluenceCurve, InfluenceMeasure, InfluenceReading, InfluenceUnit } from './influence';
import type { ModelName } from './model';
import type { CommonControls } from './panels';

/** How far back it remembers. */
export interface InfluencePanel {
  readonly content: InfluenceReading;
  readonly controls: CommonControls & {
    readonly measure: InfluenceMeasure | 'auto';
    readonly unit: InfluenceUnit;
  };
  readonly asks: {
    /** The mean curve of another model (or this one) over the same text and focus. */
    readonly curve: readonly [
      { readonly model: ModelName; readonly targets: number; readonly longest: number },
      InfluenceCurve,
    ];
  };
}
