import type { ViewMessages } from '../../protocol';

/** What VS Code gives a webview page. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/**
 * The typed way between a view and the extension.
 * Both ends come from one build, so what arrives is what the union says.
 */
export class Channel<View extends keyof ViewMessages> {
  /** May be called only once a page. */
  private readonly api = acquireVsCodeApi();
  private keeping: ReturnType<typeof setTimeout> | undefined;

  public send(message: ViewMessages[View]['from']): void {
    this.api.postMessage(message);
  }

  /** `receive` gets every message from now on. */
  public listen(receive: (message: ViewMessages[View]['to']) => void): void {
    window.addEventListener('message', (event: MessageEvent<ViewMessages[View]['to']>) => receive(event.data));
  }

  /** What was kept before the view was hidden or the window reloaded; `undefined` the first time. */
  public get kept(): unknown {
    return this.api.getState();
  }

  public keep(state: unknown): void {
    this.api.setState(state);
  }

  /** Keeps what `state` gives in a moment, once for all that changes until then; nothing where it gives undefined. */
  public keepSoon(state: () => unknown): void {
    this.keeping ??= setTimeout(() => {
      this.keeping = undefined;
      const kept = state();
      if (kept !== undefined) this.keep(kept);
    }, 500);
  }
}
