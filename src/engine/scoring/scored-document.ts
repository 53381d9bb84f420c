import { CancellationTokenSource, type CancellationToken } from 'vscode-jsonrpc';
import {
  fail,
  FailureError,
  type Edit,
  type EngineEvents,
  type Figures,
  type RequestOf,
  type ScoreState,
  type Span,
} from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import { urgency, type Scheduler, type Work } from '../scheduler';
import { DocumentScoring } from './document-scoring';
import { DocumentTokens } from './document-tokens';
import { figuresOf } from './figures';
import type { TokenTable } from './token-table';

/** What a document needs of its engine. */
export interface DocumentHost {
  readonly scheduler: Scheduler;
  /** Milliseconds without an edit after which windows return to their canonical places. */
  readonly restAfter: number;
  /** The model, loaded (again, if it was unloaded meanwhile). */
  model(request: RequestOf<'open'>, token: CancellationToken): Promise<LanguageModel>;
  emit<K extends 'scores' | 'state'>(kind: K, event: EngineEvents[K]): void;
}

/** Milliseconds a piece may take: while somebody reads or types, and when a whole file is wanted at once. */
const interactiveBudget = 80;
const batchBudget = 1000;
/** Milliseconds between two reports of the figures while scoring goes on. */
const reportEvery = 200;

/** A document that is being scored: follows its text, its visible range and its edits until it is closed. */
export class ScoredDocument implements Work {
  private readonly tokens: DocumentTokens;
  private readonly closing = new CancellationTokenSource();
  private scoring: DocumentScoring | undefined;
  private visible: Span | undefined;
  private rests = true;
  private restTimer: NodeJS.Timeout | undefined;
  /** Every token has had a figure once: from then on an edit makes the profile 'live', not 'scoring'. */
  private complete = false;
  private failure: string | undefined;
  private reported: { readonly kind: ScoreState['kind']; readonly at: number } | undefined;
  private waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];

  public constructor(
    private readonly request: RequestOf<'open'>,
    private readonly host: DocumentHost,
  ) {
    this.tokens = new DocumentTokens(request.text, request.version, request.options.top);
    this.visible = request.visible;
    host.scheduler.add(this);
    this.report();
  }

  public get table(): TokenTable {
    return this.tokens.table;
  }

  /** The text that the table's tokens belong to. */
  public get text(): string {
    return this.tokens.text;
  }

  public get version(): number {
    return this.tokens.version;
  }

  /** The model while it has work to do here; an idle one may be unloaded. */
  public get busyModel(): LanguageModel | undefined {
    return this.urgency() === undefined ? undefined : this.scoring?.model;
  }

  public change(version: number, edits: readonly Edit[]): void {
    this.tokens.change(version, edits);
    this.rests = false;
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => {
      this.rests = true;
      this.host.scheduler.wake();
      this.report();
    }, this.host.restAfter);
    this.host.scheduler.wake();
  }

  public show(visible: Span): void {
    this.visible = visible;
    this.host.scheduler.wake();
  }

  public close(): void {
    clearTimeout(this.restTimer);
    this.host.scheduler.remove(this);
    this.closing.cancel();
    for (const { reject } of this.waiting.splice(0))
      reject(fail('cancelled', 'The document was closed while it was scored.'));
  }

  public urgency(): number | undefined {
    if (this.failure !== undefined) return undefined;
    const urgent = this.visible === undefined ? urgency.background : urgency.visible;
    if (this.scoring === undefined || this.tokens.behind) return urgent;
    if (this.rests && !this.scoring.settled) return urgency.canonical;
    return this.scoring.pending(this.visible).target?.level;
  }

  public async step(): Promise<void> {
    const scoring = await this.current();
    if (this.rests && !scoring.settled) scoring.settle();
    const { target } = scoring.pending(this.visible);
    if (target !== undefined) {
      this.emitScores(...(await scoring.step(target, this.visible === undefined ? batchBudget : interactiveBudget)));
    }
    this.report();
  }

  public failed(error: unknown): void {
    if (this.closing.token.isCancellationRequested) return;
    // A bug: standard error is the client's log.
    if (!(error instanceof FailureError)) console.error(error);
    this.failure = error instanceof FailureError ? error.message : `Scoring stopped: ${String(error)}. See the log.`;
    for (const { reject } of this.waiting.splice(0)) reject(error);
    this.report();
  }

  /** Brings model and tokens up to the text; to be called between two steps (Scheduler.once). */
  public async current(): Promise<DocumentScoring> {
    if (this.failure !== undefined) throw fail('run-failed', this.failure);
    const { request, tokens } = this;
    const model = await this.host.model(request, this.closing.token);
    // Before the tokens change, so that a model that was loaded again learns of the change too.
    if (this.scoring?.model !== model) this.scoring = new DocumentScoring(model, tokens, request.options);
    const { scoring } = this;
    const change = await tokens.catchUp(model.tokenizer, this.closing.token);
    if (change !== undefined) {
      scoring.adopt(change);
      const { table } = this;
      // One token more on either side: a client drops the tokens that an edit touches even where they come out the same.
      const first = Math.min(change.from, table.at(change.touched.start)) - 1;
      const last = Math.max(change.from + change.inserted, table.at(change.touched.end) + 1) + 1;
      this.emitScores(Math.max(0, first), Math.min(table.length, last), change.from + change.inserted >= table.length);
    }
    return scoring;
  }

  /** Resolves when every token has its canonical figure. */
  public done(token: CancellationToken): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(fail('run-failed', this.failure));
    if (this.state().kind === 'done') return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      token.onCancellationRequested(() => reject(fail('cancelled', 'Cancelled.')));
    });
  }

  public figures(from = 0, to = this.table.length): Figures {
    return figuresOf(this.table, from, to, (index) => this.scoring?.isScorable(index) ?? true);
  }

  public state(): ScoreState {
    if (this.failure !== undefined) return { kind: 'failed', message: this.failure };
    if (this.scoring === undefined || this.tokens.tokensVersion < 0) return { kind: 'waiting' };
    const { total, outdated, target } = this.scoring.pending(this.visible);
    if (outdated === 0) this.complete = true;
    if (!this.complete) return { kind: 'scoring', done: total - outdated, total };
    return target === undefined && this.rests && this.scoring.settled && !this.tokens.behind
      ? { kind: 'done' }
      : { kind: 'live' };
  }

  /** Sends the tokens [from, to) of the table; `toEnd`: whatever the client has behind them is gone. */
  private emitScores(from: number, to: number, toEnd = false): void {
    if (from >= to && !toEnd) return;
    const { table, text } = this;
    const start = (index: number): number => table.spans[2 * index]!;
    // Byte-level tokens may begin at the same character: they travel together.
    while (from > 0 && start(from - 1) === start(from)) from--;
    while (to < table.length && start(to) === start(to - 1)) to++;
    this.host.emit('scores', {
      uri: this.request.uri,
      version: this.tokens.tokensVersion,
      start: from === 0 ? 0 : start(from),
      end: to < table.length ? start(to) : text.length + 1,
      scores: table.slice(from, to),
    });
  }

  private report(): void {
    const state = this.state();
    const now = performance.now();
    if (state.kind !== 'done' && this.reported?.kind === state.kind && now - this.reported.at < reportEvery) return;
    this.reported = { kind: state.kind, at: now };
    this.host.emit('state', {
      uri: this.request.uri,
      version: this.tokens.tokensVersion,
      state,
      figures: this.figures(),
      ...(this.scoring ? { provenance: this.scoring.provenance } : {}),
    });
    if (state.kind === 'done') for (const { resolve } of this.waiting.splice(0)) resolve();
  }
}
