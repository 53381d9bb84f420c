import * as vscode from 'vscode';
import { isReplacement } from './replacement';

/** Writes an alternative in the place of a token; says so, and does nothing, when the text has changed since. */
export async function replaceToken(replacement: unknown): Promise<boolean> {
  if (!isReplacement(replacement)) return false;
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === replacement.uri);
  if (document?.version !== replacement.version) {
    const sentence = vscode.l10n.t('The text has changed since; hover the token again.');
    vscode.window.setStatusBarMessage(sentence, 5000);
    return false;
  }
  const range = new vscode.Range(document.positionAt(replacement.start), document.positionAt(replacement.end));
  const editor =
    vscode.window.visibleTextEditors.find((one) => one.document === document) ??
    (await vscode.window.showTextDocument(document));
  return editor.edit((edit) => edit.replace(range, replacement.text));
}
