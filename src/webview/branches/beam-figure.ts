import type { BeamTrace } from '../../protocol';

/** What is exported of a search. */
export interface BeamFigure {
  readonly trace: BeamTrace;
  readonly step: number;
  readonly penalty: number;
}
