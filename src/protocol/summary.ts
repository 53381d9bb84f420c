import type { Span } from './span';

/** How sentences are chosen: the first ones; or by a random walk between sentences that resemble each other. */
export const extractiveMethods = ['lexrank', 'textrank', 'lead'] as const;
export type ExtractiveMethod = (typeof extractiveMethods)[number];

/** A text to be summarised, perhaps beside others. */
export interface SummaryDocument {
  readonly name: string;
  readonly text: string;
  /** Headings, lists and code blocks count; else blank lines divide paragraphs. */
  readonly markdown: boolean;
}

/** Where a piece of a summary comes from. */
export interface SummarySource extends Span {
  /** Which document, counted from 0. */
  readonly document: number;
  /** From 0 to 1. */
  readonly weight: number;
}

export interface SummarySentence {
  readonly text: string;
  readonly sources: readonly SummarySource[];
}

export interface ExtractiveSummary {
  /** In the order of the documents. */
  readonly sentences: readonly SummarySentence[];
  /** How many sentences the documents have; headings, code and tables are none. */
  readonly among: number;
}

export interface SummaryRequests {
  /** The sentences that stand for the documents; no model is needed. */
  readonly extract: [
    {
      readonly documents: readonly SummaryDocument[];
      readonly method: ExtractiveMethod;
      /** At least 1. */
      readonly sentences: number;
    },
    ExtractiveSummary,
  ];
}
