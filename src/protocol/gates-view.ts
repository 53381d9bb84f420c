import type { CommonControls } from './common-controls';
import type { GatesReading, GatesRequests, SimilarPlace } from './gates';

type Without<T> = Omit<T, 'reading' | 'task'>;

/** How the text reads at a place; the page has no text of its own beyond the tokens that were read. */
export interface PlaceExcerpt {
  /** Counted from 0. */
  readonly line: number;
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

export type FoundPlace = SimilarPlace & PlaceExcerpt;

/** The recurrent view. */
export interface GatesPanel {
  readonly content: GatesReading;
  readonly controls: CommonControls;
  /** By request of the engine; the reading is the content's. */
  readonly asks: {
    readonly [K in 'gatesValues' | 'gatesOrder' | 'gatesProperty' | 'gatesOn']: readonly [
      Without<GatesRequests[K][0]>,
      GatesRequests[K][1],
    ];
  } & {
    readonly gatesFind: readonly [Without<GatesRequests['gatesFind'][0]>, readonly FoundPlace[]];
  };
}
