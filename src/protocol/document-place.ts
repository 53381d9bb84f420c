import type { Span } from './span';

/** A place in the document as the view knows it: a stretch or a whole line of the text at `version`. */
export type DocumentPlace =
  | ({ readonly kind: 'span'; readonly version: number } & Span)
  | { readonly kind: 'line'; readonly version: number; readonly line: number };
