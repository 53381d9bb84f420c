import * as vscode from 'vscode';
import {
  canDo,
  fail,
  FailureError,
  defaultTranslator,
  formatModel,
  type DocumentPlace,
  type FromTranslateView,
  type Span,
  type ToTranslateView,
  type TranslateAction,
  type TranslateState,
  type TranslateWay,
} from '../../protocol';
import type { ActiveText } from '../active-text';
import type { CommandId } from '../command-table';
import { DocumentSource } from '../compare/document-source';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import { LinkedEditor } from '../linked-editor';
import type { ModelsTree } from '../models-tree';
import type { Settings } from '../settings';
import { looksBinary } from '../text-kind';
import { webviewFolder, webviewHtml } from '../webview-html';
import { TranslateSession } from './translate-session';
import type { TranslateWish } from './translate-wish';
import { writeTranslation, type WriteHow } from './write-translation';

/** What a button of the view runs. */
const commands: Readonly<Record<TranslateAction, CommandId>> = {
  translate: 'langscope.translate',
  again: 'langscope.translation.again',
  stop: 'langscope.translation.stop',
  'add-folder': 'langscope.models.addFolder',
  'show-log': 'langscope.showLog',
  'restart-engine': 'langscope.restartEngine',
};

export interface TranslateParts {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly models: ModelsTree;
  readonly settings: Settings;
  readonly active: ActiveText;
}

/** A document or a stretch of it, with what matters for its translation. */
class TranslatedDocument extends DocumentSource {
  public readonly markdown: boolean;

  public constructor(document: vscode.TextDocument, selection: vscode.Range | undefined) {
    super(document, selection);
    this.markdown = ['markdown', 'mdx', 'quarto', 'rmd'].includes(document.languageId);
  }
}

/** The view `langscope.translate`: the selection or the document in another language, and where each word comes from. */
export class TranslateViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: TranslateSession;
  private readonly link = new LinkedEditor();
  private readonly disposables: readonly Disposes[];
  private view: vscode.WebviewView | undefined;
  private known: TranslateState['models'];
  private problem: string | undefined;

  public constructor(private readonly parts: TranslateParts) {
    const { engine, settings, models } = parts;
    const load = () => ({ precision: settings.values.precision, provider: settings.values.provider });
    this.session = new TranslateSession({ engine, load, rest: 400 }, (message) => {
      if (message.kind === 'changed') this.changed();
      else this.send(message);
    });
    this.disposables = [
      this.session,
      this.link,
      models.onDidChangeTreeData(() => {
        if (this.view || this.known) void this.look();
      }),
      this.link.onDidMove(() => this.tellCursor()),
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    const { extension } = this.parts;
    view.webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extension)] };
    const listener = view.webview.onDidReceiveMessage((message: FromTranslateView) => void this.receive(message));
    view.onDidDispose(() => {
      listener.dispose();
      if (this.view === view) this.view = undefined;
    });
    view.webview.html = webviewHtml(view.webview, extension, 'translate');
  }

  public state(): TranslateState {
    const { problem } = this;
    return {
      ...this.session.state,
      ...(this.known && { models: this.known }),
      ...(problem !== undefined && { problem }),
    };
  }

  /** Translates the selection of the active editor, or its document where nothing is selected. */
  public async translate({ model, to, lengthPenalty }: TranslateWish = {}): Promise<void> {
    await vscode.commands.executeCommand('langscope.translate.focus');
    if (!this.known) await this.look();
    if (model !== undefined && this.known?.some(({ name }) => name === model)) this.session.model = model;
    if (to !== undefined) this.session.to = to;
    this.chooseLanguage();
    if (lengthPenalty !== undefined) this.session.lengthPenalty = lengthPenalty;
    const { document, editor } = this.parts.active;
    if (!document) {
      this.session.refuse(vscode.l10n.t('There is nothing to translate: open a text first.'));
      return;
    }
    if (looksBinary(document.getText())) {
      this.session.refuse(vscode.l10n.t('This document looks binary; there is no text to translate.'));
      return;
    }
    await this.session.translate(
      new TranslatedDocument(document, editor?.document === document ? editor.selection : undefined),
    );
  }

  /**
   * Does something with one of the translations; with the beam's where nothing else is asked for and it is there. What
   * cannot be done is said in the view; whoever called says it while the view is hidden.
   */
  public async act(what: WriteHow | 'copy' | 'back', wanted?: TranslateWay): Promise<void> {
    const { session } = this;
    try {
      const { translations } = session.state;
      const way = wanted ?? (translations.beam ? 'beam' : 'greedy');
      const text = translations[way]?.text;
      if (text === undefined || !session.textSource || !session.text) {
        throw fail('document-empty', vscode.l10n.t('There is no translation yet: translate something first.'));
      }
      if (what === 'back') await session.roundTrip(way);
      else if (what === 'copy') await vscode.env.clipboard.writeText(text);
      else await writeTranslation(what, text, session.textSource, session.text);
    } catch (error) {
      if (!(error instanceof FailureError) || this.view?.visible !== true) throw error;
      session.refuse(error.failure.message);
    }
  }

  /** The translations with their alignments as a file; undefined while there is none. */
  public export(): string | undefined {
    const { source, translations, round } = this.state();
    if (!source || Object.keys(translations).length === 0) return undefined;
    const plain = (_key: string, value: unknown): unknown =>
      value instanceof Float32Array ? Array.from(value) : value;
    return `${JSON.stringify({ source, translations, round }, plain, 1)}\n`;
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async receive(message: FromTranslateView): Promise<void> {
    const { session } = this;
    switch (message.kind) {
      case 'ready':
        this.changed();
        await this.look();
        break;
      case 'run':
        await vscode.commands.executeCommand(commands[message.action]);
        break;
      case 'model':
        session.model = message.model;
        this.chooseLanguage();
        await session.again();
        break;
      case 'to':
        session.to = message.to;
        this.changed();
        await session.again();
        break;
      case 'length-penalty':
        session.setLengthPenalty(message.value);
        break;
      case 'round':
        await session.roundTrip(message.way);
        break;
      case 'replace':
      case 'insert':
        await this.act(message.kind, message.way);
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        break;
      case 'preview':
        this.link.previewAll(message.spans.flatMap((span) => this.place(span) ?? []));
        break;
      case 'go': {
        const place = this.place(message.span);
        if (place) await this.link.go(place, message.focus);
        break;
      }
      case 'leave':
        this.link.preview(undefined);
        await this.parts.active.reveal();
        break;
    }
  }

  /** Asks which models translate. */
  private async look(): Promise<void> {
    try {
      const able = (await this.parts.models.models()).filter((model) => canDo(model, 'translate'));
      this.known = able.map(({ name, languages = [] }) => ({ name, label: formatModel(name), languages }));
      this.problem = undefined;
      const { session } = this;
      if (!able.some(({ name }) => name === session.model)) {
        session.model = (able.find(({ name }) => name === defaultTranslator) ?? able[0])?.name;
      }
      this.chooseLanguage();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.problem = error.failure.message;
    }
    this.changed();
  }

  private chooseLanguage(): void {
    const { session } = this;
    const languages = this.known?.find(({ name }) => name === session.model)?.languages ?? [];
    if (session.to !== undefined && !languages.includes(session.to)) session.to = undefined;
  }

  /** Where a stretch of the source lies in its document. */
  private place(span: Span): DocumentPlace | undefined {
    const anchor = this.session.text?.anchor;
    if (!anchor) return undefined;
    return { kind: 'span', version: anchor.version, start: anchor.start + span.start, end: anchor.start + span.end };
  }

  private tellCursor(): void {
    const { text } = this.session;
    const { place } = this.link;
    if (!text?.anchor || this.session.state.stale) return;
    const offset = place === undefined ? -1 : place.offset - text.anchor.start;
    this.send({ kind: 'cursor', offset: offset >= 0 && offset <= text.text.length ? offset : undefined });
  }

  private changed(): void {
    const uri = this.session.text?.anchor?.uri;
    this.link.follow(uri === undefined ? undefined : vscode.Uri.parse(uri));
    const { busy, translations } = this.session.state;
    void vscode.commands.executeCommand('setContext', 'langscope.translation.busy', busy !== undefined);
    void vscode.commands.executeCommand(
      'setContext',
      'langscope.translation.shown',
      Object.keys(translations).length > 0,
    );
    this.send({ kind: 'state', state: this.state() });
  }

  /** A hidden view gets no messages: it asks when it is seen again. */
  private send(message: ToTranslateView): void {
    if (this.view?.visible === true) void this.view.webview.postMessage(message);
  }
}
