import * as vscode from 'vscode';
import {
  canDo,
  FailureError,
  formatModel,
  type ChatAction,
  type ChatAbout,
  type ChatScope,
  type ChatState,
  type FromChatView,
  type QuotedDocument,
  type ToChatView,
} from '../../protocol';
import type { ActiveText } from '../active-text';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import { isModel, type ModelsTree } from '../models-tree';
import type { Settings } from '../settings';
import { webviewFolder, webviewHtml } from '../webview-html';
import { ChatSession } from './chat-session';

/** What a button of the view runs. */
const commands: Readonly<Record<ChatAction, string>> = {
  'get-model': 'langscope.getSmolLM2',
  'add-folder': 'langscope.models.addFolder',
  'show-log': 'langscope.showLog',
  'restart-engine': 'langscope.restartEngine',
};

/** How long the cursor must rest before the prompt is fitted again, ms. */
const rest = 300;

export interface ChatParts {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly models: ModelsTree;
  readonly settings: Settings;
  readonly active: ActiveText;
}

/** The view `langscope.chat`: a conversation about the selection or the document. */
export class ChatViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: ChatSession;
  private readonly disposables: readonly Disposes[];
  private view: vscode.WebviewView | undefined;
  private known: ChatState['models'];
  private contexts = new Map<string, number | undefined>();
  private problem: string | undefined;
  private draft = '';
  private resting: ReturnType<typeof setTimeout> | undefined;

  public constructor(private readonly parts: ChatParts) {
    const { engine, models, settings, active } = parts;
    this.session = new ChatSession(
      {
        engine,
        load: () => ({ precision: settings.values.precision, provider: settings.values.provider }),
        context: (model) => this.contexts.get(model),
        quoted: (scope) => this.quoted(scope),
        interval: 80,
      },
      (message) => {
        if (message.kind !== 'changed') this.send(message);
        else this.sendState();
      },
    );
    this.disposables = [
      this.session,
      models.onDidChangeTreeData(() => void this.look()),
      active.onDidChange(() => this.moved()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === active.editor) this.moved();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === active.document) this.moved();
      }),
      { dispose: () => clearTimeout(this.resting) },
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    const { extension } = this.parts;
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    const listener = view.webview.onDidReceiveMessage((message: FromChatView) => this.receive(message));
    view.onDidDispose(() => {
      listener.dispose();
      if (this.view === view) this.view = undefined;
    });
    view.webview.html = webviewHtml(view.webview, extension, 'chat');
  }

  public state(): ChatState {
    const { turns, scope, model, busy } = this.session;
    const about = this.quoted(scope)?.about;
    return {
      turns,
      scope,
      ...(model !== undefined && { model }),
      ...(this.known && { models: this.known }),
      ...(this.problem !== undefined && { problem: this.problem }),
      ...(about && { about }),
      ...(busy && { busy }),
    };
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private receive(message: FromChatView): void {
    const { session } = this;
    switch (message.kind) {
      case 'ready':
        if (message.kept) session.restore(message.kept);
        this.sendState();
        void this.look();
        break;
      case 'draft':
        this.draft = message.text;
        void session.fit(this.draft);
        break;
      case 'ask':
        void this.after(session.ask(message.text));
        break;
      case 'both':
        void this.after(session.both(message.text, message.candidates));
        break;
      case 'again':
        void this.after(session.again());
        break;
      case 'stop':
        session.stop();
        break;
      case 'clear':
        session.clear();
        this.moved();
        break;
      case 'model':
        session.model = message.model;
        this.moved();
        break;
      case 'scope':
        session.scope = message.scope;
        this.moved();
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'insert':
        void this.insert(message.text);
        break;
      case 'run':
        void vscode.commands.executeCommand(commands[message.action]);
        break;
      case 'leave':
        void this.parts.active.reveal();
        break;
    }
  }

  /** The draft is gone when something was asked: what fits has changed. */
  private async after(asked: Promise<void>): Promise<void> {
    await asked;
    await this.session.fit(this.draft);
  }

  /** Asks which models can chat. */
  private async look(): Promise<void> {
    if (!this.view) return;
    try {
      const able = (await this.parts.models.models()).filter((model) => canDo(model, 'chat'));
      this.known = able.map(({ name }) => ({ name, label: formatModel(name) }));
      this.contexts = new Map(able.map(({ name, context }) => [name, context]));
      this.problem = undefined;
      const { model } = this.session;
      const scoring = able.find((entry) => isModel(entry, this.parts.settings.values.model));
      if (model === undefined || !able.some(({ name }) => name === model)) {
        this.session.model = (scoring ?? able[0])?.name;
      }
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.problem = error.failure.message;
    }
    this.moved();
  }

  private moved(): void {
    if (this.view?.visible !== true) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.sendState();
      void this.session.fit(this.draft);
    }, rest);
  }

  /** The selection or the document of the active editor; nothing is selected: the document. */
  private quoted(scope: ChatScope): { readonly document: QuotedDocument; readonly about: ChatAbout } | undefined {
    const { document, editor } = this.parts.active;
    if (!document || scope === 'none') return undefined;
    const selected = scope === 'selection' && editor?.document === document && !editor.selection.isEmpty;
    if (scope === 'selection' && !selected) return undefined;
    const range = selected ? editor.selection : undefined;
    const text = document.getText(range);
    if (text.trim() === '') return undefined;
    const name = document.uri.path.split('/').at(-1) ?? '';
    const from = (range?.start.line ?? 0) + 1;
    const to = (range?.end.line ?? document.lineCount - 1) + 1;
    return { document: { name, text }, about: { name, from, to, characters: text.length } };
  }

  private async insert(text: string): Promise<void> {
    const editor = await this.parts.active.reveal();
    if (!editor) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('There is no editor to write into: open a text first.'), 6000);
      return;
    }
    await editor.edit((edit) => edit.replace(editor.selection, text));
  }

  private sendState(): void {
    this.send({ kind: 'state', state: this.state() });
  }

  /** A hidden view gets no messages. */
  private send(message: ToChatView): void {
    if (this.view?.visible === true) void this.view.webview.postMessage(message);
  }
}
