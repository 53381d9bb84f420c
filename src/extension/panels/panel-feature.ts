import type * as vscode from 'vscode';
import type { CancellationToken } from 'vscode-jsonrpc';
import type {
  AnswerOf,
  AskOf,
  EngineEvents,
  InsideText,
  PanelAsk,
  PanelContent,
  PanelControls,
  PanelName,
  RequestKind,
  RequestOf,
  ResponseOf,
  Span,
} from '../../protocol';

/** What a feature may use while it reads or answers. */
export interface PanelContext {
  readonly token: CancellationToken;
  /** Asks the engine; its progress goes to the page where the request has a `task`. */
  readonly request: <K extends RequestKind>(kind: K, params: RequestOf<K>) => Promise<ResponseOf<K>>;
  /** Names a request so that its progress is shown. */
  readonly task: string;
  /** Hears what the engine tells. */
  readonly listen: <K extends keyof EngineEvents>(
    kind: K,
    listener: (event: EngineEvents[K]) => void,
  ) => { dispose(): void };
  /** Tells the page, which asked, a part of the answer before all of it is there. */
  readonly tell: (part: unknown) => void;
}

/** What answers the page's questions about the content that is shown. `text`: what was read, for other readings of it. */
export type PanelAnswers<N extends PanelName> = {
  readonly [K in PanelAsk<N>]: (
    params: AskOf<N, K>,
    content: PanelContent<N>,
    text: InsideText,
    context: PanelContext,
  ) => Promise<AnswerOf<N, K>>;
};

/** What one kind of panel does with a text; everything else is the same for all panels (see Panel). */
export interface PanelFeature<N extends PanelName> {
  /** How a new panel reads. */
  readonly controls: PanelControls<N>;
  /** Reads the text; `text` names model, focus and task. Refuses with a FailureError. */
  read(text: InsideText, controls: PanelControls<N>, context: PanelContext): Promise<PanelContent<N>>;
  readonly answers: PanelAnswers<N>;
  /** Whether what is shown tells about that stretch too; else the text is read again around it. */
  covers(content: PanelContent<N>, focus: Span): boolean;
  /** What is marked in the editors of the document; undefined content takes it away. Offsets are those of `document`. */
  mark?(document: vscode.TextDocument, content: PanelContent<N> | undefined, live: boolean): void;
  /** The content is not shown any more. */
  forget?(content: PanelContent<N>, context: Pick<PanelContext, 'request'>): void;
  dispose?(): void;
}

/** The colours of scored text. */
export interface DocumentColours {
  /** `lent`: a panel colours this document instead. */
  lend(document: vscode.TextDocument, lent: boolean): void;
}

/** Makes the feature of a new panel. */
export type PanelFeatures = { readonly [N in PanelName]: (colours: DocumentColours) => PanelFeature<N> };
