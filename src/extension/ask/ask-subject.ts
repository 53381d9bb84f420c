import type { TextAbout } from '../../protocol';

/** The text that a question is asked about. */
export interface AskSubject {
  readonly uri: string;
  readonly version: number;
  /** The whole document. */
  readonly text: string;
  /** What of it is read. */
  readonly start: number;
  readonly end: number;
  readonly markdown: boolean;
  readonly about: TextAbout;
}
