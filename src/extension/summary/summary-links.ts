import * as vscode from 'vscode';
import { fail, type SummaryPiece } from '../../protocol';
import type { Disposes } from '../disposes';
import type { DocumentColours } from '../panels/panel-feature';
import { openDocument } from './summary-documents';
import { SummaryPainter } from './summary-painter';
import type { SummarySession } from './summary-session';
import { sentencesAt, sourcesOf } from './summary-sources';
import { hashOf, type FindLine } from './taken-text';

/** How long a document must rest before the lines of places are named anew, ms. */
const rest = 300;

/** Who is told: that places or ages changed, and which sentences the cursor is at a source of. */
interface Listeners {
  readonly changed: () => void;
  readonly cursor: (sentences: ReturnType<typeof sentencesAt>) => void;
}

/** Links summaries with the editors of their documents: marks, places that move with edits, the cursor. */
export class SummaryLinks implements vscode.Disposable {
  private readonly painter: SummaryPainter;
  private readonly disposables: readonly Disposes[];
  private naming: ReturnType<typeof setTimeout> | undefined;
  private writing = false;
  /** Whether sentences that were chosen stay marked in the editor. */
  public highlights = true;
  /** Whether the view is: marks that nothing explains would only hide other colours. */
  public visible = false;

  public constructor(
    private readonly session: SummarySession,
    colours: DocumentColours,
    private readonly listeners: Listeners,
  ) {
    this.painter = new SummaryPainter(colours);
    this.disposables = [
      this.painter,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (session.edited(document.uri.toString(), contentChanges, this.writing)) this.moved();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme !== 'untitled') return;
        session.lost(uri.toString());
        this.refresh();
      }),
      vscode.workspace.onDidOpenTextDocument(() => this.compareTexts()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.tellCursor(textEditor)),
      { dispose: () => clearTimeout(this.naming) },
    ];
  }

  /** Marks the sentences that were chosen in place, where that is wanted. */
  public refresh(): void {
    const chosen = this.session.shown.filter(({ means }) => means.kind === 'extract');
    this.painter.highlight(this.highlights && this.visible ? chosen : []);
  }

  public preview(piece: SummaryPiece | undefined): void {
    const summary = piece && this.session.shown[piece.summary];
    this.painter.preview(summary, piece ? sourcesOf(this.session.shown, piece) : []);
  }

  /** What is marked in a document: stretches with weights. */
  public marks(uri: vscode.Uri): ReturnType<SummaryPainter['marks']> {
    return this.painter.marks(uri.toString());
  }

  /** Selects the best source of the piece in an editor. Refuses where its document is gone. */
  public async go(piece: SummaryPiece): Promise<void> {
    const [best] = sourcesOf(this.session.shown, piece);
    const text = best && this.session.shown[piece.summary]?.texts[best.document];
    if (!text) return;
    const uri = vscode.Uri.parse(text.uri);
    const open = openDocument(text.uri);
    if (!open && uri.scheme === 'untitled') {
      throw fail('document-unknown', vscode.l10n.t('{0} was closed without a file: its text is gone.', text.name));
    }
    const column = vscode.window.visibleTextEditors.find(({ document }) => document === open)?.viewColumn;
    let document: vscode.TextDocument;
    try {
      document = open ?? (await vscode.workspace.openTextDocument(uri));
    } catch {
      throw fail('file-unreadable', vscode.l10n.t('{0} cannot be read: is it still there?', text.name));
    }
    const selection = new vscode.Range(document.positionAt(best.start), document.positionAt(best.end));
    await vscode.window.showTextDocument(document, { selection, ...(column !== undefined && { viewColumn: column }) });
  }

  /** Edits during `work` write the summary itself: they make it no older. */
  public async own<T>(work: () => Thenable<T>): Promise<T> {
    this.writing = true;
    try {
      return await work();
    } finally {
      this.writing = false;
    }
  }

  /** Looks whether the open documents are still what was summarised, where nobody watched meanwhile. */
  public compareTexts(): void {
    const { shown } = this.session;
    for (const { uri, start, end, hash } of shown.flatMap(({ texts, stale }) => (stale ? [] : texts))) {
      const document = openDocument(uri);
      if (document && !document.isDirty && hashOf(document.getText().slice(start, end)) !== hash) {
        this.session.outdate(uri);
      }
    }
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private moved(): void {
    clearTimeout(this.naming);
    this.naming = setTimeout(() => {
      this.session.relabel(({ texts }): FindLine => (at, offset) => {
        const document = openDocument(texts[at]?.uri ?? '');
        return document?.positionAt(offset).line;
      });
      this.refresh();
      this.listeners.changed();
    }, rest);
    this.listeners.changed();
  }

  private tellCursor({ document, selection }: vscode.TextEditor): void {
    if (this.session.shown.length === 0) return;
    const offset = document.offsetAt(selection.active);
    this.listeners.cursor(sentencesAt(this.session.shown, document.uri.toString(), offset));
  }
}
