import * as vscode from 'vscode';
import { type DocumentContent, FailureError, type FromDocumentView, type ViewAction } from '../protocol';
import type { Disposes } from './disposes';
import type { DocumentViewSource } from './document-view';
import { failedContent, plainContent } from './document-view-content';
import { LinkedEditor } from './linked-editor';
import { type ExportFormat, exportedProfile } from './document-view-export';
import { DocumentViewFeed } from './document-view-feed';
import { SideBarPage } from './side-bar-page';

/** Milliseconds between two profiles while a document is scored. */
const interval = 250;
/** Spans in the list of the most surprising ones. */
const surprising = 50;
/** How long the page may take to draw a picture, ms. */
const drawingTime = 5000;

/** The view `langscope.document`: asks for the profile of its subject while it is seen, and carries out its wishes. */
export class DocumentViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  private readonly editor = new LinkedEditor();
  private readonly feed = new DocumentViewFeed(interval, (token) => this.update(token));
  private readonly pictured = new vscode.EventEmitter<string | Uint8Array | undefined>();
  private readonly disposables: readonly Disposes[];
  private readonly page: SideBarPage<'document'>;
  /** What was sent last. */
  private content: DocumentContent = { kind: 'none' };
  /** Of `content`: document and model. */
  private about = '';

  public constructor(
    extension: vscode.Uri,
    private readonly source: DocumentViewSource,
  ) {
    this.page = new SideBarPage('document', extension, {
      receive: (message) => this.receive(message),
      seen: (visible) => (visible ? this.feed.start() : this.rest()),
    });
    this.disposables = [
      this.editor,
      this.pictured,
      this.editor.onDidMove(() => this.sendPlace()),
      source.onDidChange(() => this.changed()),
      { dispose: () => this.feed.stop() },
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.page.fill(view);
  }

  /** Asks for everything again, and scores the document if it is not scored. */
  public refresh(): void {
    this.source.run('score');
    this.feed.restart();
  }

  /** The profile as it is shown now, as text; undefined where there is none. */
  public export(format: ExportFormat): string | undefined {
    return this.content.kind === 'profile' ? exportedProfile(this.content, format) : undefined;
  }

  /** The sparkline as a file, drawn by the page; undefined where there is none or the view is hidden. */
  public async picture(format: 'svg' | 'png'): Promise<string | Uint8Array | undefined> {
    if (!this.page.visible || this.content.kind !== 'profile') return undefined;
    const drawn = new Promise<string | Uint8Array | undefined>((resolve) => {
      const listener = this.pictured.event((file) => finish(file));
      const patience = setTimeout(() => finish(undefined), drawingTime);
      const finish = (file: string | Uint8Array | undefined): void => {
        clearTimeout(patience);
        listener.dispose();
        resolve(file);
      };
    });
    this.page.send({ kind: 'draw', format });
    return drawn;
  }

  /** Name of the document that is shown, for the name of an exported file. */
  public get title(): string | undefined {
    return this.content.kind === 'none' ? undefined : this.content.title;
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private receive(message: FromDocumentView): void {
    switch (message.kind) {
      case 'ready':
        // A page that was hidden comes back empty: it gets what is known at once, then what is new.
        if (this.content.kind !== 'none') this.page.send({ kind: 'content', content: this.content });
        this.feed.start();
        this.sendPlace();
        break;
      case 'run':
        this.run(message.action);
        break;
      case 'go':
      case 'preview':
      case 'leave':
      case 'copy':
        this.editor.obey(message);
        break;
      case 'picture':
        this.pictured.fire(message.file);
        break;
    }
  }

  private run(action: ViewAction): void {
    this.source.run(action);
    this.feed.touch();
  }

  private changed(): void {
    const subject = this.source.subject();
    if (this.aboutOf(subject) === this.about) this.feed.touch();
    else this.feed.restart();
  }

  private aboutOf(subject: ReturnType<DocumentViewSource['subject']>): string {
    if (subject.kind === 'none') return subject.kind;
    return `${subject.kind} ${subject.kind === 'scored' ? subject.model : ''} ${subject.uri.toString()}`;
  }

  private async update(token: vscode.CancellationToken): Promise<void> {
    const subject = this.source.subject();
    const uri = subject.kind === 'none' ? undefined : subject.uri;
    const title = uri === undefined ? '' : (uri.path.split('/').at(-1) ?? '');
    const about = this.aboutOf(subject);
    this.editor.follow(uri);
    if (about !== this.about || subject.kind !== 'scored') this.show(plainContent(subject, title));
    this.about = about;
    if (subject.kind !== 'scored') return;
    try {
      const profile = await this.source.profile(subject.uri, surprising, token);
      if (token.isCancellationRequested) return;
      this.show({ kind: 'profile', title, profile, legend: this.source.legend() });
    } catch (error) {
      if (token.isCancellationRequested) return;
      if (!(error instanceof FailureError)) throw error;
      // Cancelled: a newer change tells when to ask again. Unknown: the document is being opened or closed.
      const { failure } = error;
      if (failure.code === 'cancelled' || failure.code === 'document-unknown') return;
      this.show(failedContent(title, failure));
    }
  }

  private show(content: DocumentContent): void {
    this.content = content;
    const scoring =
      content.kind === 'waiting' ||
      (content.kind === 'profile' && ['waiting', 'scoring'].includes(content.profile.state.kind));
    void vscode.commands.executeCommand('setContext', 'langscope.document.scoring', scoring);
    void vscode.commands.executeCommand('setContext', 'langscope.document.profile', content.kind === 'profile');
    this.page.send({ kind: 'content', content });
  }

  private sendPlace(): void {
    this.page.send({ kind: 'place', place: this.editor.place });
  }

  private rest(): void {
    this.feed.stop();
    this.editor.preview(undefined);
  }
}
