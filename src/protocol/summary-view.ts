import type { RougeName } from './metrics';
import type { ModelName } from './model';
import type {
  ExtractiveMethod,
  SummaryLength,
  SummarySection,
  SummaryText,
  SummaryWay,
  UnreadStretch,
} from './summary';

/** What of the editor or the workspace is summarised. */
export const summaryScopes = ['document', 'selection', 'files', 'folder'] as const;
export type SummaryScope = (typeof summaryScopes)[number];

/** How a summary is made: of sentences of the text, or in the words of a model. */
export type SummaryMeans =
  | { readonly kind: 'extract'; readonly method: ExtractiveMethod }
  | { readonly kind: 'write'; readonly model: ModelName };

/** A text that was summarised; places are offsets of the whole document, however little of it was summarised. */
export interface SummarizedText {
  readonly uri: string;
  readonly name: string;
  /** Of the part that was summarised, in the document as it is now. */
  readonly start: number;
  readonly end: number;
  /** Of the part as it was summarised: whether it is the same after the window was loaded anew. */
  readonly hash: string;
}

/** working: it is still being made; stopped: by the person; died: with the engine. */
export type SummaryEnd = 'working' | 'done' | 'stopped' | 'died' | 'failed';

/** A summary as the view shows it; its sources are led along while the documents are edited. */
export interface ShownSummary extends SummaryText {
  readonly means: SummaryMeans;
  readonly length: SummaryLength;
  readonly scope: SummaryScope;
  readonly texts: readonly SummarizedText[];
  /** How sources were found; absent: the sentences are the documents' own. */
  readonly way?: SummaryWay;
  /** How many sentences the documents have, where some of them were chosen. */
  readonly among?: number;
  readonly sections: readonly SummarySection[];
  readonly leftOut: readonly UnreadStretch[];
  /** Documents (by number) in another language than the model was made for. */
  readonly foreign: readonly number[];
  /** Where the best source of each sentence stands, and each left out stretch as far as `mostLeftOut`, in words. */
  readonly labels: { readonly sentences: readonly string[]; readonly leftOut: readonly string[] };
  /** What is being written behind `text`. */
  readonly writing: string;
  /** Tokens of the sections that are written, of all that will be; 0 of 0: the model is being loaded. */
  readonly progress: { readonly done: number; readonly total: number };
  /** Sections that are written, of `sections`. */
  readonly written: number;
  readonly end: SummaryEnd;
  /** Why it failed, or the engine died. */
  readonly failure?: string;
  /** How it came about, one line. */
  readonly provenance?: string;
  /** A document has changed since. */
  readonly stale: boolean;
}

/** Left out stretches that are listed one by one; more are counted. */
export const mostLeftOut = 200;

/** What the page keeps over a reload of the window. */
export interface SummaryMemory {
  readonly scope: SummaryScope;
  readonly means: SummaryMeans;
  readonly length: SummaryLength;
  /** Whether the sources of the summary's sentences stay marked in the editor. */
  readonly highlights: boolean;
  /** None, one, or two side by side. */
  readonly shown: readonly ShownSummary[];
}

/** All that the Summary view shows. */
export interface SummaryState extends SummaryMemory {
  /** The models that write summaries; absent while they are not known. */
  readonly models?: readonly { readonly name: ModelName; readonly label: string }[];
  /** Whether the network that chooses sentences is there. */
  readonly selector: boolean;
  /** Why the models are not known. */
  readonly problem?: string;
  /** Why what was asked for cannot be summarised. */
  readonly refusal?: string;
  /** What would be summarised now, in words; absent: nothing. */
  readonly about?: string;
  /** Whether the documents can have front matter. */
  readonly frontMatter: boolean;
  /** ROUGE of the second summary with the first as reference (F1, 0 to 1). */
  readonly closeness?: Readonly<Record<RougeName, number>>;
}

/** A piece of a summary that has places in the documents, by its number. */
export interface SummaryPiece {
  /** 0, or 1 for the second one. */
  readonly summary: number;
  readonly of: 'sentence' | 'word' | 'left-out';
  readonly index: number;
}

/** Extension to Summary view. */
export type ToSummaryView =
  | { readonly kind: 'state'; readonly state: SummaryState }
  /** The sentences that the cursor's place in the editor is a source of. */
  | { readonly kind: 'cursor'; readonly sentences: readonly Pick<SummaryPiece, 'summary' | 'index'>[] };

export const summaryActions = ['copy', 'comment', 'front-matter', 'json', 'markdown', 'compare'] as const;
export type SummaryAction = (typeof summaryActions)[number];

export const summaryRemedies = ['show-log', 'restart-engine', 'add-folder'] as const;
export type SummaryRemedy = (typeof summaryRemedies)[number];

/** Summary view to extension. */
export type FromSummaryView =
  | { readonly kind: 'ready'; readonly kept?: SummaryMemory }
  | { readonly kind: 'summarize' }
  /** Summarises the same texts, as they are now. */
  | { readonly kind: 'again' }
  | { readonly kind: 'stop' }
  /** Files and folders are asked for. */
  | { readonly kind: 'scope'; readonly scope: SummaryScope }
  | { readonly kind: 'means'; readonly means: SummaryMeans }
  | { readonly kind: 'length'; readonly length: SummaryLength }
  | { readonly kind: 'highlights'; readonly on: boolean }
  /** Marks where the piece came from; undefined ends it. */
  | { readonly kind: 'preview'; readonly piece: SummaryPiece | undefined }
  | { readonly kind: 'go'; readonly piece: SummaryPiece }
  | { readonly kind: 'act'; readonly action: SummaryAction; readonly summary: number }
  /** Takes one of two summaries away. */
  | { readonly kind: 'remove'; readonly summary: number }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'run'; readonly action: SummaryRemedy }
  | { readonly kind: 'leave' };

/** Characters that are kept over a reload. */
const keptCharacters = 300_000;

/** What is kept: all of it; where that is too much, the words' sources are lost, then what was left out. */
export function keptSummaries({ scope, means, length, highlights, shown }: SummaryMemory): SummaryMemory {
  const memory = { scope, means, length, highlights, shown };
  const bare = { ...memory, shown: shown.map((one) => ({ ...one, words: [] })) };
  const least = { ...bare, shown: bare.shown.map((one) => ({ ...one, leftOut: [], sections: [] })) };
  const fits = (one: SummaryMemory): boolean => JSON.stringify(one).length <= keptCharacters;
  return [memory, bare, least].find(fits) ?? { ...memory, shown: [] };
}

/** The same means, by what they are. */
export function sameMeans(a: SummaryMeans, b: SummaryMeans): boolean {
  return a.kind === 'extract'
    ? b.kind === 'extract' && a.method === b.method
    : b.kind === 'write' && a.model === b.model;
}
