import * as vscode from 'vscode';
import { fail, type Edit, type ShownSummary, type SummaryAction } from '../../protocol';
import type { ActiveText } from '../active-text';
import { LanguageComments } from '../completion/language-comments';
import { saveFigure, stem } from '../save-figure';
import { writeEdit } from '../write-edit';
import { frontMatterEdit } from './front-matter';
import { commentEdit } from './summary-comment';
import { isMarkdown, openDocument } from './summary-documents';
import { exportedSummary } from './summary-export';
import type { SummaryLinks } from './summary-links';
import type { SummarySession } from './summary-session';

/** What can be done with a summary. */
export class SummaryActs implements vscode.Disposable {
  private readonly comments = new LanguageComments();

  public constructor(
    private readonly session: SummarySession,
    private readonly active: ActiveText,
    private readonly links: SummaryLinks,
  ) {}

  /** Does it. Refuses what cannot be done with a sentence. */
  public async act(action: Exclude<SummaryAction, 'compare'>, at: number): Promise<void> {
    const summary = this.session.shown[at];
    if (!summary || summary.text === '') {
      throw fail('document-empty', vscode.l10n.t('There is no summary yet: summarise something first.'));
    }
    switch (action) {
      case 'copy':
        await vscode.env.clipboard.writeText(summary.text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied.'), 6000);
        break;
      case 'json':
      case 'markdown': {
        const ending = action === 'json' ? 'json' : 'md';
        const name = `${stem(summary.texts[0]?.name.split('/').at(-1))}-summary.${ending}`;
        await saveFigure(name, exportedSummary(summary, action));
        break;
      }
      case 'comment':
        await this.insert(summary, async (document, eol) => {
          const markers = await this.comments.get(document.languageId);
          const edit = commentEdit(document.getText(), summary.text, markers, eol);
          if (edit) return edit;
          throw fail(
            'unsupported',
            vscode.l10n.t('{0} has no comments: copy the summary instead.', document.languageId),
          );
        });
        break;
      case 'front-matter':
        await this.insert(summary, (document, eol) => {
          if (!isMarkdown(document)) {
            throw fail('unsupported', vscode.l10n.t('Only markdown has front matter: insert the summary as a comment instead.')); // prettier-ignore
          }
          return Promise.resolve(frontMatterEdit(document.getText(), summary.text, eol));
        });
        break;
    }
  }

  /** Whether the document that a summary would be inserted into is markdown. */
  public canHaveFrontMatter(): boolean {
    const [summary] = this.session.shown;
    const document = summary?.texts.length === 1 ? openDocument(summary.texts[0]!.uri) : this.active.document;
    return document !== undefined && isMarkdown(document);
  }

  public dispose(): void {
    this.comments.dispose();
  }

  private async insert(
    summary: ShownSummary,
    editOf: (document: vscode.TextDocument, eol: string) => Promise<Edit>,
  ): Promise<void> {
    const document = await this.target(summary);
    const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const editor = await vscode.window.showTextDocument(document, { preserveFocus: true });
    const edit = await editOf(document, eol);
    if (await this.links.own(() => writeEdit(editor, edit))) return;
    throw fail('unsupported', vscode.l10n.t('{0} cannot be written to. Copy the summary instead.', document.fileName));
  }

  /** Of one document: that one; of several files: the one in the editor. */
  private async target({ texts }: ShownSummary): Promise<vscode.TextDocument> {
    const [only] = texts;
    if (texts.length !== 1 || !only) {
      const { document } = this.active;
      if (document) return document;
      throw fail('document-unknown', vscode.l10n.t('Open the text that the summary is to be written into.'));
    }
    const uri = vscode.Uri.parse(only.uri);
    const open = openDocument(only.uri);
    if (open) return open;
    if (uri.scheme === 'untitled') {
      throw fail('document-unknown', vscode.l10n.t('{0} was closed without a file: its text is gone.', only.name));
    }
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch {
      throw fail('file-unreadable', vscode.l10n.t('{0} cannot be read: is it still there?', only.name));
    }
  }
}
