import * as vscode from 'vscode';
import { type EngineEvents, type ImportAnswer, type ImportStage, FailureError, fail, formatBytes } from '../protocol';
import type { Engine } from './engine';
import type { ModelNode, ModelsTree } from './models-tree';

/** Names the engine's progress of imports of this window. */
const task = 'import';

/** Asks the engine for a model that has to be made first. */
export type ImportWork = (task: string, token: vscode.CancellationToken) => Promise<ImportAnswer>;

/**
 * One import at a time, shown where the models are: a line above them, the bar of the view and a word in the status
 * bar; a button of the view stops it.
 */
export class ModelImport implements vscode.Disposable {
  private running: vscode.CancellationTokenSource | undefined;
  private view: vscode.TreeView<ModelNode> | undefined;

  public constructor(
    private readonly engine: Engine,
    private readonly models: ModelsTree,
  ) {}

  /** Where progress is shown. */
  public showIn(view: vscode.TreeView<ModelNode>): void {
    this.view = view;
  }

  /** Refuses a second import beside one that runs; rejects as the engine refuses. */
  public async run(name: string, work: ImportWork): Promise<ImportAnswer> {
    if (this.running) {
      throw fail('bad-request', vscode.l10n.t('A model is being imported. Wait until it is there, or stop it.'));
    }
    const source = new vscode.CancellationTokenSource();
    this.running = source;
    await vscode.commands.executeCommand('setContext', 'langscope.importing', true);
    try {
      return await vscode.window.withProgress({ location: { viewId: 'langscope.models' } }, () =>
        vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, async (progress) => {
          const listening = this.engine.on('progress', (event) => {
            if (event.task !== task || event.stage === undefined) return;
            const text = said(name, event.stage, event);
            progress.report({ message: text });
            if (this.view) this.view.message = text;
          });
          try {
            return await work(task, source.token);
          } finally {
            listening.dispose();
          }
        }),
      );
    } finally {
      this.running = undefined;
      source.dispose();
      if (this.view) this.view.message = '';
      await vscode.commands.executeCommand('setContext', 'langscope.importing', false);
      this.models.refresh();
    }
  }

  public stop(): void {
    this.running?.cancel();
  }

  public dispose(): void {
    this.stop();
  }
}

function said(name: string, stage: ImportStage, { done, total }: EngineEvents['progress']): string {
  const t = vscode.l10n.t;
  const words: Readonly<Record<ImportStage, string>> = {
    fetching: t('Fetching {0}', name),
    checking: t('Checking {0}', name),
    importing: t('Importing {0}', name),
  };
  return total > 0 ? t('{0}: {1} of {2}', words[stage], formatBytes(done), formatBytes(total)) : words[stage];
}

/** Whether an error is a failure of that kind. */
export function isFailureOf(error: unknown, code: FailureError['failure']['code']): error is FailureError {
  return error instanceof FailureError && error.failure.code === code;
}
