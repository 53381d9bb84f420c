import type { LoadOptions, ModelName, Provenance } from './model';
import type { Span } from './span';

/**
 * How sentences are chosen: by a random walk between sentences that resemble each other; the first ones; or by the
 * network that says of each token whether a summary would keep it, which lies beside the bundled summariser.
 */
export const extractiveMethods = ['lexrank', 'textrank', 'lead', 'selector'] as const;
export type ExtractiveMethod = (typeof extractiveMethods)[number];

/** How long a summary is. */
export const summaryLengths = ['short', 'medium', 'long'] as const;
export type SummaryLength = (typeof summaryLengths)[number];

/** The sentences that a summary of each length has at most. */
export const sentencesOfLength: Readonly<Record<SummaryLength, number>> = { short: 3, medium: 6, long: 12 };

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

/** A sentence that a model wrote; the span is of the summary's text. */
export interface WrittenSentence extends Span {
  /** The best first: by attention the share that went there, together at most 1; by similarity the cosine with that sentence. */
  readonly sources: readonly SummarySource[];
  /** Whether the documents bear it out, as far as words can tell: see `isSupported` in the engine. */
  readonly supported: boolean;
  /** The section that it was written from, see `WrittenSummary.sections`. */
  readonly section: number;
}

/** A word that a model wrote, with the marks that touch it; the span is of the summary's text. */
export interface WrittenWord extends Span {
  /** Of its tokens together, by the model's own distribution, 0 to 1. */
  readonly probability: number;
  /** How much of that probability was copied from the source rather than generated, 0 to 1; absent: it copies nothing. */
  readonly copied?: number;
  /** Where the model looked, the best first, at most five; empty by similarity for words that the source does not have. */
  readonly sources: readonly SummarySource[];
}

/** How sources were found: where the model looked, or by shared words, and then why. */
export type SummaryWay = { readonly kind: 'attention' } | { readonly kind: 'similarity'; readonly why: string };

/** A stretch of a document that the model read at once. */
export interface SummarySection extends Span {
  readonly document: number;
  /** The text of the nearest heading above, or of the first one inside. */
  readonly heading?: string;
  /** What the model read of it. */
  readonly tokens: number;
}

/**
 * Why the model read a stretch not at all: no prose (code, a table, other markup); a section that matters less than those
 * for which the length is enough; a sentence too long for the model.
 */
export const unreadReasons = ['code', 'table', 'markup', 'less-important', 'too-long'] as const;
export type UnreadReason = (typeof unreadReasons)[number];

/** A stretch of a document that is not in the summary. */
export interface UnreadStretch extends Span {
  readonly document: number;
  readonly because: UnreadReason;
  readonly heading?: string;
}

/** What of a summary is there; sentences and words are spans of `text`. */
export interface SummaryText {
  readonly text: string;
  readonly sentences: readonly WrittenSentence[];
  readonly words: readonly WrittenWord[];
}

/** A summary in a model's own words. */
export interface WrittenSummary extends SummaryText {
  readonly way: SummaryWay;
  /** What was read, in order. */
  readonly sections: readonly SummarySection[];
  /** What was not read, in order; nothing else is missing but blank lines and marks. */
  readonly leftOut: readonly UnreadStretch[];
  /** Documents (by number) that seem to be in another language than the model was made for. */
  readonly foreign: readonly number[];
  readonly tokens: { readonly read: number; readonly written: number };
  /** `window`: tokens that a section has at most. */
  readonly provenance: Provenance;
}

/** Told when a section of a summary that named itself `task` is written: the whole summary as far as it is there. */
export interface SummarizedEvent extends SummaryText {
  readonly task: string;
  readonly way: SummaryWay;
  /** Sections written, of those that there will be. */
  readonly done: number;
  readonly sections: readonly SummarySection[];
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
  /**
   * A summary in the words of a model that writes them: an encoder-decoder or an instruct model. The sections that matter
   * most are summarised one by one, in the order of the documents, and put together. Each section's words are told by
   * `generated` (`sequence`: which section) while they are written, and by `summarized` with their sources when they are
   * settled. Refuses 'unsupported' where the model cannot, 'document-empty' where there is no prose.
   */
  readonly summarize: [
    LoadOptions & {
      readonly model: ModelName;
      readonly documents: readonly SummaryDocument[];
      /** At least 1: most sentences of the summary. */
      readonly sentences: number;
      /** Copies only what the selector would keep (bottom-up attention, Gehrmann et al. 2018); bundled summariser only. */
      readonly keep?: boolean;
      readonly task?: string;
    },
    WrittenSummary,
  ];
}
