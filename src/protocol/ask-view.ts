import type { AskedEvent, AskReading, FoundAnswer } from './ask';
import type { ModelName } from './model';
import type { Span } from './span';
import type { TextAbout } from './text-about';

/** What is looked through for an answer. */
export const askScopes = ['document', 'selection'] as const;
export type AskScope = (typeof askScopes)[number];

/** An answer as the view shows it; offsets are those of the document as it was. */
export interface ShownAnswer extends FoundAnswer {
  /** Counted from 1, as the document was. */
  readonly line: number;
  /** What stands before and behind it on its line, without what is far away. */
  readonly before: string;
  readonly after: string;
  /** The text of each token of its window. */
  readonly pieces: readonly string[];
}

/** What was found, and where. */
export interface AskResult extends Omit<AskReading, 'answers' | 'question'> {
  readonly asked: string;
  readonly about: TextAbout;
  readonly answers: readonly ShownAnswer[];
  /** The text of each token of the question. */
  readonly questionPieces: readonly string[];
  /** Of the document that was read. */
  readonly version: number;
  /** The text has changed since; places follow the edits. */
  readonly stale: boolean;
}

/** Why nothing, or nothing more, was found. */
export interface AskFailure {
  readonly message: string;
  /** Of the model, the engine, or what was asked. */
  readonly kind: 'failed' | 'unsupported' | 'stopped';
}

/** All that the Ask view shows. */
export interface AskState {
  /** The models that can answer; absent while they are not known. */
  readonly models?: readonly { readonly name: ModelName; readonly label: string }[];
  /** Why the models are not known. */
  readonly problem?: string;
  readonly model?: ModelName;
  readonly scope: AskScope;
  /** What would be read if a question were asked now. */
  readonly about?: TextAbout;
  /** Questions asked before, the newest first. */
  readonly history: readonly string[];
  /** Set while the text is read. */
  readonly busy?: {
    readonly asked: string;
    /** Tokens; `total` is 0 while the model loads. */
    readonly done: number;
    readonly total: number;
    readonly answers: AskedEvent['answers'];
  };
  readonly result?: AskResult;
  readonly failure?: AskFailure;
  /** Nats; what the person chose, else the model's own. */
  readonly threshold: number;
}

export const askActions = ['choose-folder', 'show-log', 'restart-engine', 'open-sample'] as const;
export type AskAction = (typeof askActions)[number];

/** Extension to Ask view. */
export type ToAskView =
  | { readonly kind: 'state'; readonly state: AskState }
  | { readonly kind: 'busy'; readonly busy: NonNullable<AskState['busy']> }
  /** The cursor, the selection or the active document changed. */
  | { readonly kind: 'about'; readonly about: TextAbout | undefined }
  /** The question gets the keyboard. */
  | { readonly kind: 'focus' };

/** Ask view to extension; spans are those of the result. */
export type FromAskView =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ask'; readonly question: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'model'; readonly model: ModelName }
  | { readonly kind: 'scope'; readonly scope: AskScope }
  /** undefined: the model's own. */
  | { readonly kind: 'threshold'; readonly threshold: number | undefined }
  | { readonly kind: 'go'; readonly span: Span; readonly focus: boolean }
  | { readonly kind: 'preview'; readonly span: Span | undefined }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'run'; readonly action: AskAction }
  | { readonly kind: 'leave' };
