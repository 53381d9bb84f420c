import * as vscode from 'vscode';
import type { FigureFormat, FromPanel, PanelMemory, PanelName, ToPanel } from '../../protocol';
import { webviewHtml } from '../webview-html';

/** How long a page may take to draw a figure, ms. */
const drawingTime = 20_000;

type Figure = string | Uint8Array | undefined;

/** The page of a panel: what is sent to it while it is seen, and the figures that it draws. */
export class PanelPage<N extends PanelName> {
  private readonly drawings = new Map<number, (figure: Figure) => void>();
  private ready = false;
  private count = 0;

  public constructor(
    name: N,
    public readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    /** What the page keeps over a reload of the window. */
    private readonly memory: () => PanelMemory<N> | undefined,
    receive: (message: Exclude<FromPanel<N>, { readonly kind: 'drawn' }>) => void,
  ) {
    panel.webview.onDidReceiveMessage((message: FromPanel<N>) => {
      this.ready = true;
      if (message.kind === 'drawn') this.drawings.get(message.id)?.(message.figure);
      else receive(message);
    });
    panel.webview.html = webviewHtml(panel.webview, extension, name);
  }

  /** A hidden page gets no messages; it asks again when it is shown. */
  public send(message: ToPanel<N>): void {
    if (!this.ready || !this.panel.visible) return;
    const memory = message.kind === 'state' ? this.memory() : undefined;
    void this.panel.webview.postMessage(memory ? { ...message, memory } : message);
  }

  /** The figure as it is seen; undefined where there is none, or the page is hidden. */
  public draw(format: FigureFormat): Promise<Figure> {
    if (!this.panel.visible || !this.ready) return Promise.resolve(undefined);
    const id = ++this.count;
    return new Promise((resolve) => {
      const finish = (figure: Figure): void => {
        clearTimeout(patience);
        this.drawings.delete(id);
        resolve(figure);
      };
      const patience = setTimeout(() => finish(undefined), drawingTime);
      this.drawings.set(id, finish);
      this.send({ kind: 'draw', id, format });
    });
  }
}
