import * as vscode from 'vscode';
import type { Replacement } from './hover-markdown';

/** Whether a command's argument is what the hover's links carry: it comes from outside the type system. */
export function isReplacement(value: unknown): value is Replacement {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Partial<Record<keyof Replacement, unknown>> = value;
  const numbers = [fields.version, fields.start, fields.end];
  return typeof fields.uri === 'string' && typeof fields.text === 'string' && numbers.every(Number.isInteger);
}

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
