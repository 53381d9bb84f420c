import * as vscode from 'vscode';
import { formatCount, type Span } from '../../protocol';
import type { Disposes } from '../disposes';
import { DocumentViewChanges } from '../document-view-changes';
import { lastLine } from '../last-line';
import type { CompareSource, SourceText } from './compare-source';

/** A document or a stretch of it, followed while it changes, closes and is opened again. */
export class DocumentSource implements CompareSource {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly changes = new DocumentViewChanges();
  private readonly disposables: readonly Disposes[];
  /** The stretch at a version; undefined: the whole document. */
  private stretch: (Span & { readonly version: number }) | undefined;
  private last: SourceText;
  private open = true;

  public readonly onDidChange: (listener: () => void) => vscode.Disposable = this.changed.event;

  public constructor(
    private document: vscode.TextDocument,
    selection?: vscode.Range,
  ) {
    if (selection && !selection.isEmpty) {
      const [start, end] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
      this.stretch = { start, end, version: document.version };
    }
    this.last = this.now();
    this.disposables = [
      this.changed,
      vscode.workspace.onDidChangeTextDocument(({ document: other, contentChanges }) => {
        if (other !== this.document || contentChanges.length === 0) return;
        this.changes.add(other.version, contentChanges);
        this.changed.fire();
      }),
      vscode.workspace.onDidCloseTextDocument((other) => {
        if (other !== this.document) return;
        this.open = false;
        this.changed.fire();
      }),
      vscode.workspace.onDidOpenTextDocument((other) => {
        // What has no file is another text under the same name.
        if (this.closed || other.uri.toString() !== this.document.uri.toString()) return;
        this.document = other;
        this.open = true;
        // Another beginning of versions: a stretch stays where it was.
        this.changes.clear();
        this.stretch &&= { ...this.stretch, version: other.version };
        this.changed.fire();
      }),
    ];
  }

  /** A file is still there when its document is closed; what has no name is not. */
  public get closed(): boolean {
    return !this.open && this.document.uri.scheme === 'untitled';
  }

  public get uri(): vscode.Uri {
    return this.document.uri;
  }

  public get title(): string {
    const { document } = this;
    const name = document.uri.path.split('/').at(-1) ?? '';
    const span = this.span;
    if (!span || !this.open) return name;
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    const [from, to] = [range.start.line + 1, lastLine(range) + 1];
    return from === to
      ? vscode.l10n.t('{0}, line {1}', name, formatCount(from))
      : vscode.l10n.t('{0}, lines {1} to {2}', name, formatCount(from), formatCount(to));
  }

  public read(): SourceText {
    if (this.open) this.last = this.now();
    return this.closed ? { ...this.last, anchor: undefined } : this.last;
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Where the stretch is in the newest text. */
  private get span(): Span | undefined {
    const { stretch } = this;
    if (!stretch) return undefined;
    const now = this.changes.lead({ kind: 'span', ...stretch });
    return now.kind === 'span' ? now : undefined;
  }

  private now(): SourceText {
    const { document, span } = this;
    const anchor = { uri: document.uri.toString(), version: document.version, start: span?.start ?? 0 };
    if (!span) return { text: document.getText(), anchor };
    this.stretch = { start: span.start, end: span.end, version: document.version };
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    return { text: document.getText(range), anchor };
  }
}
