import type { Match, Metrics } from './metrics';

/** candidate: the draft that is scored. reference: what it is scored against. */
export const compareSides = ['candidate', 'reference'] as const;
export type CompareSide = (typeof compareSides)[number];

/** One of the two texts that are compared. */
export interface ComparedText {
  /** 'field-notes.md, lines 3 to 9', 'Clipboard'. */
  readonly title: string;
  /** There is a document to go to. */
  readonly linked: boolean;
  /** Its document was closed without being saved: what is shown is its last text. */
  readonly closed: boolean;
}

/** Figures with the texts that they are of; the spans of matches lie in these. */
export interface Comparison {
  readonly metrics: Metrics;
  readonly matches: readonly Match[];
  readonly candidate: string;
  readonly reference: string;
}

/** All that the Compare view shows. */
export interface CompareState {
  readonly candidate?: ComparedText;
  readonly reference?: ComparedText;
  readonly result?: Comparison;
  /** The text has changed since, or the figures are asked for the first time. */
  readonly live: boolean;
  /** Figures have been asked for and are on their way. */
  readonly busy: boolean;
  /** Why there is nothing, or nothing newer. */
  readonly problem?: string;
  /** Whether what is shared is marked in the editor of the draft. */
  readonly marked: boolean;
}

/** Extension to Compare view. */
export interface ToCompareView {
  readonly kind: 'state';
  readonly state: CompareState;
}

export const compareActions = [
  'with-file',
  'with-clipboard',
  'swap',
  'again',
  'stop',
  'toggle-marks',
  'show-log',
] as const;
export type CompareAction = (typeof compareActions)[number];

/** Compare view to extension. */
export type FromCompareView =
  | { readonly kind: 'ready' }
  | { readonly kind: 'run'; readonly action: CompareAction }
  /** Marks a match of the result in the editors of both texts; undefined ends it. */
  | { readonly kind: 'preview'; readonly match: number | undefined }
  /** Goes to a match in the editor of one text. */
  | { readonly kind: 'go'; readonly side: CompareSide; readonly match: number; readonly focus: boolean }
  | { readonly kind: 'copy'; readonly text: string }
  /** Escape: the editor of the draft gets the keyboard back. */
  | { readonly kind: 'leave' };
