import * as vscode from 'vscode';
import type { CommandHandlers, CommandId } from './command-table';
import type { CommandParts } from './command-parts';
import type { CatalogueEntry } from './model-description';
import type { ModelNode } from './models-tree';

type ModelCommand = Exclude<Extract<CommandId, `langscope.models.${string}`>, 'langscope.models.stopImport'>;

/** What the commands of the Models view do. */
export function modelHandlers({ engine, settings, models }: CommandParts): Pick<CommandHandlers, ModelCommand> {
  const name = (entry: CatalogueEntry) => (entry.bundled ? entry.name : entry.folder);
  const withModel = (act: (entry: CatalogueEntry) => unknown) => async (node: unknown) => {
    if (isModelNode(node)) await act(node.entry);
  };
  return {
    'langscope.models.refresh': () => models.refresh(),
    'langscope.models.addFolder': async () => {
      const chosen = await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        canSelectMany: true,
        openLabel: vscode.l10n.t('Add'),
        title: vscode.l10n.t('A model in Hugging Face layout, or a folder of such models'),
      });
      if (!chosen) return;
      const folders = new Set([...settings.values.modelFolders, ...chosen.map(({ fsPath }) => fsPath)]);
      await settings.write('modelFolders', [...folders]);
    },
    'langscope.models.use': withModel((entry) => settings.write('model', name(entry))),
    'langscope.models.load': withModel(async (entry) => {
      const { precision, provider } = settings.values;
      try {
        await engine.request('load', { model: name(entry), precision, provider });
      } finally {
        models.refresh();
      }
    }),
    'langscope.models.unload': withModel(async (entry) => {
      await engine.request('unload', { model: name(entry) });
      models.refresh();
    }),
    'langscope.models.openCard': withModel(async (entry) => {
      const card = vscode.Uri.joinPath(vscode.Uri.file(entry.folder), 'README.md');
      try {
        await vscode.workspace.fs.stat(card);
      } catch {
        const sentence = vscode.l10n.t('The model has no card (README.md in {0}).', entry.folder);
        vscode.window.setStatusBarMessage(sentence, 6000);
        return;
      }
      await vscode.commands.executeCommand('markdown.showPreview', card);
    }),
    'langscope.models.reveal': withModel((entry) =>
      vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(entry.folder)),
    ),
  };
}

/** Commands of the tree get its node; called from elsewhere they get anything. */
function isModelNode(node: unknown): node is ModelNode & { kind: 'model' } {
  return typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'model' && 'entry' in node;
}
