import * as vscode from 'vscode';
import { canDo, defaultReader, FailureError, formatModel, type AskAction, type AskState, type FromAskView, type ToAskView } from '../../protocol'; // prettier-ignore
import type { ActiveText } from '../active-text';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import { LinkedEditor } from '../linked-editor';
import type { ModelsTree } from '../models-tree';
import type { Settings } from '../settings';
import { webviewFolder, webviewHtml } from '../webview-html';
import { askAbout, askSubject } from './active-subject';
import { AskPainter } from './ask-painter';
import { AskSession } from './ask-session';

/** What a button of the view runs. */
const commands: Readonly<Record<AskAction, string>> = {
  'choose-folder': 'langscope.models.addFolder',
  'show-log': 'langscope.showLog',
  'restart-engine': 'langscope.restartEngine',
  'open-sample': 'langscope.openSample',
};

/** How long the cursor must rest before the view is told where it is, ms. */
const rest = 200;
const historyKey = 'langscope.ask.history';

export interface AskParts {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly models: ModelsTree;
  readonly settings: Settings;
  readonly active: ActiveText;
  /** Where questions are remembered, for this workspace. */
  readonly memory: vscode.Memento;
}

/** The view `langscope.ask`: a question about the document, and where it is answered. */
export class AskViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: AskSession;
  private readonly linked = new LinkedEditor();
  private readonly painter = new AskPainter((span, version) => this.linked.lead(span, version));
  private readonly disposables: readonly Disposes[];
  private view: vscode.WebviewView | undefined;
  private known: AskState['models'];
  private problem: string | undefined;
  private wantsFocus = false;
  private resting: ReturnType<typeof setTimeout> | undefined;

  public constructor(private readonly parts: AskParts) {
    const { engine, models, settings, active, memory } = parts;
    this.session = new AskSession(
      {
        engine,
        load: () => ({ precision: settings.values.precision, provider: settings.values.provider }),
        subject: (scope) => askSubject(active, scope),
        history: () => memory.get<readonly string[]>(historyKey) ?? [],
        keep: (history) => void memory.update(historyKey, history),
        t: vscode.l10n.t,
      },
      (message) => (message.kind === 'changed' ? this.changed() : this.send(message)),
    );
    this.disposables = [
      this.session,
      this.linked,
      this.painter,
      models.onDidChangeTreeData(() => {
        if (this.view) void this.look();
      }),
      active.onDidChange(() => this.moved()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === active.editor) this.moved();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.session.edited(document.uri.toString(), document.version);
        if (document === active.document) this.moved();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.session.closed(uri.toString())),
      { dispose: () => clearTimeout(this.resting) },
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    const { extension } = this.parts;
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    const listeners = [
      view.webview.onDidReceiveMessage((message: FromAskView) => this.receive(message)),
      view.onDidChangeVisibility(() => this.sendState()),
    ];
    view.onDidDispose(() => {
      for (const listener of listeners) listener.dispose();
      if (this.view === view) this.view = undefined;
    });
    view.webview.html = webviewHtml(view.webview, extension, 'ask');
  }

  /** Opens the view and gives its question the keyboard; a question that is given is asked. */
  public async open(question?: string): Promise<void> {
    this.wantsFocus = true;
    await vscode.commands.executeCommand('langscope.ask.focus');
    this.giveFocus();
    if (question === undefined) return;
    await this.look();
    await this.session.ask(question);
  }

  public state(): AskState {
    const { scope, model, busy, result, failure, threshold } = this.session;
    const about = askAbout(this.parts.active, scope);
    return {
      scope,
      threshold,
      history: this.parts.memory.get<readonly string[]>(historyKey) ?? [],
      ...(model !== undefined && { model }),
      ...(this.known && { models: this.known }),
      ...(this.problem !== undefined && { problem: this.problem }),
      ...(about && { about }),
      ...(busy && { busy }),
      ...(result && { result }),
      ...(failure && { failure }),
    };
  }

  /** Stretches that are marked in a document, the best first. */
  public marks(document: vscode.TextDocument): readonly vscode.Range[] {
    return this.painter.marks(document);
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private receive(message: FromAskView): void {
    const { session, linked } = this;
    const version = session.result?.version ?? 0;
    switch (message.kind) {
      case 'ready':
        this.sendState();
        void this.look();
        this.giveFocus();
        break;
      case 'ask':
        void session.ask(message.question);
        break;
      case 'stop':
        session.stop();
        break;
      case 'model':
        session.model = message.model;
        this.changed();
        break;
      case 'scope':
        session.scope = message.scope;
        this.changed();
        break;
      case 'threshold':
        session.choose(message.threshold);
        break;
      case 'go':
        void linked.go({ kind: 'span', version, ...message.span }, message.focus);
        break;
      case 'preview':
        linked.preview(message.span && { kind: 'span', version, ...message.span });
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'run':
        void vscode.commands.executeCommand(commands[message.action]);
        break;
      case 'leave':
        void this.parts.active.reveal();
        break;
    }
  }

  /** Asks which models can answer. */
  private async look(): Promise<void> {
    try {
      const able = (await this.parts.models.models()).filter((model) => canDo(model, 'answer'));
      this.known = able.map(({ name }) => ({ name, label: formatModel(name) }));
      this.problem = undefined;
      const { model } = this.session;
      if (model === undefined || !able.some(({ name }) => name === model)) {
        this.session.model = (able.find(({ name }) => name === defaultReader) ?? able[0])?.name;
      }
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.problem = error.failure.message;
    }
    this.sendState();
  }

  private changed(): void {
    const { session } = this;
    if (session.uri !== undefined) this.linked.follow(vscode.Uri.parse(session.uri));
    const { result } = session;
    this.painter.show(result ? session.uri : undefined, result, session.threshold);
    void vscode.commands.executeCommand('setContext', 'langscope.ask.reading', session.busy !== undefined);
    void vscode.commands.executeCommand('setContext', 'langscope.ask.found', result !== undefined);
    this.sendState();
  }

  private moved(): void {
    if (this.view?.visible !== true) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.send({ kind: 'about', about: askAbout(this.parts.active, this.session.scope) });
    }, rest);
  }

  private giveFocus(): void {
    if (!this.wantsFocus || this.view?.visible !== true) return;
    this.wantsFocus = false;
    this.send({ kind: 'focus' });
  }

  private sendState(): void {
    this.send({ kind: 'state', state: this.state() });
  }

  /** A hidden view gets no messages: it is told all when it is seen again. */
  private send(message: ToAskView): void {
    if (this.view?.visible === true) void this.view.webview.postMessage(message);
  }
}
