import * as vscode from 'vscode';
import {
  defaultSummariser,
  FailureError,
  type FromSummaryView,
  type SummaryLength,
  type SummaryMeans,
  type SummaryMemory,
  type SummaryRemedy,
  type SummaryScope,
  type SummaryState,
} from '../../protocol';
import { AbleModels } from '../able-models';
import type { Disposes } from '../disposes';
import type { DocumentColours } from '../panels/panel-feature';
import { grantWish } from '../page-wish';
import { RestingPlace } from '../resting-place';
import { SideBarPage } from '../side-bar-page';
import type { ViewParts } from '../view-parts';
import { SummaryActs } from './summary-acts';
import { takeAgain } from './summary-documents';
import { SummaryLinks } from './summary-links';
import { SummarySession } from './summary-session';
import { SummarySubject, type ChosenFiles } from './summary-subject';
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

export interface SummaryParts extends ViewParts {
  readonly colours: DocumentColours;
}

/** The view `langscope.summary`. */
export class SummaryViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  public readonly session: SummarySession;
  public readonly links: SummaryLinks;
  private readonly acts: SummaryActs;
  private readonly disposables: readonly Disposes[];
  private readonly page: SideBarPage<'summary'>;
  private readonly place: RestingPlace;
  private readonly able: AbleModels;
  private refusal: string | undefined;
  private readonly subject: SummarySubject;
  private means: SummaryMeans = { kind: 'extract', method: 'lexrank' };
  private length: SummaryLength = 'short';

  public constructor(private readonly parts: SummaryParts) {
    const { extension, engine, models, settings, active, colours } = parts;
    this.page = new SideBarPage('summary', extension, {
      receive: (message) => this.receive(message),
      seen: (visible) => {
        this.links.visible = visible;
        this.links.preview(undefined);
        this.changed();
      },
    });
    this.able = new AbleModels(models, 'summarize');
    this.place = new RestingPlace(active, {
      rest,
      edits: false,
      wanted: () => this.page.visible,
      rested: () => this.sendState(),
    });
    this.session = new SummarySession({ engine, load: () => settings.load, interval: 80 }, () => this.changed());
    this.links = new SummaryLinks(this.session, colours, {
      changed: () => this.place.moved(),
      cursor: (sentences) => this.page.send({ kind: 'cursor', sentences }),
    });
    this.subject = new SummarySubject(active);
    this.acts = new SummaryActs(this.session, active, this.links);
    this.disposables = [
      this.session,
      this.links,
      this.acts,
      this.place,
      models.onDidChangeTreeData(() => void this.look()),
    ];
  }

  public resolveWebviewView(view: vscode.WebviewView): void {
    this.links.visible = view.visible;
    this.links.refresh();
    this.page.fill(view);
  }

  public state(): SummaryState {
    const { means, length, session, subject, selector, refusal, acts } = this;
    const { listed: models, problem } = this.able;
    const about = subject.about();
    return {
      scope: subject.scope,
      means,
      length,
      selector,
      highlights: this.links.highlights,
      shown: session.shown,
      frontMatter: acts.canHaveFrontMatter(),
      ...(models && { models }),
      ...(problem !== undefined && { problem }),
      ...(refusal !== undefined && { refusal }),
      ...(about !== undefined && { about }),
      ...(session.closeness && { closeness: session.closeness }),
    };
  }

  /** Shows the view and summarises. `files`, `folder`: what was chosen elsewhere; else it is asked for. */
  public async summarize(scope: SummaryScope, chosen: SummaryWish & ChosenFiles = {}): Promise<void> {
    if (!(await this.subject.choose(scope, chosen))) return;
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
      const means = await chooseMeans(this.able.listed ?? [], this.selector, first?.means);
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
          await this.subject.choose(message.scope);
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
      case 'run':
      case 'leave':
        if (message.kind === 'leave') links.preview(undefined);
        await grantWish(message, remedies, this.parts.active);
        break;
    }
  }

  private restore(kept: SummaryMemory): void {
    if (this.session.shown.length > 0 || this.session.busy) return;
    this.length = kept.length;
    this.means = kept.means;
    // Which files and which folder is not kept.
    if (kept.scope === 'document' || kept.scope === 'selection') this.subject.scope = kept.scope;
    this.links.highlights = kept.highlights;
    this.session.restore(kept);
    this.links.compareTexts();
  }

  private start(): Promise<void> {
    return this.refusing(async () => this.session.summarize(await this.take(), [this.means], this.length));
  }

  private get hidden(): boolean {
    return !this.page.visible;
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
    const { passedOver, ...taken } = await this.subject.take();
    if (passedOver.length > 0) this.refusal = passedOver.join(' ');
    return taken;
  }

  /** Asks which models write summaries. */
  private async look(): Promise<void> {
    if (!this.page.open && !this.session.busy && this.session.shown.length === 0) return;
    await this.able.look();
    this.sendState();
  }

  /** Whether the network that chooses sentences is there. */
  private get selector(): boolean {
    return this.able.known?.some(({ name }) => name === defaultSummariser) === true;
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

  private sendState(): void {
    this.page.send({ kind: 'state', state: this.state() });
  }
}
