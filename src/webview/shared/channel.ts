/** What VS Code gives a webview page. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/**
 * The typed way between a view and the extension. `In` and `Out` are unions on `kind`.
 * Both ends come from one build, so what arrives is what the union says.
 */
export class Channel<In extends { readonly kind: string }, Out extends { readonly kind: string }> {
  /** May be called only once a page. */
  private readonly api = acquireVsCodeApi();

  public send(message: Out): void {
    this.api.postMessage(message);
  }

  /** `receive` gets every message from now on. */
  public listen(receive: (message: In) => void): void {
    window.addEventListener('message', (event: MessageEvent<In>) => receive(event.data));
  }

  /** What was kept before the view was hidden or the window reloaded; `undefined` the first time. */
  public get kept(): unknown {
    return this.api.getState();
  }

  public keep(state: unknown): void {
    this.api.setState(state);
  }
}
