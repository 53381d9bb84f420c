import * as vscode from 'vscode';
import type { ActiveText } from './active-text';
import type { Disposes } from './disposes';

/** What a view wants to know of the place that a person is at. */
export interface RestingWish {
  /** How long it must rest, ms. */
  readonly rest: number;
  /** Whether edits of the text move it too. */
  readonly edits: boolean;
  /** Asked at each move: nothing is told where nobody sees it. */
  wanted(): boolean;
  /** It has come to rest. */
  rested(): void;
}

/** Tells a view that another text is in front, or that the cursor stands elsewhere in it, once that has come to rest. */
export class RestingPlace implements vscode.Disposable {
  private readonly disposables: readonly Disposes[];
  private timer: ReturnType<typeof setTimeout> | undefined;

  public constructor(
    active: ActiveText,
    private readonly wish: RestingWish,
  ) {
    this.disposables = [
      active.onDidChange(() => this.moved()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === active.editor) this.moved();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (wish.edits && document === active.document) this.moved();
      }),
      { dispose: () => clearTimeout(this.timer) },
    ];
  }

  /** Something else moved that is told with it. */
  public moved(): void {
    if (!this.wish.wanted()) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wish.rested(), this.wish.rest);
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
