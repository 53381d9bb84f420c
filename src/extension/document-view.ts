import type * as vscode from 'vscode';
import type { Legend, Profile, ViewAction } from '../protocol';

/** What the Document view is about at this moment. */
export type DocumentViewSubject =
  /** No text document to speak of. */
  | { readonly kind: 'none' }
  /** A document that is not scored (scoring is off for it, or has not been asked for). */
  | { readonly kind: 'unscored'; readonly uri: vscode.Uri }
  /** The document, or the model for it, cannot be scored: why, and what to do. */
  | {
      readonly kind: 'unsupported';
      readonly uri: vscode.Uri;
      readonly message: string;
      readonly actions: readonly ViewAction[];
    }
  /** A document that is open in the engine; `model` is shown until there is a profile. */
  | { readonly kind: 'scored'; readonly uri: vscode.Uri; readonly model: string };

/** What the Document view needs of the extension. */
export interface DocumentViewSource {
  /**
   * The document of the active text editor, or the last one that was active as long as it is open. An active editor
   * that is no text (a picture, a settings page) does not change it, nor does the focus of a view.
   */
  subject(): DocumentViewSubject;
  /** Fires when the subject, its scores, its state or the colouring changed; as often as it likes, the view throttles. */
  readonly onDidChange: vscode.Event<void>;
  /**
   * The engine's `profile` of the subject with the `surprising` most surprising spans.
   * Refuses with a FailureError; cancelled when a newer one is asked for or the view is hidden.
   */
  profile(uri: vscode.Uri, surprising: number, token: vscode.CancellationToken): Promise<Profile>;
  /** How the editor is coloured now. */
  legend(): Legend;
  /** Does what a button of the view says, for the subject. */
  run(action: ViewAction): void;
}
