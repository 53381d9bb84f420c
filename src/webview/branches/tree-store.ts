import type {
  AnswerOf,
  AskOf,
  BranchesReading,
  BranchPath,
  Fork,
  ForbiddenToken,
  ForcedToken,
  ForkOptions,
  LikelyBranches,
} from '../../protocol';
import { keyOf, pathOf, rootKey } from './tree-path';

/** A token that a person forbade, and how it is shown. */
export interface NamedForbidden extends ForbiddenToken {
  readonly piece: string;
}

type Asks = 'branchesUnfold' | 'branchesLikely';

/** Asks the engine about the reading that is shown. */
export type AskTree = <K extends Asks>(ask: K, params: AskOf<'branches', K>) => Promise<AnswerOf<'branches', K>>;

/** How far the likely part is unfolded at once. */
export interface LikelyWish {
  readonly depth: number;
  readonly mass: number;
  readonly most: number;
}

/** What is kept of a tree while the page is hidden: plain data. */
export interface KeptTree {
  readonly reading: string;
  readonly open: readonly string[];
  readonly selected: string;
  readonly forced: readonly ForcedToken[];
}

/** Tells readings apart, those of an engine that was started again too. */
export function readingKey({ reading, at, tokens, provenance, root }: BranchesReading): string {
  return [reading, at, tokens.total, provenance.model, provenance.precision, root.entropy].join(' ');
}

/** The tree of one reading: what is known of it, what is unfolded, forbidden and forced. */
export class TreeStore {
  public readonly forks = new Map<string, Fork>();
  public readonly open = new Set<string>();
  public selected = rootKey;
  public forbidden: readonly NamedForbidden[] = [];
  public forced: readonly ForcedToken[] = [];
  /** Paths that the engine is asked about. */
  public readonly waiting = new Set<string>();
  private reading: string | undefined;

  public constructor(
    private readonly ask: AskTree,
    private readonly changed: () => void,
    /** How many continuations of a fork are shown. */
    public top: number,
  ) {}

  /** Begins anew with a reading; `kept`: what a page that was hidden showed of it. */
  public async show(content: BranchesReading, kept: KeptTree | undefined, likely: LikelyWish): Promise<void> {
    const { root } = content;
    this.reading = readingKey(content);
    this.forks.clear();
    this.open.clear();
    this.waiting.clear();
    this.forks.set(rootKey, root);
    this.open.add(rootKey);
    this.selected = rootKey;
    this.forced = [];
    // What is forbidden everywhere stays so; a path of another reading is no path of this one.
    this.forbidden = this.forbidden.filter(({ path }) => path === undefined);
    if (kept?.reading === this.reading) {
      this.forced = kept.forced;
      this.selected = kept.selected;
      await this.unfoldAll([rootKey, ...kept.open]);
    } else await this.unfoldLikely([], likely);
  }

  /** Shows what comes after the path. */
  public async unfold(path: BranchPath): Promise<void> {
    const key = keyOf(path);
    if (!this.forks.has(key)) await this.learn([path]);
    if (!this.forks.has(key)) return;
    this.open.add(key);
    this.changed();
  }

  public fold(path: BranchPath): void {
    this.open.delete(keyOf(path));
    this.changed();
  }

  /** Only the first fork stays unfolded. */
  public foldAll(): void {
    this.open.clear();
    this.open.add(rootKey);
    this.selected = rootKey;
    this.changed();
  }

  public select(key: string): void {
    this.selected = key;
    this.changed();
  }

  /** Unfolds the most probable paths behind a path; undefined where another reading came meanwhile. */
  public async unfoldLikely(path: BranchPath, wish: LikelyWish): Promise<LikelyBranches | undefined> {
    const { reading } = this;
    const found = await this.ask('branchesLikely', { path, ...wish, ...this.options });
    if (this.reading !== reading) return undefined;
    for (const fork of found.forks) {
      const key = keyOf(fork.path);
      this.forks.set(key, fork);
      this.open.add(key);
    }
    this.changed();
    return found;
  }

  /** A token must not come any more; what is known is told anew. */
  public async forbid(token: NamedForbidden): Promise<void> {
    this.forbidden = [...this.forbidden, token];
    await this.tellAgain();
  }

  public async allow(token: NamedForbidden): Promise<void> {
    this.forbidden = this.forbidden.filter((one) => one !== token);
    await this.tellAgain();
  }

  /** Goes on behind the path with these tokens, however improbable, and selects the last one. */
  public async force(path: BranchPath, ids: readonly number[]): Promise<void> {
    const forced = ids.map((id, at) => ({ id, path: [...path, ...ids.slice(0, at)] }));
    this.forced = [...this.forced, ...forced];
    const whole = [...path, ...ids];
    await this.learn([...forced.map((one) => one.path), whole]);
    for (const { path: before } of forced) this.open.add(keyOf(before));
    this.open.add(keyOf(whole));
    this.selected = keyOf(whole);
    this.changed();
  }

  /** Another number of continuations. */
  public async showMost(top: number): Promise<void> {
    this.top = top;
    await this.tellAgain();
  }

  public get kept(): KeptTree | undefined {
    const { reading, open, selected, forced } = this;
    return reading === undefined ? undefined : { reading, open: [...open], selected, forced };
  }

  private get options(): ForkOptions {
    const forbidden = this.forbidden.map(({ id, path }) => (path === undefined ? { id } : { id, path }));
    return { top: this.top, forbidden, forced: this.forced };
  }

  private async tellAgain(): Promise<void> {
    await this.learn([...this.forks.keys()].map(pathOf));
  }

  private async unfoldAll(keys: readonly string[]): Promise<void> {
    await this.learn(keys.map(pathOf));
    for (const key of keys) if (this.forks.has(key)) this.open.add(key);
    this.changed();
  }

  private async learn(paths: readonly BranchPath[]): Promise<void> {
    const { reading } = this;
    const keys = paths.map(keyOf);
    for (const key of keys) this.waiting.add(key);
    this.changed();
    try {
      const forks = await this.ask('branchesUnfold', { paths, ...this.options });
      if (this.reading !== reading) return;
      for (const fork of forks) this.forks.set(keyOf(fork.path), fork);
    } finally {
      if (this.reading === reading) for (const key of keys) this.waiting.delete(key);
      this.changed();
    }
  }
}
