import * as vscode from 'vscode';
import type { Disposes } from './disposes';
import type { Engine } from './engine';
import { escape } from './markdown';
import { type CatalogueEntry, describeModel } from './model-description';
import type { Settings } from './settings';

export type ModelNode =
  | { readonly kind: 'model'; readonly entry: CatalogueEntry }
  | { readonly kind: 'fact'; readonly entry: CatalogueEntry; readonly name: string; readonly value: string };

/** The Models view: what is installed, which model scores, what is loaded and on which provider. */
export class ModelsTree implements vscode.TreeDataProvider<ModelNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ModelNode | undefined>();
  private readonly disposables: readonly Disposes[];
  private known: readonly CatalogueEntry[] = [];
  private failure: string | undefined;

  public readonly onDidChangeTreeData = this.changed.event;

  public constructor(
    private readonly engine: Engine,
    private readonly settings: Settings,
  ) {
    this.disposables = [
      this.changed,
      engine.onDidStart(() => this.refresh()),
      engine.on('model', ({ model, state }) => {
        this.known = this.known.map((entry) => (isModel(entry, model) ? { ...entry, state } : entry));
        this.changed.fire(undefined);
      }),
      settings.onDidChange(() => this.refresh()),
    ];
  }

  public refresh(): void {
    this.stale = true;
    this.changed.fire(undefined);
  }

  /** The installed models; asks the engine where that is not known. Throws a FailureError. */
  public async models(): Promise<readonly CatalogueEntry[]> {
    if (this.stale) {
      this.known = await this.engine.request('models', {});
      this.stale = false;
    }
    return this.known;
  }

  public async getChildren(node?: ModelNode): Promise<ModelNode[]> {
    if (node?.kind === 'fact') return [];
    if (node) {
      const { entry } = node;
      return describeModel(entry, false, vscode.l10n.t).facts.map((fact) => ({ kind: 'fact', entry, ...fact }));
    }
    try {
      const models = await this.models();
      this.failure = undefined;
      return models.map((entry) => ({ kind: 'model', entry }));
    } catch (error) {
      // An empty tree shows the welcome text, which offers the log and a restart.
      this.failure = error instanceof Error ? error.message : String(error);
      return [];
    } finally {
      await vscode.commands.executeCommand('setContext', 'langscope.modelsFailed', this.failure !== undefined);
    }
  }

  public getTreeItem(node: ModelNode): vscode.TreeItem {
    if (node.kind === 'fact') {
      const item = new vscode.TreeItem(node.name);
      item.description = node.value;
      item.tooltip = `${node.name}: ${node.value}`;
      item.contextValue = 'fact';
      return item;
    }
    const { entry } = node;
    const described = describeModel(entry, isModel(entry, this.settings.values.model), vscode.l10n.t);
    const item = new vscode.TreeItem(described.label, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = entry.folder;
    item.description = described.description;
    item.contextValue = described.contextValue;
    item.iconPath = new vscode.ThemeIcon(described.icon);
    item.tooltip = new vscode.MarkdownString(
      [
        `**${escape(described.label)}** \u00b7 ${escape(described.description)}`,
        ...described.reasons.map(escape),
        described.facts.map(({ name, value }) => `${escape(name)}: ${escape(value)}`).join('  \n'),
      ].join('\n\n'),
    );
    item.accessibilityInformation = {
      label: [described.label, described.description, ...described.reasons].join(', '),
    };
    return item;
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private stale = true;
}

/** A model is named by the name of a bundled one or by its folder. */
export function isModel(entry: Pick<CatalogueEntry, 'name' | 'folder'>, name: string): boolean {
  return entry.name === name || entry.folder === name;
}
