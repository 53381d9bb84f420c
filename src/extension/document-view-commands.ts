import * as vscode from 'vscode';
import type { CommandHandlers } from './command-table';
import type { DocumentViewProvider } from './document-view-provider';

type DocumentViewCommands = Pick<
  CommandHandlers,
  | 'langscope.document.refresh'
  | 'langscope.document.exportJson'
  | 'langscope.document.exportCsv'
  | 'langscope.document.exportSvg'
>;

/** The title-bar actions of the Document view. */
export function documentViewCommands(view: DocumentViewProvider): DocumentViewCommands {
  return {
    'langscope.document.refresh': () => view.refresh(),
    'langscope.document.exportJson': () => save(view, 'json', view.export('json')),
    'langscope.document.exportCsv': () => save(view, 'csv', view.export('csv')),
    'langscope.document.exportSvg': async () => save(view, 'svg', await view.picture()),
  };
}

async function save({ title }: DocumentViewProvider, extension: string, text: string | undefined): Promise<void> {
  if (text === undefined) {
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('There is nothing to export: open the Document view on a scored document first.'),
      6000,
    );
    return;
  }
  const name = `${(title ?? 'document').replace(/\.[^.]*$/, '')}-surprise.${extension}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}
