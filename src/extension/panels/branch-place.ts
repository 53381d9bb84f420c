import * as vscode from 'vscode';
import { fail, formatVisible } from '../../protocol';
import type { BranchesReading } from '../../protocol';
import type { Disposes } from '../disposes';
import { DocumentViewChanges } from '../document-view-changes';

/** UTF-16 code units before the place that must still stand there. */
const tail = 40;
/** Characters of a ghost: a line of an editor has no room for more. */
const longest = 160;

/** The place in the document from which continuations branch: paths are shown there as ghosts, and written there. */
export class BranchPlace implements vscode.Disposable {
  private readonly changes = new DocumentViewChanges();
  private readonly ghostType = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly disposables: readonly Disposes[];
  private document: vscode.TextDocument | undefined;
  private content: BranchesReading | undefined;
  /** Of the text that was read; undefined: it had changed before the reading came. */
  private version: number | undefined;
  private before = '';

  public constructor() {
    this.disposables = [
      this.ghostType,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document !== this.document || contentChanges.length === 0) return;
        this.changes.add(document.version, contentChanges);
        this.ghost(undefined);
      }),
    ];
  }

  /** From now on the place is that of this reading of the document; undefined content: there is none. */
  public follow(document: vscode.TextDocument, content: BranchesReading | undefined, live: boolean): void {
    if (this.document === document && this.content === content) return;
    this.ghost(undefined);
    this.changes.clear();
    this.document = document;
    this.content = content;
    this.version = content === undefined || live ? undefined : document.version;
    this.before = content === undefined ? '' : document.getText().slice(Math.max(0, content.at - tail), content.at);
  }

  /** Shows what would be written; undefined takes it away. */
  public ghost(text: string | undefined): void {
    const { document, position } = this;
    const shown = text === undefined ? '' : Array.from(formatGhost(text)).slice(0, longest).join('');
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document) continue;
      const ghosts = position === undefined || shown === '' ? [] : [ghostAt(position, shown)];
      editor.setDecorations(this.ghostType, ghosts);
    }
  }

  /** Writes the text at the place, which one undo takes back. Refuses (`cancelled`) where the place is gone. */
  public async insert(text: string): Promise<void> {
    const { document, position } = this;
    if (document === undefined || position === undefined) {
      throw fail(
        'cancelled',
        vscode.l10n.t('The text before this place has changed since it was read. Wait until it is read again.'),
      );
    }
    this.ghost(undefined);
    const known = vscode.window.visibleTextEditors.find((one) => one.document === document);
    const editor = known ?? (await vscode.window.showTextDocument(document, { preserveFocus: true }));
    const written = await editor.edit((edit) => edit.insert(position, text));
    if (!written) throw fail('cancelled', vscode.l10n.t('The document cannot be changed: nothing was written.'));
    const end = document.positionAt(document.offsetAt(position) + text.length);
    editor.selection = new vscode.Selection(end, end);
    editor.revealRange(editor.selection);
  }

  public dispose(): void {
    this.ghost(undefined);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Where the place is now; undefined where it is gone. */
  private get position(): vscode.Position | undefined {
    const { document, content, version } = this;
    if (document === undefined || document.isClosed || content === undefined || version === undefined) return undefined;
    const place = this.changes.lead({ kind: 'span', version, start: content.at, end: content.at });
    if (place.kind !== 'span' || !standsBefore(document.getText(), place.start, this.before)) return undefined;
    return document.positionAt(place.start);
  }
}

/** Whether what stood before a place still stands there. */
function standsBefore(text: string, offset: number, before: string): boolean {
  return text.slice(Math.max(0, offset - before.length), offset) === before;
}

/** A ghost has one line: line ends are drawn, plain spaces stay as they are. */
function formatGhost(text: string): string {
  return text.split(' ').map(formatVisible).join('\u00a0');
}

function ghostAt(position: vscode.Position, contentText: string): vscode.DecorationOptions {
  const color = new vscode.ThemeColor('editorGhostText.foreground');
  return {
    range: new vscode.Range(position, position),
    renderOptions: { after: { contentText, color, fontStyle: 'italic' } },
  };
}
