import { type Provenance, type ScoreOptions, type Span } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import type { DocumentTokens, TokenChange } from './document-tokens';
import { findPending, type Pending, type Target } from './pending';
import { StateCache } from './state-cache';
import { notScored } from './token-table';
import { planWindows, samePlan, type Window, type WindowShape } from './window-plan';
import { WindowReader } from './window-reader';
import { provenanceOf, windowShape } from './window-shape';

/** Cached readings of one document; a transformer's cache of a window is megabytes. */
const cacheBytes = 64 * 1024 * 1024;

/** The windows of one document under one model: which tokens still want a figure, and how they get it. */
export class DocumentScoring {
  private readonly reader: WindowReader;
  private readonly cache: StateCache;
  private readonly shape: WindowShape;
  /** 1 where a start token stands before the document's first. */
  private readonly lead: number;
  private plan: readonly Window[] = [];
  /** Sequence places that no window of the plan scores. */
  private unscorable = new Set<number>();
  private edited = false;
  private isSettled = true;
  private known: { readonly visible: Span | undefined; readonly pending: Pending } | undefined;
  /**
   * Carried state: sequence places, ascending, at which the figures behind do not follow from the state before: edits,
   * and how far reading on from them has come.
   */
  private changes: number[] = [];

  public constructor(
    public readonly model: LanguageModel,
    private readonly tokens: DocumentTokens,
    options: Pick<ScoreOptions, 'window' | 'stride'>,
  ) {
    this.shape = windowShape(model, options);
    this.lead = model.tokenizer.startToken === undefined ? 0 : 1;
    this.cache = new StateCache(this.shape.window === Infinity, cacheBytes);
    this.reader = new WindowReader(model, tokens.table, this.cache, this.lead);
    this.replan([]);
  }

  public get provenance(): Provenance {
    return provenanceOf(this.model, this.shape);
  }

  /** Whether some window scores the token, now or later: all but the first of a text or of a disjoint window. */
  public isScorable(index: number): boolean {
    return !this.unscorable.has(index + this.lead);
  }

  public pending(visible: Span | undefined): Pending {
    if (this.known?.visible !== visible) this.known = undefined;
    this.known ??= { visible, pending: this.find(visible) };
    return this.known.pending;
  }

  /** Takes the tokens' change over, the first tokens of an opened document too: what it can have changed is to be scored again, windows behind it move along. */
  public adopt({ from, removed, inserted }: TokenChange): void {
    const { table } = this.tokens;
    const at = from + this.lead;
    const delta = inserted - removed;
    const opened = this.plan.length === 0;
    this.edited = !opened;
    this.isSettled = opened;
    for (let i = from; i < table.length; i++) {
      const by = table.scoredBy[i]!;
      const untouched = !this.carried && by >= at + removed;
      table.scoredBy[i] = by !== notScored && untouched && i >= from + inserted ? by + delta : notScored;
    }
    const moved = this.plan.map(({ start }) => start).filter((start) => start <= at || start >= at + removed);
    this.cache.edited(at, removed, inserted);
    this.reader.edited();
    if (this.carried) {
      const others = this.changes.filter((place) => place < at || place >= at + removed);
      this.changes = [...others.map((place) => (place < at ? place : place + delta)), at].sort((a, b) => a - b);
    }
    this.replan(moved.map((start) => (start >= at + removed ? start + delta : start)));
  }

  /** Whether windows stand at their canonical places, or would if they were all read. */
  public get settled(): boolean {
    return this.isSettled;
  }

  /** The text rests: windows return to their canonical places. */
  public settle(): void {
    this.isSettled = true;
    this.replan([]);
  }

  /** Scores one piece; returns the tokens [from, to) of the table that got figures. */
  public async step(target: Target, budget: number): Promise<readonly [number, number]> {
    const progress = await this.reader.step(target, budget, this.edited);
    this.known = undefined;
    if (this.carried) this.advance(progress.end, progress.met);
    return [progress.from - this.lead, progress.to - this.lead];
  }

  private get carried(): boolean {
    return this.cache.carried;
  }

  private find(visible: Span | undefined): Pending {
    const { table } = this.tokens;
    const range = visible && ([table.at(visible.start), Math.max(0, table.at(visible.end))] as const);
    return findPending(table, this.plan, this.lead, range, this.isSettled);
  }

  private replan(anchors: readonly number[]): void {
    const { table } = this.tokens;
    const plan = planWindows(table.length === 0 ? 0 : table.length + this.lead, this.shape, anchors);
    this.known = undefined;
    if (samePlan(plan, this.plan)) return;
    this.plan = plan;
    this.unscorable = new Set(plan.flatMap(({ start, from }, i) => (from > (plan[i - 1]?.end ?? 0) ? [start] : [])));
    // What no window scores has no figure, whatever it had before.
    for (const place of this.unscorable) if (place >= this.lead) table.clear(place - this.lead);
  }

  /** Where the carried state is again what it was, the old figures up to the next change hold; elsewhere the change has moved on. */
  private advance(position: number, met: boolean): void {
    const { table } = this.tokens;
    this.changes = this.changes.filter((place) => place >= position);
    if (!met) {
      this.changes.unshift(position);
      return;
    }
    const next = this.changes[0] ?? Infinity;
    for (let i = position - this.lead; i < Math.min(table.length, next - this.lead); i++) {
      if (!Number.isNaN(table.logprob[i]!)) table.scoredBy[i] = 0;
    }
    this.cache.renew(position, next);
  }
}
