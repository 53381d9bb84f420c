import * as vscode from 'vscode';
import { type PanelMemory, type PanelName, type PanelState } from '../../protocol';
import type { Disposes } from '../disposes';
import { webviewFolder } from '../webview-html';
import { Panel, type PanelHost } from './panel';
import type { PanelFeatures } from './panel-feature';
import { panelNames, panelTable, panelType } from './panel-table';

type OpenPanel = { readonly [N in PanelName]: Panel<N> }[PanelName];

/** The open panels, one of each kind at most. */
export class Panels implements vscode.Disposable {
  private readonly open = new Map<PanelName, OpenPanel>();
  private readonly changed = new vscode.EventEmitter<PanelName>();
  private readonly disposables: readonly Disposes[];

  /** Something changed in the panel of that name. */
  public readonly onDidChange = this.changed.event;

  public constructor(
    private readonly host: PanelHost,
    private readonly features: PanelFeatures,
  ) {
    this.disposables = [
      this.changed,
      ...panelNames.map((name) =>
        vscode.window.registerWebviewPanelSerializer(panelType(name), {
          deserializeWebviewPanel: async (panel, memory) => this.restore(name, panel, memory),
        }),
      ),
    ];
  }

  /** Opens the panel beside the editor, or brings it to the front, and looks into the document. */
  public show(name: PanelName, document: vscode.TextDocument): void {
    const known = this.open.get(name);
    if (known) {
      known.show(document);
      known.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      panelType(name),
      panelTable[name].title(),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [webviewFolder(this.host.extension)] },
    );
    this.adopt(name, panel, undefined).show(document);
  }

  public get<N extends PanelName>(name: N): Panel<N> | undefined {
    return this.open.get(name) as Panel<N> | undefined;
  }

  public state<N extends PanelName>(name: N): PanelState<N> | undefined {
    return this.get(name)?.state;
  }

  public dispose(): void {
    for (const panel of this.open.values()) panel.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async restore(name: PanelName, panel: vscode.WebviewPanel, memory: unknown): Promise<void> {
    const kept = isMemory(memory) ? memory : undefined;
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(this.host.extension)] };
    const adopted = this.adopt(name, panel, kept);
    if (!kept) return;
    // A file that is gone leaves the panel empty.
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(kept.uri)).then(
      (found) => found,
      () => undefined,
    );
    if (document) adopted.show(document);
  }

  /** For the title bar: the panel in front offers to stop while it reads. */
  private tellLoading(): void {
    const loading = [...this.open.values()].some((panel) => panel.active && panel.state.kind === 'loading');
    void vscode.commands.executeCommand('setContext', 'langscope.panel.loading', loading);
  }

  private adopt<N extends PanelName>(name: N, webview: vscode.WebviewPanel, memory: PanelMemory<N> | undefined) {
    const icon = (theme: string) => vscode.Uri.joinPath(this.host.extension, 'media', 'icons', `panel-${theme}.svg`);
    // A tab's icon knows no current colour.
    webview.iconPath = { light: icon('light'), dark: icon('dark') };
    const panel = new Panel<N>(name, webview, this.features[name](this.host.colours), this.host, memory?.controls);
    this.open.set(name, panel as unknown as OpenPanel);
    panel.onDidChange(() => {
      this.changed.fire(name);
      this.tellLoading();
    });
    webview.onDidChangeViewState(() => this.tellLoading());
    webview.onDidDispose(() => {
      this.open.delete(name);
      this.changed.fire(name);
    });
    return panel;
  }
}

function isMemory(value: unknown): value is PanelMemory<PanelName> {
  return typeof value === 'object' && value !== null && 'uri' in value && 'controls' in value;
}
