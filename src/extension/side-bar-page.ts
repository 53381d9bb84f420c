import type * as vscode from 'vscode';
import type { PanelName, ViewMessages } from '../protocol';
import { webviewFolder, webviewHtml } from './webview-html';

/** Views that stand in the side bar, not in a tab. */
export type SideBarView = Exclude<keyof ViewMessages, PanelName>;

/** What becomes of a page. */
export interface PageEvents<V extends SideBarView> {
  receive(message: ViewMessages[V]['from']): unknown;
  /** The page is seen from now on, or no more; also when it is gone. */
  seen?(visible: boolean): void;
}

/** The page of a view in the side bar: filled when VS Code gives a place for it, told what changes while it is seen. */
export class SideBarPage<V extends SideBarView> {
  private view: vscode.WebviewView | undefined;

  public constructor(
    private readonly name: V,
    private readonly extension: vscode.Uri,
    private readonly events: PageEvents<V>,
  ) {}

  /** Whether there is a page at all, seen or not. */
  public get open(): boolean {
    return this.view !== undefined;
  }

  public get visible(): boolean {
    return this.view?.visible === true;
  }

  public fill(view: vscode.WebviewView): void {
    this.view = view;
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(this.extension)] };
    const listeners = [
      webview.onDidReceiveMessage((message: ViewMessages[V]['from']) => void this.events.receive(message)),
      view.onDidChangeVisibility(() => this.events.seen?.(view.visible)),
    ];
    view.onDidDispose(() => {
      for (const listener of listeners) listener.dispose();
      if (this.view !== view) return;
      this.view = undefined;
      this.events.seen?.(false);
    });
    webview.html = webviewHtml(webview, this.extension, this.name);
  }

  /** A hidden page gets no messages: it is told all when it is seen again. */
  public send(message: ViewMessages[V]['to']): void {
    if (this.visible) void this.view?.webview.postMessage(message);
  }
}
