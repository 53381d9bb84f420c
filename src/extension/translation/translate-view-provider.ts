import * as vscode from 'vscode';
import {
  fail,
  FailureError,
  defaultTranslator,
  type DocumentPlace,
  type FromTranslateView,
  type Span,
  type TranslateAction,
  type TranslateState,
  type TranslateWay,
} from '../../protocol';
import { AbleModels, chosenModel, listed } from '../able-models';
import type { CommandId } from '../command-table';
import { DocumentSource } from '../compare/document-source';
import type { Disposes } from '../disposes';
import { LinkedEditor } from '../linked-editor';
import { grantWish } from '../page-wish';
import { SideBarPage } from '../side-bar-page';
import { looksBinary } from '../text-kind';
import type { ViewParts } from '../view-parts';
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
  private readonly page: SideBarPage<'translate'>;
  private readonly able: AbleModels;

  public constructor(private readonly parts: ViewParts) {
    const { extension, engine, settings, models } = parts;
    this.page = new SideBarPage('translate', extension, { receive: (message) => this.receive(message) });
    this.able = new AbleModels(models, 'translate');
    this.session = new TranslateSession({ engine, load: () => settings.load, rest: 400 }, (message) =>
      message.kind === 'changed' ? this.changed() : this.page.send(message),
    );
    this.disposables = [
      this.session,
      this.link,
      models.onDidChangeTreeData(() => {
        if (this.page.open || this.able.known) void this.look();
      }),
      this.link.onDidMove(() => this.tellCursor()),
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.page.fill(view);
  }

  public state(): TranslateState {
    const { known, problem } = this.able;
    return {
      ...this.session.state,
      ...(known && { models: known.map((model) => ({ ...listed(model), languages: model.languages ?? [] })) }),
      ...(problem !== undefined && { problem }),
    };
  }

  /** Translates the selection of the active editor, or its document where nothing is selected. */
  public async translate({ model, to, lengthPenalty }: TranslateWish = {}): Promise<void> {
    await vscode.commands.executeCommand('langscope.translate.focus');
    if (!this.able.known) await this.look();
    if (model !== undefined && this.able.known?.some(({ name }) => name === model)) this.session.model = model;
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
      if (!(error instanceof FailureError) || !this.page.visible) throw error;
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
      case 'preview':
        this.link.previewAll(message.spans.flatMap((span) => this.place(span) ?? []));
        break;
      case 'go': {
        const place = this.place(message.span);
        if (place) await this.link.go(place, message.focus);
        break;
      }
      case 'copy':
      case 'run':
      case 'leave':
        if (message.kind === 'leave') this.link.preview(undefined);
        await grantWish(message, commands, this.parts.active);
        break;
    }
  }

  /** Asks which models translate. */
  private async look(): Promise<void> {
    const able = await this.able.look();
    if (able) {
      this.session.model = chosenModel(able, this.session.model, ({ name }) => name === defaultTranslator);
      this.chooseLanguage();
    }
    this.changed();
  }

  private chooseLanguage(): void {
    const { session } = this;
    const languages = this.able.known?.find(({ name }) => name === session.model)?.languages ?? [];
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
    this.page.send({ kind: 'cursor', offset: offset >= 0 && offset <= text.text.length ? offset : undefined });
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
    this.page.send({ kind: 'state', state: this.state() });
  }
}
