import * as vscode from 'vscode';
import { type CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import {
  fail,
  FailureError,
  type FigureFormat,
  type FromPanel,
  type InsideText,
  type PanelContent,
  type PanelControls,
  type PanelName,
  type PanelState,
  type RequestKind,
  type RequestOf,
  type ResponseOf,
  type Span,
  type ToPanel,
} from '../../protocol';
import { remediesOf } from '../document-view-content';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import { LinkedEditor } from '../linked-editor';
import type { Settings } from '../settings';
import { webviewHtml } from '../webview-html';
import type { PanelAnswers, PanelContext, PanelFeature } from './panel-feature';

/** How long a text rests before it is read again, and how long a cursor before what it stands on is, ms. */
const restAfter = 800;
const dwell = 150;
/** How long a page may take to draw a figure, ms. */
const drawingTime = 20_000;

/** What a panel needs of the extension. */
export interface PanelHost {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly settings: Settings;
  /** Why the document cannot be read (binary, too large); undefined where it can. */
  refusal(document: vscode.TextDocument): string | undefined;
  run(action: Extract<FromPanel<PanelName>, { readonly kind: 'run' }>['action']): void;
}

/** One open panel: reads the text of a document around the cursor, follows both, and answers its page. */
export class Panel<N extends PanelName> implements vscode.Disposable {
  private readonly editor = new LinkedEditor();
  private readonly disposables: readonly Disposes[];
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly drawings = new Map<number, (figure: string | Uint8Array | undefined) => void>();
  private readonly asks = new Map<number, CancellationTokenSource>();
  private document: vscode.TextDocument | undefined;
  private shownState: PanelState<N> = { kind: 'empty' };
  private text: InsideText | undefined;
  private reading: CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ready = false;
  private ended = false;
  private count = 0;

  /** The state, or what is chosen, changed. */
  public readonly onDidChange = this.changed.event;

  public constructor(
    public readonly name: N,
    private readonly panel: vscode.WebviewPanel,
    private readonly feature: PanelFeature<N>,
    private readonly host: PanelHost,
    private chosen: PanelControls<N> = feature.controls,
  ) {
    this.disposables = [
      this.editor,
      this.changed,
      this.editor.onDidMove(() => this.moved()),
      panel.webview.onDidReceiveMessage((message: FromPanel<N>) => this.receive(message)),
      panel.onDidChangeViewState(() => panel.visible && this.send({ kind: 'state', state: this.shownState })),
      panel.onDidDispose(() => this.dispose()),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document === this.document && contentChanges.length > 0) this.edited();
      }),
      host.engine.on('progress', ({ task, done, total }) => this.progress(task, done, total)),
      host.settings.onDidChange(() => {
        if (this.text !== undefined && this.text.model !== this.model) this.read();
      }),
      host.engine.onDidStart(() => {
        // What was read is gone with the engine that read it.
        if (this.shownState.kind !== 'empty') this.read();
      }),
    ];
    panel.webview.html = webviewHtml(panel.webview, host.extension, name);
  }

  public get state(): PanelState<N> {
    return this.shownState;
  }

  public get controls(): PanelControls<N> {
    return this.chosen;
  }

  public get active(): boolean {
    return this.panel.active;
  }

  public get uri(): vscode.Uri | undefined {
    return this.document?.uri;
  }

  /** The stretch of the document that the person looks at, in the text as it is now. */
  public get place(): Span | undefined {
    return this.editor.selection;
  }

  public reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Looks into this document from now on; the same one again reads what the cursor stands on. */
  public show(document: vscode.TextDocument): void {
    if (document !== this.document) this.forget();
    this.document = document;
    this.editor.follow(document.uri);
    this.read();
  }

  public choose(controls: PanelControls<N>): void {
    this.chosen = controls;
    this.read();
  }

  /** Reads the text as it is now. The newest reading wins. */
  public read(): void {
    clearTimeout(this.timer);
    this.reading?.cancel();
    if (!this.document || this.ended) return;
    const reading = new CancellationTokenSource();
    this.reading = reading;
    void this.readOnce(this.document, reading.token).finally(() => {
      reading.dispose();
      if (this.reading === reading) this.reading = undefined;
    });
  }

  /** Ends the reading in progress; what was there before stays. */
  public stop(): void {
    this.reading?.cancel();
    if (this.shownState.kind !== 'loading') return;
    const { title, version, focus, model, content } = this.shownState;
    const about = { title, version, focus, model };
    if (content !== undefined) this.become({ ...about, kind: 'shown', live: this.isLive(version), content });
    else {
      const message = vscode.l10n.t('Reading was stopped.');
      this.become({ ...about, kind: 'failed', message, actions: ['read'] });
    }
  }

  /** The figure as it is seen; undefined where there is none, or the page is hidden. */
  public draw(format: FigureFormat): Promise<string | Uint8Array | undefined> {
    if (!this.panel.visible || !this.ready || this.shownState.kind === 'empty') return Promise.resolve(undefined);
    const id = ++this.count;
    return new Promise((resolve) => {
      const finish = (figure: string | Uint8Array | undefined): void => {
        clearTimeout(patience);
        this.drawings.delete(id);
        resolve(figure);
      };
      const patience = setTimeout(() => finish(undefined), drawingTime);
      this.drawings.set(id, finish);
      this.send({ kind: 'draw', id, format });
    });
  }

  public dispose(): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.reading?.cancel();
    for (const ask of this.asks.values()) ask.cancel();
    this.forget();
    this.feature.dispose?.();
    vscode.Disposable.from(...this.disposables).dispose();
    this.panel.dispose();
  }

  private get model(): string {
    return this.chosen.model ?? this.host.settings.values.model;
  }

  private get content(): PanelContent<N> | undefined {
    return this.shownState.kind === 'empty' ? undefined : this.shownState.content;
  }

  private async readOnce(document: vscode.TextDocument, token: CancellationToken): Promise<void> {
    const { version } = document;
    const focus = this.editor.selection ?? { start: 0, end: 0 };
    const title = document.uri.path.split('/').at(-1) ?? '';
    const { precision, provider } = this.host.settings.values;
    const task = `${this.name} ${++this.count}`;
    const text: InsideText = { model: this.model, precision, provider, text: document.getText(), focus, task };
    const about = { title, version, focus, model: text.model };
    const refusal = this.host.refusal(document);
    if (refusal !== undefined) {
      this.forget();
      this.become({ ...about, kind: 'unsupported', message: refusal, actions: ['settings'] });
      return;
    }
    const old = this.content;
    this.become({ ...about, kind: 'loading', done: 0, total: 0, ...(old !== undefined && { content: old }) });
    this.text = text;
    try {
      const content = await this.feature.read(text, this.chosen, this.context(token, task));
      if (token.isCancellationRequested) {
        this.feature.forget?.(content, this.context(token, task));
        return;
      }
      if (old !== undefined) this.feature.forget?.(old, this.context(token, task));
      this.become({ ...about, kind: 'shown', live: this.isLive(version), content });
      // The cursor may have gone elsewhere meanwhile.
      this.moved();
    } catch (error) {
      if (token.isCancellationRequested) return;
      if (!(error instanceof FailureError)) throw error;
      const { code, message } = error.failure;
      // An engine that is started again tells so, and the text is read again then.
      if (code === 'cancelled') return;
      this.forget();
      const kind = code === 'unsupported' ? 'unsupported' : 'failed';
      const actions = code === 'unsupported' ? (['choose-model'] as const) : remediesOf(error.failure, 'read');
      this.become({ ...about, kind, message, actions });
    }
  }

  private context(token: CancellationToken, task: string): PanelContext {
    const { engine } = this.host;
    const request = <K extends RequestKind>(kind: K, params: RequestOf<K>): Promise<ResponseOf<K>> =>
      engine.request(kind, params, token);
    return { token, task, request };
  }

  private isLive(version: number): boolean {
    return this.document !== undefined && this.document.version !== version;
  }

  private edited(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), restAfter);
    if (this.shownState.kind === 'shown' && !this.shownState.live) this.become({ ...this.shownState, live: true });
  }

  private moved(): void {
    const { place } = this;
    this.send({ kind: 'place', place });
    const { shownState: state } = this;
    if (place === undefined || state.kind !== 'shown' || state.live) return;
    if (this.feature.covers(state.content, place)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), dwell);
  }

  private progress(task: string, done: number, total: number): void {
    if (!task.startsWith(`${this.name} `)) return;
    const id = Number(task.slice(this.name.length + 1));
    if (this.asks.has(id)) this.send({ kind: 'progress', id, done, total });
    else if (this.shownState.kind === 'loading' && this.text?.task === task) {
      this.become({ ...this.shownState, done, total });
    }
  }

  private receive(message: FromPanel<N>): void {
    switch (message.kind) {
      case 'ready':
        this.ready = true;
        this.send({ kind: 'state', state: this.shownState });
        this.send({ kind: 'place', place: this.place });
        break;
      case 'run':
        if (message.action === 'read') this.read();
        else if (message.action === 'stop') this.stop();
        else this.host.run(message.action);
        break;
      case 'controls':
        this.choose(message.controls);
        break;
      case 'go':
        void this.editor.go(message.place, message.focus);
        break;
      case 'preview':
        this.editor.preview(message.place);
        break;
      case 'leave':
        void this.editor.leave();
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'ask':
        void this.answer(message.id, message.ask, message.params);
        break;
      case 'cancel':
        this.asks.get(message.id)?.cancel();
        break;
      case 'drawn':
        this.drawings.get(message.id)?.(message.figure);
        break;
    }
  }

  private async answer(id: number, ask: string, params: unknown): Promise<void> {
    const asking = new CancellationTokenSource();
    // Numbers of the page's questions are below zero, so that they and the readings' are apart.
    this.asks.set(id, asking);
    try {
      const { content, text } = this;
      if (content === undefined || text === undefined) throw fail('cancelled', 'There is nothing to ask about.');
      const answers = this.feature.answers as Readonly<Record<string, PanelAnswers<N>[keyof PanelAnswers<N>]>>;
      const answer = answers[ask];
      if (answer === undefined) throw new TypeError(`unknown question ${ask}`);
      const task = `${this.name} ${id}`;
      const found = await answer(params as never, content, text, this.context(asking.token, task));
      this.send({ kind: 'answer', id, answer: found });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.send({ kind: 'refusal', id, failure: error.failure });
    } finally {
      this.asks.delete(id);
      asking.dispose();
    }
  }

  private forget(): void {
    const { content } = this;
    this.editor.preview(undefined);
    if (this.document) this.feature.mark?.(this.document, undefined, false);
    if (content !== undefined) this.feature.forget?.(content, this.context(new CancellationTokenSource().token, ''));
    this.shownState = { kind: 'empty' };
  }

  private become(state: PanelState<N>): void {
    this.shownState = state;
    if (this.document && state.kind === 'shown') this.feature.mark?.(this.document, state.content, state.live);
    this.changed.fire();
    this.send({ kind: 'state', state });
  }

  /** A hidden page gets no messages; it asks again when it is shown. */
  private send(message: ToPanel<N>): void {
    if (!this.ready || !this.panel.visible) return;
    const memory = this.document && { uri: this.document.uri.toString(), controls: this.chosen };
    const full = message.kind === 'state' && memory ? { ...message, memory } : message;
    void this.panel.webview.postMessage(full);
  }
}
