import type { InsideText, ReadingFacts, ReadingId } from './inside';

/** What a recurrent node gives per step and cell. Gates lie in [0, 1]; cell, candidate and hidden state around 0. */
export const gateSeries = {
  lstm: ['input', 'forget', 'output', 'candidate', 'cell', 'hidden'],
  gru: ['update', 'reset', 'candidate', 'hidden'],
  rnn: ['hidden'],
} as const;

export type RecurrentCell = keyof typeof gateSeries;
export type GateSeries = (typeof gateSeries)[RecurrentCell][number];

/** One recurrent node in one direction. */
export interface RecurrentLayer {
  /** The node's name in the graph, with its direction where it has two. */
  readonly name: string;
  readonly cell: RecurrentCell;
  readonly reverse: boolean;
  readonly cells: number;
}

export interface GatesReading extends ReadingFacts {
  readonly reading: ReadingId;
  readonly layers: readonly RecurrentLayer[];
  /** Nodes that cannot be looked into (peepholes, an unknown activation), with the reason. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

/** The values of one series of one layer. */
export interface GatesPlace {
  readonly reading: ReadingId;
  readonly layer: number;
  readonly series: GateSeries;
}

/** Properties of the text at each token that a cell may follow. */
export const textProperties = ['quote', 'bracket', 'indent', 'line-start'] as const;
export type TextProperty = (typeof textProperties)[number];

/** How cells are sorted: as they are numbered, by variance over the tokens read, or by |correlation| with a property. */
export type CellOrder = 'index' | 'variance' | TextProperty;

/** A place where chosen cells are on together: a run of tokens. */
export interface SimilarPlace {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  /** Mean share of the chosen cells that are on, 0 to 1. */
  readonly share: number;
}

export interface GatesRequests {
  /** Reads the text up to the end of what is looked at; progress in tokens. */
  readonly gates: [InsideText, GatesReading];
  /** float32 [tokens, cells of `cells`], tokens [from, to) of the reading. */
  readonly gatesValues: [
    GatesPlace & { readonly from: number; readonly to: number; readonly cells: Int32Array },
    Float32Array,
  ];
  /** Cells in the order asked for, each with its variance or correlation (-1 to 1). */
  readonly gatesOrder: [
    GatesPlace & { readonly by: CellOrder },
    { readonly cells: Int32Array; readonly scores: Float32Array },
  ];
  /**
   * What a property is at each token read, as the correlation of `gatesOrder` takes it: 0 or 1 (quote, line-start), how
   * many brackets are open, or columns of indentation. float32 [tokens].
   */
  readonly gatesProperty: [{ readonly reading: ReadingId; readonly property: TextProperty }, Float32Array];
  /** Cells above the threshold (in absolute value) at every token of [from, to) (LSTMVis, Strobelt et al. 2018). */
  readonly gatesOn: [
    GatesPlace & { readonly from: number; readonly to: number; readonly threshold: number },
    Int32Array,
  ];
  /**
   * Other places in the whole text where these cells are on together: runs of tokens at which three quarters of them or
   * more are. Best first, by the mean share over as many tokens as [from, to) of the reading has, or over the run where
   * that is longer. The cells were chosen in [from, to); what touches it is no place. Progress in tokens.
   */
  readonly gatesFind: [
    GatesPlace & {
      readonly from: number;
      readonly to: number;
      readonly cells: Int32Array;
      readonly threshold: number;
      /** Places to return at most. */
      readonly count: number;
      readonly task?: string;
    },
    readonly SimilarPlace[],
  ];
}
