import * as vscode from 'vscode';
import type { TextAbout, ChatAction, ChatScope, ChatState, FromChatView, QuotedDocument } from '../../protocol';
import { AbleModels, chosenModel } from '../able-models';
import type { Disposes } from '../disposes';
import { lastLine } from '../last-line';
import { isModel } from '../models-tree';
import { grantWish } from '../page-wish';
import { RestingPlace } from '../resting-place';
import { SideBarPage } from '../side-bar-page';
import type { ViewParts } from '../view-parts';
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

/** The view `langscope.chat`: a conversation about the selection or the document. */
export class ChatViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: ChatSession;
  private readonly disposables: readonly Disposes[];
  private readonly page: SideBarPage<'chat'>;
  private readonly place: RestingPlace;
  private readonly able: AbleModels;
  private draft = '';

  public constructor(private readonly parts: ViewParts) {
    const { extension, engine, models, settings, active } = parts;
    this.page = new SideBarPage('chat', extension, { receive: (message) => this.receive(message) });
    this.able = new AbleModels(models, 'chat');
    this.place = new RestingPlace(active, {
      rest,
      edits: true,
      wanted: () => this.page.visible,
      rested: () => {
        this.sendState();
        void this.session.fit(this.draft);
      },
    });
    this.session = new ChatSession(
      {
        engine,
        load: () => settings.load,
        context: (model) => this.able.known?.find(({ name }) => name === model)?.context,
        quoted: (scope) => this.quoted(scope),
        interval: 80,
      },
      (message) => (message.kind === 'changed' ? this.sendState() : this.page.send(message)),
    );
    this.disposables = [this.session, this.place, models.onDidChangeTreeData(() => void this.look())];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.page.fill(view);
  }

  public state(): ChatState {
    const { turns, scope, model, busy } = this.session;
    const about = this.quoted(scope)?.about;
    const { listed: models, problem } = this.able;
    return {
      turns,
      scope,
      ...(model !== undefined && { model }),
      ...(models && { models }),
      ...(problem !== undefined && { problem }),
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
        this.place.moved();
        break;
      case 'model':
        session.model = message.model;
        this.place.moved();
        break;
      case 'scope':
        session.scope = message.scope;
        this.place.moved();
        break;
      case 'insert':
        void this.insert(message.text);
        break;
      case 'copy':
      case 'run':
      case 'leave':
        void grantWish(message, commands, this.parts.active);
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
    if (!this.page.open) return;
    const able = await this.able.look();
    const { session } = this;
    const { model } = this.parts.settings.values;
    if (able) session.model = chosenModel(able, session.model, (entry) => isModel(entry, model));
    this.place.moved();
  }

  /** The selection or the document of the active editor; nothing is selected: the document. */
  private quoted(scope: ChatScope): { readonly document: QuotedDocument; readonly about: TextAbout } | undefined {
    const { document, editor } = this.parts.active;
    if (!document || scope === 'none') return undefined;
    const selected = scope === 'selection' && editor?.document === document && !editor.selection.isEmpty;
    if (scope === 'selection' && !selected) return undefined;
    const range = selected ? editor.selection : undefined;
    const text = document.getText(range);
    if (text.trim() === '') return undefined;
    const name = document.uri.path.split('/').at(-1) ?? '';
    const from = (range?.start.line ?? 0) + 1;
    const to = (range ? lastLine(range) : document.lineCount - 1) + 1;
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
    this.page.send({ kind: 'state', state: this.state() });
  }
}
