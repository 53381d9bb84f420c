import type { AttentionPanel } from './attention-view';
import type { BranchesPanel } from './branches-view';
import type { DocumentPlace } from './document-place';
import type { Failure } from './failure';
import type { GatesPanel } from './gates-view';
import type { InfluencePanel } from './influence-view';
import type { LensPanel } from './lens-view';
import type { ModelName } from './model';
import type { PlaygroundPanel } from './playground-view';
import type { Span } from './span';
import type { ViewAction } from './view-actions';

/** The panels that look into a model, and what each one shows, lets choose and asks for later. */
export interface Panels {
  readonly attention: AttentionPanel;
  readonly lens: LensPanel;
  readonly gates: GatesPanel;
  readonly influence: InfluencePanel;
  readonly branches: BranchesPanel;
  readonly playground: PlaygroundPanel;
}

export type PanelName = keyof Panels;
export type PanelContent<N extends PanelName> = Panels[N]['content'];
/** How the text is read; a change reads it anew. What only changes the drawing is the page's own affair. */
export type PanelControls<N extends PanelName> = Panels[N]['controls'];
export type PanelAsks<N extends PanelName> = Panels[N]['asks'];
export type PanelAsk<N extends PanelName> = keyof PanelAsks<N> & string;
export type AskOf<N extends PanelName, K extends PanelAsk<N>> = PanelAsks<N>[K] extends readonly [infer P, unknown]
  ? P
  : never;
export type AnswerOf<N extends PanelName, K extends PanelAsk<N>> = PanelAsks<N>[K] extends readonly [unknown, infer A]
  ? A
  : never;

/** What a panel can be exported as. SVG with real text, PNG at twice the size; the data with how they came about. */
export const figureFormats = ['svg', 'png', 'json', 'csv'] as const;
export type FigureFormat = (typeof figureFormats)[number];

/** What a panel is in the middle of; `content` of an older reading stays in place until the new one comes. */
export type PanelState<N extends PanelName> =
  /** There is no text to look into. */
  | { readonly kind: 'empty' }
  | ({ readonly kind: 'loading'; readonly done: number; readonly total: number } & About<N>)
  /** live: the text has changed since. */
  | ({ readonly kind: 'shown'; readonly live: boolean } & About<N> & { readonly content: PanelContent<N> })
  | ({ readonly kind: 'unsupported' } & About<N> & Refusal)
  | ({ readonly kind: 'failed' } & About<N> & Refusal);

/** What is wrong, and what a person can do; the first action is the most likely to help. */
interface Refusal {
  readonly message: string;
  readonly actions: readonly ViewAction[];
}

interface About<N extends PanelName> {
  /** The document's name. */
  readonly title: string;
  /** Of the text that was, or is being, read. */
  readonly version: number;
  /** The stretch that was looked at when it was read. */
  readonly focus: Span;
  readonly model: ModelName;
  readonly content?: PanelContent<N>;
}

/** What a page keeps over a reload of the window. */
export interface PanelMemory<N extends PanelName> {
  readonly uri: string;
  readonly controls: PanelControls<N>;
}

/** Extension to panel. */
export type ToPanel<N extends PanelName> =
  | { readonly kind: 'state'; readonly state: PanelState<N>; readonly memory?: PanelMemory<N> }
  /** The selection of the document's editor in the text as it is now; undefined while no editor shows it. */
  | { readonly kind: 'place'; readonly place: Span | undefined }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  /** A part of the answer, before all of it is there. */
  | { readonly kind: 'part'; readonly id: number; readonly part: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly failure: Failure }
  /** Asks for the figure as it is seen; answered by `drawn`. */
  | { readonly kind: 'draw'; readonly id: number; readonly format: FigureFormat };

/** Panel to extension. */
export type FromPanel<N extends PanelName> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'run'; readonly action: ViewAction }
  | { readonly kind: 'controls'; readonly controls: PanelControls<N> }
  | { readonly kind: 'go'; readonly place: DocumentPlace; readonly focus: boolean }
  | { readonly kind: 'preview'; readonly place: DocumentPlace | undefined }
  | { readonly kind: 'leave' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'ask'; readonly id: number; readonly ask: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  /** undefined: there is nothing to draw. */
  | { readonly kind: 'drawn'; readonly id: number; readonly figure: string | Uint8Array | undefined };

export type PanelMessages = {
  readonly [N in PanelName]: { readonly to: ToPanel<N>; readonly from: FromPanel<N> };
};
