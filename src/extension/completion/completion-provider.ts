import * as vscode from 'vscode';
import { FailureError, defaultCompletion, type Completion } from '../../protocol';
import type { Disposes } from '../disposes';
import type { Engine } from '../engine';
import type { Settings } from '../settings';
import { isProse } from '../text-kind';
import {
  completesUnasked,
  completionRefusal,
  contextOf,
  isUnwantedComment,
  placeAt,
  textAround,
} from './completion-place';
import { LanguageComments } from './language-comments';
import { restsOf, type Rest, type Suggestion } from './suggestion';

/** Milliseconds that a key waits for the next one, beside the 50 that VS Code waits. */
const pause = 20;
/** Milliseconds after which a person is shown that something is being worked on. */
const patience = 1000;
/** Completions when somebody asks for them. */
const alternatives = 5;

export type CompletionState =
  { readonly kind: 'idle' } | { readonly kind: 'working' } | { readonly kind: 'failed'; readonly message: string };

/** What came of completions so far. */
export interface CompletionCounts {
  /** Requests to the engine, and answers that needed none because what was suggested was being typed. */
  readonly runs: number;
  readonly reused: number;
}

/** Ghost text: what the model would write at the cursor. */
export class Completions implements vscode.InlineCompletionItemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly comments = new LanguageComments();
  private readonly disposables: readonly Disposes[];
  private readonly said = new Set<string>();
  private last: Suggestion | undefined;
  private now: CompletionState = { kind: 'idle' };
  private counted: CompletionCounts = { runs: 0, reused: 0 };

  /** Fires when completions fail, work again, or take long. */
  public readonly onDidChange = this.changed.event;

  public constructor(
    private readonly engine: Engine,
    private readonly settings: Settings,
    private readonly log: vscode.LogOutputChannel,
  ) {
    let chosen = this.choice;
    this.disposables = [
      this.changed,
      this.comments,
      settings.onDidChange(() => {
        // What another model suggested is not this one's.
        if (this.choice !== chosen) [this.last, this.now] = [undefined, { kind: 'idle' }];
        chosen = this.choice;
        this.changed.fire();
      }),
    ];
  }

  public get state(): CompletionState {
    return this.now;
  }

  public get counts(): CompletionCounts {
    return this.counted;
  }

  public async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[] | undefined> {
    // What the list of suggestions is about to insert is not the model's to go on from.
    if (completionRefusal(document) !== undefined || context.selectedCompletionInfo) return undefined;
    const asked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    if (!asked && !completesUnasked(document.languageId, this.settings.values)) return undefined;
    const known = this.known(document, position, asked ? 2 : 1);
    if (known.length > 0) {
      this.counted = { ...this.counted, reused: this.counted.reused + 1 };
      return this.items(known, position);
    }
    if (!asked && (await this.waits(document, position, token))) return undefined;
    try {
      await this.ask(document, position, asked ? alternatives : 1, token);
    } catch (error) {
      this.fail(error);
      return undefined;
    }
    return token.isCancellationRequested ? undefined : this.items(this.rests(document, position), position);
  }

  /** The completions at a place, asked for now; fails with a sentence. */
  public async complete(
    document: vscode.TextDocument,
    position: vscode.Position,
    count: number,
    token: vscode.CancellationToken,
  ): Promise<Completion> {
    const { precision, provider, window } = this.settings.values;
    const extent = isProse(document.languageId) ? 'sentence' : 'block';
    const options = { ...defaultCompletion, extent, count, ...(window > 0 && { window }) } as const;
    const request = { model: this.model, precision, provider, ...textAround(document, position, window), options };
    this.counted = { ...this.counted, runs: this.counted.runs + 1 };
    return this.engine.request('complete', request, token);
  }

  /** What is left of the completions that were suggested here, or just before what was typed since. */
  public rests(document: vscode.TextDocument, position: vscode.Position): readonly Rest[] {
    return this.last ? restsOf(this.last, placeAt(document, position)) : [];
  }

  public get completion(): Completion | undefined {
    return this.last?.completion;
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private get model(): string {
    const { model, completionsModel } = this.settings.values;
    return completionsModel === '' ? model : completionsModel;
  }

  private get choice(): string {
    const { precision, provider, window } = this.settings.values;
    return [this.model, precision, provider, window].join('\0');
  }

  /** Those that need no run: enough of them, where somebody asks for several. */
  private known(document: vscode.TextDocument, position: vscode.Position, least: number): readonly Rest[] {
    const rests = this.rests(document, position);
    return rests.length >= least ? rests : [];
  }

  /** Lets some time pass; true when no completion is wanted after it. */
  private async waits(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<boolean> {
    const { prefix } = textAround(document, position, 0);
    if (prefix.trim() === '') return true;
    if (await isUnwantedComment(document, prefix, this.settings.values, this.comments)) return true;
    await new Promise((resolve) => setTimeout(resolve, pause));
    return token.isCancellationRequested;
  }

  private async ask(
    document: vscode.TextDocument,
    position: vscode.Position,
    count: number,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const place = placeAt(document, position);
    const { uri, offset } = place;
    const around = contextOf(place);
    const late = setTimeout(() => this.show({ kind: 'working' }), patience);
    try {
      const completion = await this.complete(document, position, count, token);
      this.last = { uri, offset, ...around, completion };
      this.show({ kind: 'idle' });
    } finally {
      clearTimeout(late);
      if (this.now.kind === 'working') this.show({ kind: 'idle' });
    }
  }

  private items(rests: readonly Rest[], position: vscode.Position): vscode.InlineCompletionItem[] {
    const range = new vscode.Range(position, position);
    return rests.map(({ text }) => new vscode.InlineCompletionItem(text, range));
  }

  /** While somebody types nothing is said aloud: the log has the reason, once, and the status bar while it lasts. */
  private fail(error: unknown): void {
    if (!(error instanceof FailureError)) {
      this.log.error(error instanceof Error ? error.message : String(error));
      return;
    }
    const { code, message } = error.failure;
    if (code === 'cancelled') return;
    if (!this.said.has(message)) this.log.warn(vscode.l10n.t('Nothing could be completed: {0}', message));
    this.said.add(message);
    this.show({ kind: 'failed', message });
  }

  private show(state: CompletionState): void {
    if (state.kind === this.now.kind && state.kind !== 'failed') return;
    this.now = state;
    this.changed.fire();
  }
}
