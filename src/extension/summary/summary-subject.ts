import * as vscode from 'vscode';
import { fail, formatCount, type SummaryScope } from '../../protocol';
import type { ActiveText } from '../active-text';
import { lastLine } from '../last-line';
import { nameOf, pickFiles, pickFolder, readmesOf, takeDocument, takeFiles } from './summary-documents';
import type { Taken } from './taken-text';

/** Files and folder that were chosen elsewhere, as in the explorer. */
export interface ChosenFiles {
  readonly files?: readonly vscode.Uri[];
  readonly folder?: vscode.Uri;
}

/** What a person wants summarised: the text in front, what is selected of it, files, or a folder's READMEs. */
export class SummarySubject {
  public scope: SummaryScope = 'document';
  private files: readonly vscode.Uri[] = [];
  private folder: vscode.Uri | undefined;

  public constructor(private readonly active: ActiveText) {}

  /** Takes the scope with what was chosen for it; else asks for what it needs. False when the person chose nothing. */
  public async choose(scope: SummaryScope, { files, folder }: ChosenFiles = {}): Promise<boolean> {
    if (files) this.files = files;
    if (folder) this.folder = folder;
    if (!files && !folder && !(await this.ask(scope))) return false;
    this.scope = scope;
    return true;
  }

  /** The texts as they are now, and why some of them were passed over. Refuses where there is nothing. */
  public async take(): Promise<Taken & { readonly passedOver: readonly string[] }> {
    const { scope } = this;
    const { document, editor } = this.active;
    if (scope === 'files' || scope === 'folder') {
      const uris = scope === 'files' ? this.files : await readmesOf(this.folder!);
      return { scope, ...(await takeFiles(uris)) };
    }
    if (!document) {
      throw fail('document-unknown', vscode.l10n.t('There is no text to summarise: open one first.'));
    }
    const passedOver: readonly string[] = [];
    if (scope === 'document') return { scope, texts: [takeDocument(document)], passedOver };
    if (!editor || editor.document !== document || editor.selection.isEmpty) {
      throw fail('document-empty', vscode.l10n.t('Nothing is selected: select some text, or summarise the document.'));
    }
    return { scope, texts: [takeDocument(document, editor.selection)], passedOver };
  }

  /** What would be summarised now, in words. */
  public about(): string | undefined {
    const { document, editor } = this.active;
    const { scope, files, folder } = this;
    if (scope === 'files') {
      const names = files.map(nameOf);
      return names.length > 3 ? `${formatCount(names.length)} files: ${names.slice(0, 2).join(', ')} \u2026` : names.join(', ') || undefined; // prettier-ignore
    }
    if (scope === 'folder') return folder && `READMEs in ${nameOf(folder)}`;
    if (!document) return undefined;
    const name = nameOf(document.uri);
    if (scope === 'document') return `${name} \u00b7 ${formatCount(document.lineCount)} lines`;
    if (editor?.document !== document || editor.selection.isEmpty) return undefined;
    const { start } = editor.selection;
    const last = lastLine(editor.selection);
    return start.line === last
      ? `${name}, line ${formatCount(start.line + 1)}`
      : `${name}, lines ${formatCount(start.line + 1)} to ${formatCount(last + 1)}`;
  }

  /** Asks for what a scope needs; false when the person chose nothing. */
  private async ask(scope: SummaryScope): Promise<boolean> {
    if (scope === 'files') {
      const files = await pickFiles();
      if (files) this.files = files;
      return files !== undefined;
    }
    if (scope === 'folder') {
      const folder = await pickFolder();
      if (folder) this.folder = folder;
      return folder !== undefined;
    }
    return true;
  }
}
