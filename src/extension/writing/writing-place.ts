import * as vscode from 'vscode';
import type { Disposes } from '../disposes';

/** UTF-16 code units before the place that must still stand there. */
const tail = 40;
/** An edit fails where another one came first. */
const mostTries = 10;

/** Milliseconds in which the editor tells that the document of a closed editor is closed too. */
const untilClosed = 100;

/** A place in a document at which text is written: it moves with the edits before it, and is gone with its text. */
export class WritingPlace implements vscode.Disposable {
  private readonly listener: Disposes;
  private at: number | undefined;
  /** An edit of our own is on its way: it moves the place behind what it writes. */
  private writing = false;
  private wrote = false;

  public constructor(
    public readonly document: vscode.TextDocument,
    public readonly start: number,
  ) {
    this.at = start;
    const closed = vscode.workspace.onDidCloseTextDocument((one) => {
      if (one === document) this.at = undefined;
    });
    const changed = vscode.workspace.onDidChangeTextDocument(({ document: one, contentChanges }) => {
      if (one === document) for (const change of contentChanges) this.follow(change);
    });
    this.listener = vscode.Disposable.from(closed, changed);
  }

  /** Where it is now; undefined where its text, or its document, is gone. */
  public get offset(): number | undefined {
    return this.document.isClosed ? undefined : this.at;
  }

  /**
   * Writes there; all that one place writes is taken back by one undo. False where the place is gone, or the document
   * cannot be changed.
   */
  public async write(text: string): Promise<boolean> {
    for (let tries = 0; tries < mostTries; tries++) {
      const { version } = this.document;
      if (this.offset === undefined) return false;
      const outcome = await this.writeOnce(text, this.offset);
      if (outcome === 'written') return true;
      // Somebody typed at the same moment: the place has moved, and it is tried again.
      if (outcome === 'refused' && this.document.version === version) return false;
    }
    return false;
  }

  public dispose(): void {
    this.listener.dispose();
  }

  private async writeOnce(text: string, offset: number): Promise<'written' | 'refused' | 'editor gone'> {
    const { document } = this;
    const position = document.positionAt(offset);
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    this.writing = true;
    try {
      if (editor) {
        const undo = { undoStopBefore: !this.wrote, undoStopAfter: false };
        const written = await editor.edit((edit) => edit.insert(position, text), undo);
        this.wrote ||= written;
        return written ? 'written' : 'refused';
      }
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, position, text);
      return (await vscode.workspace.applyEdit(edit)) ? 'written' : 'refused';
    } catch (error) {
      // An editor that is closed, or another tab's turn, while the edit is on its way; the document itself may stay.
      if (!editor || vscode.window.visibleTextEditors.includes(editor)) throw error;
      await new Promise((resolve) => setTimeout(resolve, untilClosed));
      return 'editor gone';
    } finally {
      this.writing = false;
    }
  }

  private follow({ rangeOffset, rangeLength, text }: vscode.TextDocumentContentChangeEvent): void {
    const { at } = this;
    if (at === undefined) return;
    const end = rangeOffset + rangeLength;
    // Line ends may have become those of the document: its own length counts.
    if (this.writing && rangeOffset === at && rangeLength === 0) this.at = at + text.length;
    else if (end <= at - tail || (end <= at && rangeLength === 0 && rangeOffset < at))
      this.at = at + text.length - rangeLength;
    else if (rangeOffset < at) this.at = undefined;
  }
}
