import * as vscode from 'vscode';
import type { CommandId } from './command-table';
import type { ModelNode } from './models-tree';

/** Lets a .gguf file be dropped onto the Models view. */
export class ModelsDrop implements vscode.TreeDragAndDropController<ModelNode> {
  public readonly dragMimeTypes: readonly string[] = [];
  public readonly dropMimeTypes: readonly string[] = ['text/uri-list', 'files'];

  public async handleDrop(_target: ModelNode | undefined, dropped: vscode.DataTransfer): Promise<void> {
    const list = (await dropped.get('text/uri-list')?.asString()) ?? '';
    const files = list
      .split(/\r?\n/)
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => vscode.Uri.parse(line))
      .filter(({ path }) => /\.gguf$/i.test(path));
    if (files.length === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('Drop a .gguf file here to import it.'), 6000);
    }
    for (const file of files) {
      await vscode.commands.executeCommand('langscope.importModel' satisfies CommandId, file);
    }
  }
}
