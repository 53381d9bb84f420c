import * as vscode from 'vscode';
import { fail, formatVisible } from '../../protocol';
import type { BranchesReading } from '../../protocol';
import type { Disposes } from '../disposes';
import { BranchAnchor } from './branch-anchor';

/** Characters of a ghost: a line of an editor has no room for more. */
const longest = 160;

/** The place in the document from which continuations branch: paths are shown there as ghosts, and written there. */
export class BranchPlace implements vscode.Disposable {
  private readonly ghostType = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly disposables: readonly Disposes[];
  private document: vscode.TextDocument | undefined;
  private content: BranchesReading | undefined;
  /** undefined: the text had changed before the reading came. */
  private anchor: BranchAnchor | undefined;

  public constructor() {
    this.disposables = [
      this.ghostType,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document !== this.document || contentChanges.length === 0) return;
        this.anchor?.change(document.version, contentChanges);
        this.ghost(undefined);
      }),
    ];
  }

  /** From now on the place is that of this reading of the document; undefined content: there is none. */
  public follow(document: vscode.TextDocument, content: BranchesReading | undefined, live: boolean): void {
    if (this.document === document && this.content === content) return;
    this.ghost(undefined);
    this.document = document;
    this.content = content;
    const settled = content !== undefined && !live;
    this.anchor = settled ? new BranchAnchor(document.getText(), document.version, content.at) : undefined;
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
    const { document, anchor } = this;
    if (document === undefined || document.isClosed) return undefined;
    const place = anchor?.placeIn(document.getText());
    return place === undefined ? undefined : document.positionAt(place);
  }
}

/** A ghost has one line: line ends are drawn, plain spaces stay as they are. */
function formatGhost(text: string): string {
  return text.split(' ').map(formatVisible).join('\u00a0');
}

function ghostAt(position: vscode.Position, contentText: string): vscode.DecorationOptions {
  // High contrast has no colour for the text of inline completions, but one for this.
  const color = new vscode.ThemeColor('editorCodeLens.foreground');
  return {
    range: new vscode.Range(position, position),
    renderOptions: { after: { contentText, color, fontStyle: 'italic' } },
  };
}
