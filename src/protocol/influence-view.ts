import type { CommonControls } from './common-controls';
import type { InfluenceCurve, InfluenceMeasure, InfluenceReading, InfluenceUnit } from './influence';
import type { ModelName } from './model';

/** An installed model that can be asked how far back it remembers. */
export interface ComparableModel {
  readonly name: ModelName;
  readonly family: string;
}

/** How far back it remembers. */
export interface InfluencePanel {
  readonly content: InfluenceReading;
  readonly controls: CommonControls & {
    readonly measure: InfluenceMeasure | 'auto';
    readonly unit: InfluenceUnit;
  };
  readonly asks: {
    /** The models whose curves can be drawn beside each other. */
    readonly models: readonly [Record<string, never>, readonly ComparableModel[]];
    /** The mean curve of a model over the text around what is looked at. */
    readonly curve: readonly [
      {
        readonly model: ModelName;
        readonly measure: InfluenceMeasure;
        readonly targets: number;
        readonly longest: number;
      },
      InfluenceCurve,
    ];
  };
}
