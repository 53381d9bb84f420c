import * as vscode from 'vscode';
import type { Disposes } from './disposes';
import { isDocument } from './text-kind';

/**
 * The text that commands and views are about: that of the active editor, or the one active before as long as it is
 * open. An output channel, a picture or the focus of a view does not change it.
 */
export class ActiveText implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: readonly Disposes[];
  private last: vscode.TextDocument | undefined;
  private lastEditor: vscode.TextEditor | undefined;

  public readonly onDidChange = this.changed.event;

  public constructor() {
    this.disposables = [
      this.changed,
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document !== this.last) return;
        this.last = undefined;
        this.lastEditor = undefined;
        this.changed.fire();
      }),
    ];
    this.follow(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(isOfDocument));
  }

  public get document(): vscode.TextDocument | undefined {
    // The event of an editor that has just become active may still be on its way.
    const now = vscode.window.activeTextEditor;
    return now && isOfDocument(now) ? now.document : this.last;
  }

  /** A visible editor of the document, if there is one: the active one, or the one that was active last. */
  public get editor(): vscode.TextEditor | undefined {
    const now = vscode.window.activeTextEditor;
    if (now && isOfDocument(now)) return now;
    const visible = vscode.window.visibleTextEditors;
    if (this.lastEditor && visible.includes(this.lastEditor)) return this.lastEditor;
    return visible.find((editor) => editor.document === this.last);
  }

  /** Brings the document's editor to the front and gives it the keyboard. */
  public async reveal(): Promise<vscode.TextEditor | undefined> {
    if (!this.last) return undefined;
    const column = this.editor?.viewColumn;
    return vscode.window.showTextDocument(this.last, { ...(column !== undefined && { viewColumn: column }) });
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (!editor || !isOfDocument(editor)) return;
    this.lastEditor = editor;
    if (editor.document === this.last) return;
    this.last = editor.document;
    this.changed.fire();
  }
}

function isOfDocument(editor: vscode.TextEditor): boolean {
  return isDocument(editor.document.uri.scheme, editor.document.languageId);
}
