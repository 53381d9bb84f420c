import * as vscode from 'vscode';
import type { DocumentPlace, EditorPlace, FromDocumentView, Span } from '../protocol';
import type { Disposes } from './disposes';
import { DocumentViewChanges } from './document-view-changes';

/** What every page may want of the editor. */
type EditorWish = Extract<FromDocumentView, { readonly kind: 'go' | 'preview' | 'leave' | 'copy' }>;

/** Links a view to the editor of a document: where the editor is, and going to, or marking, places of the view. */
export class LinkedEditor implements vscode.Disposable {
  private readonly moved = new vscode.EventEmitter<void>();
  private readonly changes = new DocumentViewChanges();
  private readonly mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    outline: '1px solid',
    outlineColor: new vscode.ThemeColor('focusBorder'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly lineMark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    borderColor: new vscode.ThemeColor('contrastActiveBorder'),
    borderStyle: 'dashed',
    borderWidth: '1px 0',
  });
  private readonly disposables: readonly Disposes[];
  private uri: vscode.Uri | undefined;

  /** The cursor moved, or other lines are visible. */
  public readonly onDidMove = this.moved.event;

  public constructor() {
    const tell = ({ textEditor }: { readonly textEditor: vscode.TextEditor }): void => {
      if (textEditor === this.editor) this.moved.fire();
    };
    this.disposables = [
      this.moved,
      this.mark,
      this.lineMark,
      vscode.window.onDidChangeTextEditorSelection(tell),
      vscode.window.onDidChangeTextEditorVisibleRanges(tell),
      vscode.window.onDidChangeVisibleTextEditors(() => this.moved.fire()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (this.shows(document)) this.changes.add(document.version, contentChanges);
      }),
    ];
  }

  /** The document that the view is about from now on. */
  public follow(uri: vscode.Uri | undefined): void {
    if (uri?.toString() === this.uri?.toString()) return;
    this.preview(undefined);
    this.uri = uri;
    this.changes.clear();
    this.moved.fire();
  }

  /** The selection of the document's editor, in the text as it is now; undefined while none shows it. */
  public get selection(): Span | undefined {
    const { editor } = this;
    if (editor === undefined) return undefined;
    const { document, selection } = editor;
    return { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  }

  /** undefined while no editor shows the document. */
  public get place(): EditorPlace | undefined {
    const { editor } = this;
    const first = editor?.visibleRanges[0];
    const last = editor?.visibleRanges.at(-1);
    if (editor === undefined || first === undefined || last === undefined) return undefined;
    const { active } = editor.selection;
    return {
      firstVisible: first.start.line,
      lastVisible: last.end.line,
      line: active.line,
      offset: editor.document.offsetAt(active),
    };
  }

  /** Does what a page wants. */
  public obey(wish: EditorWish): void {
    switch (wish.kind) {
      case 'go':
        void this.go(wish.place, wish.focus);
        break;
      case 'preview':
        this.preview(wish.place);
        break;
      case 'leave':
        void this.leave();
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(wish.text);
        break;
    }
  }

  /** Where a stretch of an older version of the document is now. */
  public lead(span: Span, version: number): Span {
    const now = this.changes.lead({ kind: 'span', version, start: span.start, end: span.end });
    return now.kind === 'span' ? now : span;
  }

  /** Selects the place and brings it into view; `focus`: the editor gets the keyboard. */
  public async go(place: DocumentPlace, focus: boolean): Promise<void> {
    const editor = await this.show(!focus);
    if (editor === undefined) return;
    const range = this.rangeOf(editor.document, place);
    editor.selection =
      place.kind === 'line'
        ? new vscode.Selection(range.start, range.start)
        : new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    this.preview(undefined);
  }

  /** Marks the place where it is visible, without moving anything; undefined takes the mark away. */
  public preview(place: DocumentPlace | undefined): void {
    this.previewAll(place ? [place] : []);
  }

  /** Marks several places at once; those before are marked no more. */
  public previewAll(places: readonly DocumentPlace[]): void {
    const { editor } = this;
    if (editor === undefined) return;
    const ranges = (kind: DocumentPlace['kind']): vscode.Range[] =>
      places.filter((place) => place.kind === kind).map((place) => this.rangeOf(editor.document, place));
    editor.setDecorations(this.mark, ranges('span'));
    editor.setDecorations(this.lineMark, ranges('line'));
  }

  /** Gives the keyboard back to the editor, its cursor where it was. */
  public async leave(): Promise<void> {
    this.preview(undefined);
    await this.show(false);
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private shows(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.uri?.toString();
  }

  /** An editor of the document, the active one before others. */
  private get editor(): vscode.TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    if (activeTextEditor && this.shows(activeTextEditor.document)) return activeTextEditor;
    return visibleTextEditors.find(({ document }) => this.shows(document));
  }

  private async show(preserveFocus: boolean): Promise<vscode.TextEditor | undefined> {
    const { editor, uri } = this;
    if (editor !== undefined && preserveFocus) return editor;
    if (uri === undefined) return undefined;
    const viewColumn = editor?.viewColumn;
    return vscode.window.showTextDocument(uri, { preserveFocus, ...(viewColumn !== undefined && { viewColumn }) });
  }

  private rangeOf(document: vscode.TextDocument, place: DocumentPlace): vscode.Range {
    const now = this.changes.lead(place);
    if (now.kind === 'span') return new vscode.Range(document.positionAt(now.start), document.positionAt(now.end));
    const line = Math.min(Math.max(0, now.line), document.lineCount - 1);
    return document.lineAt(line).range;
  }
}
