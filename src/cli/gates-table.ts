import type { CellOrder, GateSeries, GatesReading } from '../protocol';

/** What `langscope gates` prints. */
export interface GatesTable {
  readonly text: string;
  readonly reading: GatesReading;
  readonly layer: number;
  readonly series: GateSeries;
  readonly order: CellOrder;
  /** [cells] in the order asked for, with what they were ordered by. */
  readonly cells: Int32Array;
  readonly scores: Float32Array;
  /** Tokens [from, to) of the reading: those of the stretch. */
  readonly from: number;
  readonly to: number;
  /** [to - from, cells] */
  readonly values: Float32Array;
}
