import * as vscode from 'vscode';
import {
  canDo,
  defaultSummariser,
  FailureError,
  formatCount,
  formatModel,
  type FromSummaryView,
  type SummaryLength,
  type SummaryMeans,
  type SummaryMemory,
  type SummaryRemedy,
  type SummaryScope,
  type SummaryState,
  type ToSummaryView,
} from '../../protocol';
import type { ActiveText } from '../active-text';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import type { ModelsTree } from '../models-tree';
import type { DocumentColours } from '../panels/panel-feature';
import type { Settings } from '../settings';
import { webviewFolder, webviewHtml } from '../webview-html';
import { SummaryActs } from './summary-acts';
import { nameOf, pickFiles, pickFolder, readmesOf, takeAgain, takeDocument, takeFiles } from './summary-documents'; // prettier-ignore
import { SummaryLinks } from './summary-links';
import { SummarySession } from './summary-session';
import type { SummaryWish } from './summary-wish';
import type { Taken } from './taken-text';
import { chooseMeans } from './choose-means';

/** What a button of the view runs. */
const remedies: Readonly<Record<SummaryRemedy, string>> = {
  'show-log': 'langscope.showLog',
  'restart-engine': 'langscope.restartEngine',
  'add-folder': 'langscope.models.addFolder',
};

/** How long the cursor must rest before the view says what would be summarised, ms. */
const rest = 200;

export interface SummaryParts {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly models: ModelsTree;
  readonly settings: Settings;
  readonly active: ActiveText;
  readonly colours: DocumentColours;
}

/** The view `langscope.summary`. */
export class SummaryViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: SummarySession;
  public readonly links: SummaryLinks;
  private readonly acts: SummaryActs;
  private readonly disposables: readonly Disposes[];
  private view: vscode.WebviewView | undefined;
  private known: SummaryState['models'];
  private selector = false;
  private problem: string | undefined;
  private refusal: string | undefined;
  private scope: SummaryScope = 'document';
  private means: SummaryMeans = { kind: 'extract', method: 'lexrank' };
  private length: SummaryLength = 'short';
  private files: readonly vscode.Uri[] = [];
  private folder: vscode.Uri | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  public constructor(private readonly parts: SummaryParts) {
    const { engine, models, settings, active, colours } = parts;
    this.session = new SummarySession(
      {
        engine,
        load: () => ({ precision: settings.values.precision, provider: settings.values.provider }),
        interval: 80,
      },
      () => this.changed(),
    );
    this.links = new SummaryLinks(this.session, colours, {
      changed: () => this.sendSoon(),
      cursor: (sentences) => this.send({ kind: 'cursor', sentences }),
    });
    this.acts = new SummaryActs(this.session, active, this.links);
    this.disposables = [
      this.session,
      this.links,
      this.acts,
      models.onDidChangeTreeData(() => void this.look()),
      active.onDidChange(() => this.sendSoon()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === active.editor) this.sendSoon();
      }),
      { dispose: () => clearTimeout(this.resting) },
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    const { extension } = this.parts;
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    const listeners = [
      view.webview.onDidReceiveMessage((message: FromSummaryView) => void this.receive(message)),
      view.onDidChangeVisibility(() => {
        this.links.visible = view.visible;
        this.links.preview(undefined);
        this.changed();
      }),
    ];
    view.onDidDispose(() => {
      vscode.Disposable.from(...listeners).dispose();
      if (this.view === view) this.view = undefined;
      this.links.visible = false;
      this.links.preview(undefined);
      this.links.refresh();
    });
    this.links.visible = view.visible;
    this.links.refresh();
    view.webview.html = webviewHtml(view.webview, extension, 'summary');
  }

  public state(): SummaryState {
    const { scope, means, length, session, known, selector, problem, refusal, acts } = this;
    const about = this.about();
    return {
      scope,
      means,
      length,
      selector,
      highlights: this.links.highlights,
      shown: session.shown,
      frontMatter: acts.canHaveFrontMatter(),
      ...(known && { models: known }),
      ...(problem !== undefined && { problem }),
      ...(refusal !== undefined && { refusal }),
      ...(about !== undefined && { about }),
      ...(session.closeness && { closeness: session.closeness }),
    };
  }

  /** Shows the view and summarises. `files`, `folder`: what was chosen elsewhere; else it is asked for. */
  public async summarize(
    scope: SummaryScope,
    chosen: SummaryWish & { readonly files?: readonly vscode.Uri[]; readonly folder?: vscode.Uri } = {},
  ): Promise<void> {
    if (chosen.files) this.files = chosen.files;
    if (chosen.folder) this.folder = chosen.folder;
    if (!chosen.files && !chosen.folder && !(await this.ask(scope))) return;
    this.scope = scope;
    this.means = chosen.means ?? this.means;
    this.length = chosen.length ?? this.length;
    const shown = Promise.resolve(vscode.commands.executeCommand('langscope.summary.focus'));
    await Promise.all([shown, this.start()]);
  }

  /** Summarises the same texts by the same means, as they are now. */
  public again(): Promise<void> {
    return this.refusing(async () => {
      const [first] = this.session.shown;
      if (!first) return this.start();
      const texts = await takeAgain(first);
      const means = this.session.shown.map((one) => one.means);
      await this.session.summarize({ scope: first.scope, texts }, means, this.length);
    }, this.hidden);
  }

  /** Asks by which other means, and puts that summary beside the first one. */
  public compare(): Promise<void> {
    return this.refusing(async () => {
      await this.look();
      const [first] = this.session.shown;
      const means = await chooseMeans(this.known ?? [], this.selector, first?.means);
      if (!means) return;
      if (!first) {
        const taken = await this.take();
        return this.session.summarize(taken, [this.means, means], this.length);
      }
      await this.session.compare({ scope: first.scope, texts: await takeAgain(first) }, means);
    }, this.hidden);
  }

  /** Does something with one of the summaries. */
  public act(action: Parameters<SummaryActs['act']>[0], summary = 0): Promise<void> {
    return this.refusing(() => this.acts.act(action, summary), this.hidden);
  }

  public highlight(on: boolean): void {
    this.links.highlights = on;
    this.changed();
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async receive(message: FromSummaryView): Promise<void> {
    const { session, links } = this;
    switch (message.kind) {
      case 'ready':
        if (message.kept) this.restore(message.kept);
        this.sendState();
        await this.look();
        break;
      case 'summarize':
        await this.start();
        break;
      case 'again':
        await this.again();
        break;
      case 'stop':
        session.stop();
        break;
      case 'scope':
        await this.refusing(async () => {
          if (await this.ask(message.scope)) this.scope = message.scope;
        });
        this.sendState();
        break;
      case 'means':
        this.means = message.means;
        this.sendState();
        break;
      case 'length':
        this.length = message.length;
        this.sendState();
        break;
      case 'highlights':
        this.highlight(message.on);
        break;
      case 'preview':
        links.preview(message.piece);
        break;
      case 'go':
        await this.refusing(() => links.go(message.piece));
        break;
      case 'act':
        if (message.action === 'compare') await this.compare();
        else await this.act(message.action, message.summary);
        break;
      case 'remove':
        session.remove(message.summary);
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        break;
      case 'run':
        await vscode.commands.executeCommand(remedies[message.action]);
        break;
      case 'leave':
        links.preview(undefined);
        await this.parts.active.reveal();
        break;
    }
  }

  private restore(kept: SummaryMemory): void {
    if (this.session.shown.length > 0 || this.session.busy) return;
    this.length = kept.length;
    this.means = kept.means;
    // Which files and which folder is not kept.
    if (kept.scope === 'document' || kept.scope === 'selection') this.scope = kept.scope;
    this.links.highlights = kept.highlights;
    this.session.restore(kept);
    this.links.compareTexts();
  }

  private start(): Promise<void> {
    return this.refusing(async () => this.session.summarize(await this.take(), [this.means], this.length));
  }

  private get hidden(): boolean {
    return this.view?.visible !== true;
  }

  /** What cannot be done is said in the view; `aloud`: whoever called says it. */
  private async refusing(work: () => Promise<void>, aloud = false): Promise<void> {
    this.refusal = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof FailureError) || aloud) throw error;
      this.refusal = error.failure.message;
    }
    this.changed();
  }

  private async take(): Promise<Taken> {
    const { scope } = this;
    const { document, editor } = this.parts.active;
    if (scope === 'files' || scope === 'folder') {
      const uris = scope === 'files' ? this.files : await readmesOf(this.folder!);
      const { texts, passedOver } = await takeFiles(uris);
      if (passedOver.length > 0) this.refusal = passedOver.join(' ');
      return { scope, texts };
    }
    if (!document) {
      throw new FailureError({ code: 'document-unknown', message: vscode.l10n.t('There is no text to summarise: open one first.') }); // prettier-ignore
    }
    if (scope === 'document') return { scope, texts: [takeDocument(document)] };
    if (!editor || editor.document !== document || editor.selection.isEmpty) {
      throw new FailureError({ code: 'document-empty', message: vscode.l10n.t('Nothing is selected: select some text, or summarise the document.') }); // prettier-ignore
    }
    return { scope, texts: [takeDocument(document, editor.selection)] };
  }

  /** Asks for what a scope needs; false when the person chose nothing. */
  private async ask(scope: SummaryScope): Promise<boolean> {
    if (scope === 'files') {
      const files = await pickFiles();
      if (files) this.files = files;
      return files !== undefined;
    }
    if (scope === 'folder') {
      const folder = await pickFolder();
      if (folder) this.folder = folder;
      return folder !== undefined;
    }
    return true;
  }

  /** What would be summarised now, in words. */
  private about(): string | undefined {
    const { document, editor } = this.parts.active;
    const { scope, files, folder } = this;
    if (scope === 'files') {
      const names = files.map(nameOf);
      return names.length > 3 ? `${formatCount(names.length)} files: ${names.slice(0, 2).join(', ')} \u2026` : names.join(', ') || undefined; // prettier-ignore
    }
    if (scope === 'folder') return folder && `READMEs in ${nameOf(folder)}`;
    if (!document) return undefined;
    const name = nameOf(document.uri);
    if (scope === 'document') return `${name} \u00b7 ${formatCount(document.lineCount)} lines`;
    if (editor?.document !== document || editor.selection.isEmpty) return undefined;
    const { start, end } = editor.selection;
    return start.line === end.line
      ? `${name}, line ${formatCount(start.line + 1)}`
      : `${name}, lines ${formatCount(start.line + 1)} to ${formatCount(end.line + 1)}`;
  }

  /** Asks which models write summaries. */
  private async look(): Promise<void> {
    if (!this.view && !this.session.busy && this.session.shown.length === 0) return;
    try {
      const able = (await this.parts.models.models()).filter((model) => canDo(model, 'summarize'));
      this.known = able.map(({ name }) => ({ name, label: formatModel(name) }));
      this.selector = able.some(({ name }) => name === defaultSummariser);
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.problem = error.failure.message;
    }
    this.sendState();
  }

  private changed(): void {
    const { shown, busy } = this.session;
    this.links.refresh();
    void vscode.commands.executeCommand('setContext', 'langscope.summary.busy', busy);
    void vscode.commands.executeCommand(
      'setContext',
      'langscope.summary.shown',
      shown.some(({ text }) => text !== ''),
    );
    this.sendState();
  }

  private sendSoon(): void {
    if (this.view?.visible !== true) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.sendState(), rest);
  }

  private sendState(): void {
    this.send({ kind: 'state', state: this.state() });
  }

  /** A hidden view gets no messages. */
  private send(message: ToSummaryView): void {
    if (this.view?.visible === true) void this.view.webview.postMessage(message);
  }
}
