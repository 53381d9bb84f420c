import type { DocumentPlace } from './document-place';
import type { Legend } from './legend';
import type { Profile } from './scores';
import type { ViewAction } from './view-actions';

/** What the Document view has to show; the whole of it is sent at each change. */
export type DocumentContent =
  /** No text editor has been opened. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unscored'; readonly title: string }
  /** The model loads; there is no profile yet. */
  | { readonly kind: 'waiting'; readonly title: string; readonly model?: string }
  | {
      readonly kind: 'unsupported';
      readonly title: string;
      readonly message: string;
      readonly actions: readonly ViewAction[];
    }
  | {
      readonly kind: 'failed';
      readonly title: string;
      readonly message: string;
      readonly actions: readonly ViewAction[];
    }
  | { readonly kind: 'profile'; readonly title: string; readonly profile: Profile; readonly legend: Legend };

/** Extension to Document view. Lines are counted from 0; offsets are UTF-16 and belong to the profile's version. */
export type ToDocumentView =
  | { readonly kind: 'content'; readonly content: DocumentContent }
  /** Where the editor is: the lines it shows and the line and offset of its cursor. */
  | { readonly kind: 'place'; readonly place: EditorPlace | undefined }
  /** Asks for the sparkline as a file of its own; answered by `picture`. */
  | { readonly kind: 'draw'; readonly format: 'svg' | 'png' };

export interface EditorPlace {
  readonly firstVisible: number;
  readonly lastVisible: number;
  readonly line: number;
  /** Of the cursor, in the text as it is now. */
  readonly offset: number;
}

/** Document view to extension. */
export type FromDocumentView =
  /** The page listens; it is answered by `content` and `place`. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'run'; readonly action: ViewAction }
  /** Moves the editor there; `focus` hands the keyboard over too. */
  | { readonly kind: 'go'; readonly place: DocumentPlace; readonly focus: boolean }
  /** Marks the place while the pointer or the keyboard rests on it; undefined ends it. */
  | { readonly kind: 'preview'; readonly place: DocumentPlace | undefined }
  /** Escape: the editor gets the keyboard back, its cursor where it was. */
  | { readonly kind: 'leave' }
  | { readonly kind: 'copy'; readonly text: string }
  /** undefined when there is nothing to draw. */
  | { readonly kind: 'picture'; readonly file: string | Uint8Array | undefined };
