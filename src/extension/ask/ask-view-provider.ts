import * as vscode from 'vscode';
import { defaultReader, type AskAction, type AskState, type FromAskView } from '../../protocol';
import { AbleModels, chosenModel } from '../able-models';
import type { Disposes } from '../disposes';
import { LinkedEditor } from '../linked-editor';
import { grantWish } from '../page-wish';
import { RestingPlace } from '../resting-place';
import { SideBarPage } from '../side-bar-page';
import type { ViewParts } from '../view-parts';
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

export interface AskParts extends ViewParts {
  /** Where questions are remembered, for this workspace. */
  readonly memory: vscode.Memento;
}

/** The view `langscope.ask`: a question about the document, and where it is answered. */
export class AskViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: AskSession;
  private readonly linked = new LinkedEditor();
  private readonly painter = new AskPainter((span, version) => this.linked.lead(span, version));
  private readonly disposables: readonly Disposes[];
  private readonly page: SideBarPage<'ask'>;
  private readonly place: RestingPlace;
  private readonly able: AbleModels;
  private wantsFocus = false;

  public constructor(private readonly parts: AskParts) {
    const { extension, engine, models, settings, active, memory } = parts;
    this.page = new SideBarPage('ask', extension, {
      receive: (message) => this.receive(message),
      seen: () => this.sendState(),
    });
    this.able = new AbleModels(models, 'answer');
    this.place = new RestingPlace(active, {
      rest,
      edits: true,
      wanted: () => this.page.visible,
      rested: () => this.page.send({ kind: 'about', about: askAbout(active, this.session.scope) }),
    });
    this.session = new AskSession(
      {
        engine,
        load: () => settings.load,
        subject: (scope) => askSubject(active, scope),
        history: () => memory.get<readonly string[]>(historyKey) ?? [],
        keep: (history) => void memory.update(historyKey, history),
        t: vscode.l10n.t,
      },
      (message) => (message.kind === 'changed' ? this.changed() : this.page.send(message)),
    );
    this.disposables = [
      this.session,
      this.linked,
      this.painter,
      this.place,
      models.onDidChangeTreeData(() => {
        if (this.page.open) void this.look();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) =>
        this.session.edited(document.uri.toString(), document.version),
      ),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.session.closed(uri.toString())),
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.page.fill(view);
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
    const { listed: models, problem } = this.able;
    return {
      scope,
      threshold,
      history: this.parts.memory.get<readonly string[]>(historyKey) ?? [],
      ...(model !== undefined && { model }),
      ...(models && { models }),
      ...(problem !== undefined && { problem }),
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
      case 'run':
      case 'leave':
        void grantWish(message, commands, this.parts.active);
        break;
    }
  }

  /** Asks which models can answer. */
  private async look(): Promise<void> {
    const able = await this.able.look();
    if (able) this.session.model = chosenModel(able, this.session.model, ({ name }) => name === defaultReader);
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

  private giveFocus(): void {
    if (!this.wantsFocus || !this.page.visible) return;
    this.wantsFocus = false;
    this.page.send({ kind: 'focus' });
  }

  private sendState(): void {
    this.page.send({ kind: 'state', state: this.state() });
  }
}
