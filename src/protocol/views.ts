import type { FromAskView, ToAskView } from './ask-view';
import type { FromChatView, ToChatView } from './chat-view';
import type { FromCompareView, ToCompareView } from './compare-view';
import type { PanelMessages } from './panels';
import type { Profile } from './scores';
import type { Span } from './span';
import type { FromTranslateView, ToTranslateView } from './translate-view';
import type { FromSummaryView, ToSummaryView } from './summary-view';

/** What a person can ask for with a button of a view. */
export const viewActions = ['score', 'read', 'stop', 'choose-model', 'show-log', 'restart-engine', 'settings'] as const;
export type ViewAction = (typeof viewActions)[number];

/** One step of the colouring that the editor uses at this moment. */
export interface LegendStep {
  /** What the step stands for, with its unit: '2 to 4 bits', 'top 10'. */
  readonly label: string;
  /** Short form that stands on a scale: '2', '10'; absent where the label stands beside the colour. */
  readonly tick?: string;
  /** Id of a theme colour, e.g. 'langscope.surprise3'; absent: the step is not coloured. */
  readonly color?: string;
  /** How the step looks in high contrast, where nothing is filled. */
  readonly underline?: 'none' | 'dotted' | 'dashed' | 'solid' | 'double';
  /** Thickness of that underline in pixels. */
  readonly thickness?: number;
}

/** scale: steps of one growing quantity, drawn without gaps. categories: one row a step. off: nothing is coloured. */
export type Legend =
  | { readonly kind: 'scale'; readonly title: string; readonly steps: readonly LegendStep[] }
  | { readonly kind: 'categories'; readonly title: string; readonly steps: readonly LegendStep[] }
  | { readonly kind: 'off' };

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

/** A place in the document as the view knows it: a stretch or a whole line of the text at `version`. */
export type DocumentPlace =
  | ({ readonly kind: 'span'; readonly version: number } & Span)
  | { readonly kind: 'line'; readonly version: number; readonly line: number };

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

/** The messages of every view, by the view's name: to it and from it, unions on `kind`. */
export interface ViewMessages extends PanelMessages {
  readonly document: { readonly to: ToDocumentView; readonly from: FromDocumentView };
  readonly chat: { readonly to: ToChatView; readonly from: FromChatView };
  readonly summary: { readonly to: ToSummaryView; readonly from: FromSummaryView };
  readonly translate: { readonly to: ToTranslateView; readonly from: FromTranslateView };
  readonly compare: { readonly to: ToCompareView; readonly from: FromCompareView };
  readonly ask: { readonly to: ToAskView; readonly from: FromAskView };
}
