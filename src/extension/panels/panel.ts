import * as vscode from 'vscode';
import { CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc';
import {
  FailureError,
  type FigureFormat,
  type FromPanel,
  type InsideText,
  type PanelContent,
  type PanelControls,
  type PanelName,
  type PanelState,
  type Span,
  type ViewAction,
} from '../../protocol';
import type { Disposes } from '../disposes';
import { remediesOf } from '../document-view-content';
import type { Engine } from '../engine';
import { LinkedEditor } from '../linked-editor';
import type { Settings } from '../settings';
import type { DocumentColours, PanelFeature } from './panel-feature';
import { PanelPage } from './panel-page';
import { contextOf, PanelQuestions } from './panel-questions';

/** How long a text rests before it is read again, and how long a cursor before what it stands on is, ms. */
const restAfter = 800;
const dwell = 150;

/** What a panel needs of the extension. */
export interface PanelHost {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly settings: Settings;
  readonly colours: DocumentColours;
  /** Why the document cannot be read (binary, too large); undefined where it can. */
  refusal(document: vscode.TextDocument): string | undefined;
  run(action: ViewAction): void;
}

/** One open panel: reads the text of a document around the cursor, follows both, and answers its page. */
export class Panel<N extends PanelName> implements vscode.Disposable {
  private readonly editor = new LinkedEditor();
  private readonly disposables: readonly Disposes[];
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly page: PanelPage<N>;
  private readonly questions: PanelQuestions<N>;
  private document: vscode.TextDocument | undefined;
  private shownState: PanelState<N> = { kind: 'empty' };
  private text: InsideText | undefined;
  private reading: CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;
  private count = 0;

  /** The state, or what is chosen, changed. */
  public readonly onDidChange = this.changed.event;

  public constructor(
    public readonly name: N,
    panel: vscode.WebviewPanel,
    private readonly feature: PanelFeature<N>,
    private readonly host: PanelHost,
    private chosen: PanelControls<N> = feature.controls,
  ) {
    const memory = () => this.document && { uri: this.document.uri.toString(), controls: this.chosen };
    this.page = new PanelPage(name, panel, host.extension, memory, (message) => this.receive(message));
    this.questions = new PanelQuestions(name, host.engine, feature.answers, (message) => this.page.send(message));
    this.disposables = [
      this.editor,
      this.changed,
      this.editor.onDidMove(() => this.moved()),
      panel.onDidChangeViewState(() => this.page.send({ kind: 'state', state: this.shownState })),
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
  }

  public get state(): PanelState<N> {
    return this.shownState;
  }

  public get controls(): PanelControls<N> {
    return this.chosen;
  }

  public get active(): boolean {
    return this.page.panel.active;
  }

  public get uri(): vscode.Uri | undefined {
    return this.document?.uri;
  }

  /** The stretch of the document that the person looks at, in the text as it is now. */
  public get place(): Span | undefined {
    return this.editor.selection;
  }

  public reveal(): void {
    this.page.panel.reveal(undefined, true);
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
    return this.shownState.kind === 'empty' ? Promise.resolve(undefined) : this.page.draw(format);
  }

  public dispose(): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.reading?.cancel();
    this.questions.cancelAll();
    this.forget();
    this.feature.dispose?.();
    vscode.Disposable.from(...this.disposables).dispose();
    this.page.panel.dispose();
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
    const context = contextOf(this.host.engine, token, task);
    const old = this.content;
    this.become({ ...about, kind: 'loading', done: 0, total: 0, ...(old !== undefined && { content: old }) });
    this.text = text;
    try {
      const content = await this.feature.read(text, this.chosen, context);
      if (token.isCancellationRequested) {
        this.feature.forget?.(content, context);
        return;
      }
      if (old !== undefined) this.feature.forget?.(old, context);
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
    this.page.send({ kind: 'place', place });
    const { shownState: state } = this;
    if (place === undefined || state.kind !== 'shown' || state.live) return;
    // What was read for this very place is all there is to it, even where no token touches it.
    const { focus } = state;
    if (place.start === focus.start && place.end === focus.end) return;
    if (this.feature.covers(state.content, place)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), dwell);
  }

  private progress(task: string, done: number, total: number): void {
    if (!task.startsWith(`${this.name} `)) return;
    const id = Number(task.slice(this.name.length + 1));
    this.questions.progress(id, done, total);
    if (this.shownState.kind === 'loading' && this.text?.task === task) {
      this.become({ ...this.shownState, done, total });
    }
  }

  private receive(message: Exclude<FromPanel<N>, { readonly kind: 'drawn' }>): void {
    switch (message.kind) {
      case 'ready':
        this.page.send({ kind: 'state', state: this.shownState });
        this.page.send({ kind: 'place', place: this.place });
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
      case 'preview':
      case 'leave':
      case 'copy':
        this.editor.obey(message);
        break;
      case 'ask':
        void this.questions.answer(message.id, message.ask, message.params, this.content, this.text);
        break;
      case 'cancel':
        this.questions.cancel(message.id);
        break;
    }
  }

  private forget(): void {
    const { content } = this;
    this.editor.preview(undefined);
    if (this.document) this.feature.mark?.(this.document, undefined, false);
    if (content !== undefined) this.feature.forget?.(content, contextOf(this.host.engine, CancellationToken.None, ''));
    this.shownState = { kind: 'empty' };
  }

  private become(state: PanelState<N>): void {
    this.shownState = state;
    if (this.document && state.kind === 'shown') this.feature.mark?.(this.document, state.content, state.live);
    this.changed.fire();
    this.page.send({ kind: 'state', state });
  }
}
