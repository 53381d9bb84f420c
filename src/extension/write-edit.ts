import * as vscode from 'vscode';
import type { Edit } from '../protocol';

/**
 * Writes into the document of an editor, as one step that one undo takes back, and brings it into view. False where the
 * document cannot be written to: unlike an edit of the workspace, one of the editor respects that it is read-only.
 */
export async function writeEdit(editor: vscode.TextEditor, { start, end, text }: Edit): Promise<boolean> {
  const { document } = editor;
  const { version } = document;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const told = await editor.edit((edit) => edit.replace(range, text));
  // A read-only editor may say that it has written.
  if (!told || document.version === version) return false;
  editor.revealRange(new vscode.Range(document.positionAt(start), document.positionAt(start + text.length)));
  return true;
}
