import * as vscode from 'vscode';

interface Choice extends vscode.QuickPickItem {
  /** undefined: asks for a file. */
  readonly uri?: vscode.Uri;
}

/** Asks what the draft is compared with: a text that is open in another editor, or a file; undefined: nothing was chosen. */
export async function chooseReference(draft: vscode.Uri): Promise<vscode.Uri | undefined> {
  const open = new Map<string, vscode.Uri>();
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (input instanceof vscode.TabInputText) open.set(input.uri.toString(), input.uri);
  }
  open.delete(draft.toString());
  const items: Choice[] = [...open.values()].map((uri) => ({
    label: uri.path.split('/').at(-1) ?? '',
    description: vscode.workspace.asRelativePath(uri),
    iconPath: vscode.ThemeIcon.File,
    uri,
  }));
  // It stays when what is typed is no open file.
  const other = { label: vscode.l10n.t('Choose a File...'), iconPath: new vscode.ThemeIcon('folder-opened') };
  items.push({ ...other, alwaysShow: true });
  if (items.length > 1) {
    const placeHolder = vscode.l10n.t('The reference that the draft is compared with');
    const chosen = await vscode.window.showQuickPick(items, { placeHolder });
    if (!chosen) return undefined;
    if (chosen.uri) return chosen.uri;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('The reference that the draft is compared with'),
      openLabel: vscode.l10n.t('Compare'),
      ...(folder && { defaultUri: folder }),
    })) ?? [];
  return file;
}
