import * as vscode from 'vscode';
import {
  compareSides,
  type CompareAction,
  type CompareSide,
  type CompareState,
  type DocumentPlace,
  type FromCompareView,
} from '../../protocol';
import type { ActiveText } from '../active-text';
import type { CommandId } from '../command-table';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import { LinkedEditor } from '../linked-editor';
import { grantWish } from '../page-wish';
import type { DocumentColours } from '../panels/panel-feature';
import { SideBarPage } from '../side-bar-page';
import { looksBinary } from '../text-kind';
import { chooseReference } from './choose-reference';
import { CompareSession } from './compare-session';
import { DocumentSource } from './document-source';
import { FixedSource } from './fixed-source';
import { MatchPainter } from './match-painter';

/** What a button of the view runs. */
const commands: Readonly<Record<CompareAction, CommandId>> = {
  'with-file': 'langscope.compareWithFile',
  'with-clipboard': 'langscope.compareSelectionWithClipboard',
  swap: 'langscope.compare.swap',
  again: 'langscope.compare.refresh',
  stop: 'langscope.compare.stop',
  'toggle-marks': 'langscope.compare.toggleMarks',
  'show-log': 'langscope.showLog',
};

/** How long a text must rest before it is compared again, ms. */
const rest = 400;

export interface CompareParts {
  readonly extension: vscode.Uri;
  readonly engine: Engine;
  readonly active: ActiveText;
  readonly colours: DocumentColours;
}

/** The view `langscope.compare`: how close a draft comes to a reference, and what both say. */
export class CompareViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: CompareSession;
  private readonly painter: MatchPainter;
  private readonly links: Readonly<Record<CompareSide, LinkedEditor>> = {
    candidate: new LinkedEditor(),
    reference: new LinkedEditor(),
  };
  private readonly disposables: readonly Disposes[];
  private readonly page: SideBarPage<'compare'>;
  private marked = true;

  public constructor(private readonly parts: CompareParts) {
    this.page = new SideBarPage('compare', parts.extension, {
      receive: (message) => this.receive(message),
      seen: () => this.paint(),
    });
    this.session = new CompareSession({ engine: parts.engine, rest }, () => this.changed());
    this.painter = new MatchPainter(parts.colours);
    this.disposables = [this.session, this.painter, this.links.candidate, this.links.reference];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.page.fill(view);
  }

  public state(): CompareState {
    return { ...this.session.state, marked: this.marked };
  }

  /** Stretches that are marked in the editor of the draft. */
  public get marks(): number {
    return this.painter.marked;
  }

  /** Compares the selection, or the document, with a file; asks which where none is given. */
  public async withFile(file: unknown): Promise<void> {
    const draft = this.draft();
    if (!draft) return this.refuse(vscode.l10n.t('There is no draft to compare: open a text first.'));
    const uri = file instanceof vscode.Uri ? file : await chooseReference(draft.uri);
    if (!uri) {
      draft.dispose();
      return;
    }
    const name = vscode.workspace.asRelativePath(uri);
    let reference: vscode.TextDocument;
    try {
      reference = await vscode.workspace.openTextDocument(uri);
    } catch {
      draft.dispose();
      return this.refuse(
        vscode.l10n.t('{0} cannot be read as a text: it is missing, too large or no text. Choose another file.', name),
      );
    }
    if (looksBinary(reference.getText())) {
      draft.dispose();
      return this.refuse(vscode.l10n.t('{0} is no text. Choose another file.', name));
    }
    await this.compare(draft, new DocumentSource(reference));
  }

  /** Compares the selection, or the document where nothing is selected, with what is on the clipboard now. */
  public async withClipboard(): Promise<void> {
    const draft = this.draft();
    if (!draft) return this.refuse(vscode.l10n.t('There is no draft to compare: open a text first.'));
    const text = await vscode.env.clipboard.readText();
    if (text.trim() === '') {
      draft.dispose();
      return this.refuse(vscode.l10n.t('The clipboard holds no text: copy the reference first, then compare again.'));
    }
    await this.compare(draft, new FixedSource(vscode.l10n.t('Clipboard'), text));
  }

  public toggleMarks(): void {
    this.marked = !this.marked;
    this.changed();
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** The selection of the active editor, or its document. */
  private draft(): DocumentSource | undefined {
    const { document, editor } = this.parts.active;
    if (!document) return undefined;
    return new DocumentSource(document, editor?.document === document ? editor.selection : undefined);
  }

  private async compare(draft: DocumentSource, reference: DocumentSource | FixedSource): Promise<void> {
    await this.show();
    await this.session.compare(draft, reference);
  }

  private async refuse(sentence: string): Promise<void> {
    await this.show();
    this.session.refuse(sentence);
  }

  private async show(): Promise<void> {
    await vscode.commands.executeCommand('langscope.compare.focus');
  }

  private receive(message: FromCompareView): void {
    switch (message.kind) {
      case 'ready':
        this.changed();
        break;
      case 'preview':
        for (const side of compareSides) this.links[side].preview(this.place(side, message.match));
        break;
      case 'go': {
        const place = this.place(message.side, message.match);
        if (place) void this.links[message.side].go(place, message.focus);
        break;
      }
      case 'copy':
      case 'run':
      case 'leave':
        if (message.kind === 'leave') for (const side of compareSides) this.links[side].preview(undefined);
        void grantWish(message, commands, this.parts.active);
        break;
    }
  }

  /** Where a match lies in the document of a text; undefined where it lies in none. */
  private place(side: CompareSide, match: number | undefined): DocumentPlace | undefined {
    const { result } = this.session;
    const anchor = result?.anchors[side];
    const span = match === undefined ? undefined : result?.matches[match]?.[side];
    if (!anchor || !span) return undefined;
    return { kind: 'span', version: anchor.version, start: anchor.start + span.start, end: anchor.start + span.end };
  }

  private changed(): void {
    const { result, state } = this.session;
    for (const side of compareSides) {
      const uri = result?.anchors[side]?.uri;
      this.links[side].follow(uri === undefined ? undefined : vscode.Uri.parse(uri));
    }
    this.paint();
    void vscode.commands.executeCommand('setContext', 'langscope.compare.shown', result !== undefined);
    void vscode.commands.executeCommand('setContext', 'langscope.compare.busy', state.busy);
    this.page.send({ kind: 'state', state: this.state() });
  }

  /** Marks in the editor while the view is seen. */
  private paint(): void {
    const { result } = this.session;
    const shown = this.marked && this.page.visible;
    this.painter.show(shown ? result?.anchors.candidate : undefined, result?.matches ?? []);
  }
}
