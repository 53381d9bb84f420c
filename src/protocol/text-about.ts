/** The text that goes along with what is asked. */
export interface TextAbout {
  readonly name: string;
  /** Lines of the document, counted from 1. */
  readonly from: number;
  readonly to: number;
  readonly characters: number;
}
