/** Where a place of a compared text lies in a document at a version of it. */
export interface SourceAnchor {
  readonly uri: string;
  readonly version: number;
  /** Offset of the text's first character in the document. */
  readonly start: number;
}

/** A text as it is now. */
export interface SourceText {
  readonly text: string;
  /** undefined: it lies in no document. */
  readonly anchor: SourceAnchor | undefined;
}

/** Where one of the two texts comes from. */
export interface CompareSource {
  readonly title: string;
  readonly closed: boolean;
  /** The text as it is now; the last one known when its document is closed. */
  read(): SourceText;
  /** Told when the text has changed, or its title. Ends with `dispose`. */
  onDidChange(listener: () => void): { dispose(): void };
  dispose(): void;
}
