import * as vscode from 'vscode';

/** Asks where to, and writes a figure or its data there. `name`: of the file, with its ending. Nothing: says so. */
export async function saveFigure(name: string, figure: string | Uint8Array | undefined): Promise<void> {
  if (figure === undefined) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('There is nothing to export yet.'), 6000);
    return;
  }
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [ending.toUpperCase()]: [ending] },
  });
  const bytes = typeof figure === 'string' ? new TextEncoder().encode(figure) : figure;
  if (uri) await vscode.workspace.fs.writeFile(uri, bytes);
}

/** A document's name without its ending. */
export function stem(title: string | undefined): string {
  return (title ?? 'document').replace(/\.[^.]*$/, '');
}
