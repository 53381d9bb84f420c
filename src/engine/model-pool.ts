import { CancellationToken } from 'vscode-jsonrpc';
import { fail, FailureError, type LoadOptions, type LoadState, type Precision, type ProviderReport } from '../protocol';

/** What the pool knows of a model: that it takes memory, and how it runs. */
export interface PooledModel {
  readonly precision: Precision;
  readonly provider: ProviderReport;
  /** Of its weights. */
  readonly bytes: number;
  dispose(): Promise<void>;
}

/** Loads a model of one kind from its folder; refuses with a sentence what cannot be loaded. */
export type Load<M extends PooledModel> = (
  folder: string,
  options: LoadOptions & { readonly threads: number },
  token: CancellationToken,
) => Promise<M>;

interface Entry<M extends PooledModel = PooledModel> extends LoadOptions {
  readonly folder: string;
  readonly load: Load<M>;
  readonly loading: Promise<M>;
  model?: M;
  usedAt: number;
}

export interface PoolLimits {
  readonly memoryLimitMb: number;
  readonly threads: number;
}

/**
 * The models in memory. A model is loaded once however many ask for it; giving up waiting does not stop the load. When
 * the models together are larger than the limit, those that nothing is working with go, least recently used first.
 */
export class ModelPool {
  private entries: readonly Entry[] = [];
  private readonly failures = new Map<string, string>();
  private limits: PoolLimits = { memoryLimitMb: Infinity, threads: 0 };

  public constructor(
    private readonly isBusy: (model: PooledModel) => boolean,
    /** `dropped`: the model that this unloaded. */
    private readonly changed: (folder: string, state: LoadState, dropped?: PooledModel) => void,
  ) {}

  /** Threads for one operator; 0: as many as onnxruntime sees fit. */
  public get threads(): number {
    return this.limits.threads;
  }

  public async configure(limits: PoolLimits): Promise<void> {
    this.limits = limits;
    await this.trim();
  }

  /** The model that `load` makes of the folder; one folder may be loaded in several ways. */
  public async get<M extends PooledModel>(
    load: Load<M>,
    folder: string,
    { precision, provider }: LoadOptions,
    token: CancellationToken,
  ): Promise<M> {
    const same = (known: Entry): known is Entry<M> =>
      known.load === load && known.folder === folder && known.precision === precision && known.provider === provider;
    const entry = this.entries.find(same) ?? this.begin(load, folder, { precision, provider });
    entry.usedAt = Date.now();
    if (entry.model !== undefined) return entry.model;
    const model = await entry.loading;
    if (token.isCancellationRequested) throw fail('cancelled', 'Cancelled.');
    return model;
  }

  public state(folder: string): LoadState {
    const entry = this.entries.find((known) => known.folder === folder);
    const failure = this.failures.get(folder);
    if (entry?.model) return loaded(entry.model);
    if (entry) return { kind: 'loading' };
    return failure === undefined ? { kind: 'unloaded' } : { kind: 'failed', message: failure };
  }

  public async unload(folder: string): Promise<void> {
    for (const entry of this.entries) if (entry.folder === folder) await this.drop(entry);
  }

  private begin<M extends PooledModel>(load: Load<M>, folder: string, options: LoadOptions): Entry<M> {
    this.failures.delete(folder);
    // Nobody's cancellation: others may be waiting, or come to wait.
    const loading = load(folder, { ...options, threads: this.limits.threads }, CancellationToken.None);
    const entry: Entry<M> = { ...options, folder, load, loading, usedAt: Date.now() };
    this.entries = [...this.entries, entry];
    this.changed(folder, { kind: 'loading' });
    loading.then(
      (model) => {
        entry.model = model;
        this.changed(folder, loaded(model));
        void this.trim();
      },
      (error: unknown) => {
        this.forget(entry);
        const message = error instanceof FailureError ? error.message : String(error);
        this.failures.set(folder, message);
        this.changed(folder, { kind: 'failed', message });
      },
    );
    return entry;
  }

  private async trim(): Promise<void> {
    const limit = this.limits.memoryLimitMb * 1024 * 1024;
    const byAge = [...this.entries].sort((a, b) => a.usedAt - b.usedAt);
    let bytes = byAge.reduce((sum, { model }) => sum + (model?.bytes ?? 0), 0);
    // The newest stays even where it alone is over the limit: somebody has just asked for it.
    for (const entry of byAge.slice(0, -1)) {
      if (bytes <= limit) return;
      if (entry.model === undefined || this.isBusy(entry.model)) continue;
      bytes -= entry.model.bytes;
      await this.drop(entry);
    }
  }

  private forget(entry: Entry): void {
    this.entries = this.entries.filter((known) => known !== entry);
  }

  private async drop(entry: Entry): Promise<void> {
    this.forget(entry);
    const model = await entry.loading;
    await model.dispose();
    this.changed(entry.folder, { kind: 'unloaded' }, model);
  }
}

function loaded({ precision, provider, bytes }: PooledModel): LoadState {
  return { kind: 'loaded', precision, provider, bytes };
}
