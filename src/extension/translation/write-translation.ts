import * as vscode from 'vscode';
import { fail } from '../../protocol';
import type { SourceText } from '../compare/compare-source';
import { writeEdit } from '../write-edit';
import { insertionBelow } from './insertion-below';
import type { TranslateSource } from './translate-session';

/** In the place of the text that was translated, or below it. */
export type WriteHow = 'replace' | 'insert';

/**
 * Writes a translation of `shown` into the document that it came from: one edit, which one undo takes back. Refuses a text
 * that has changed since or is gone, and a document that cannot be written to.
 */
export async function writeTranslation(
  how: WriteHow,
  translation: string,
  source: TranslateSource,
  shown: SourceText,
): Promise<void> {
  const { anchor } = source.read();
  if (!anchor) throw fail('document-unknown', vscode.l10n.t('{0} was closed without a file: its text is gone.', source.title)); // prettier-ignore
  const document = await opened(vscode.Uri.parse(anchor.uri), source.title);
  const editor = await vscode.window.showTextDocument(document, { preserveFocus: true });
  // What was typed while the document was opened counts too: nothing is awaited between this and the edit.
  const now = source.read();
  if (!now.anchor || now.text !== shown.text) {
    throw fail('bad-request', vscode.l10n.t('The text has changed since: translate it again first.'));
  }
  const span = { start: now.anchor.start, end: now.anchor.start + now.text.length };
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const edit = how === 'replace' ? { ...span, text: translation } : insertionBelow(document.getText(), span, translation, eol); // prettier-ignore
  if (await writeEdit(editor, edit)) return;
  throw fail(
    'unsupported',
    vscode.l10n.t('{0} cannot be written to. Copy the translation instead.', document.fileName),
  );
}

async function opened(uri: vscode.Uri, name: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    throw fail('file-unreadable', vscode.l10n.t('{0} cannot be read: is it still there?', name));
  }
}
