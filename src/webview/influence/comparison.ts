import type { ComparableModel, InfluenceCurve, InfluenceMeasure } from '../../protocol';
import { FailureError } from '../../protocol/failure';

/** What is asked of every model. */
export interface Comparing {
  /** Of the text. */
  readonly version: number;
  readonly measure: InfluenceMeasure;
  readonly longest: number;
}

export type ModelCurve =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly curve: InfluenceCurve }
  | { readonly kind: 'refused'; readonly message: string };

type AskCurve = (
  model: string,
  asked: Comparing,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
) => Promise<InfluenceCurve>;

/** The curves of several models, asked for one after the other; each is drawn as soon as it is there. */
export class Comparison {
  private readonly curves = new Map<string, ModelCurve>();
  private running: AbortController | undefined;
  private asked: Comparing | undefined;

  public constructor(
    private readonly ask: AskCurve,
    private readonly changed: () => void,
  ) {}

  public get busy(): boolean {
    return this.running !== undefined;
  }

  /** Whether curves are shown that were computed for something else than this. */
  public isOld({ version }: Pick<Comparing, 'version'>): boolean {
    return this.asked !== undefined && this.curves.size > 0 && this.asked.version !== version;
  }

  public get begun(): boolean {
    return this.asked !== undefined;
  }

  public of(model: string): ModelCurve | undefined {
    return this.curves.get(model);
  }

  /** Asks for what is not known yet; what was computed in another way is dropped. */
  public async compare(models: readonly ComparableModel[], comparing: Comparing): Promise<void> {
    this.stop();
    const { asked } = this;
    const same =
      asked?.version === comparing.version &&
      asked.measure === comparing.measure &&
      asked.longest === comparing.longest;
    if (!same) this.curves.clear();
    this.asked = comparing;
    const missing = models.filter(({ name }) => this.curves.get(name)?.kind !== 'done');
    if (missing.length === 0) {
      this.changed();
      return;
    }
    const running = new AbortController();
    this.running = running;
    for (const { name } of missing) this.curves.set(name, { kind: 'waiting' });
    for (const { name } of missing) {
      this.put(name, { kind: 'running', done: 0, total: 0 });
      const outcome = await this.askOne(name, comparing, running.signal);
      if (running.signal.aborted) return;
      this.put(name, outcome);
    }
    this.running = undefined;
    this.changed();
  }

  /** Ends the question on its way; what is there stays. */
  public stop(): void {
    if (!this.running) return;
    this.running.abort();
    this.running = undefined;
    for (const [name, { kind }] of this.curves) if (kind === 'waiting' || kind === 'running') this.curves.delete(name);
    this.changed();
  }

  private async askOne(name: string, comparing: Comparing, signal: AbortSignal): Promise<ModelCurve> {
    try {
      const progress = (done: number, total: number): void => {
        if (!signal.aborted) this.put(name, { kind: 'running', done, total });
      };
      return { kind: 'done', curve: await this.ask(name, comparing, signal, progress) };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return { kind: 'refused', message: error.failure.message };
    }
  }

  private put(name: string, state: ModelCurve): void {
    this.curves.set(name, state);
    this.changed();
  }
}
