import { CancellationToken } from 'vscode-jsonrpc';
import { fail, FailureError, type LoadOptions, type LoadState } from '../protocol';
import type { LanguageModel, LoadModel } from './families/language-model';

interface Entry {
  readonly folder: string;
  readonly loading: Promise<LanguageModel>;
  model?: LanguageModel;
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
  private readonly entries = new Map<string, Entry>();
  private readonly failures = new Map<string, string>();
  private limits: PoolLimits = { memoryLimitMb: Infinity, threads: 0 };

  public constructor(
    private readonly load: LoadModel,
    private readonly isBusy: (model: LanguageModel) => boolean,
    /** `dropped`: the model that this unloaded. */
    private readonly changed: (folder: string, state: LoadState, dropped?: LanguageModel) => void,
  ) {}

  /** Threads for one operator; 0: as many as onnxruntime sees fit. */
  public get threads(): number {
    return this.limits.threads;
  }

  public async configure(limits: PoolLimits): Promise<void> {
    this.limits = limits;
    await this.trim();
  }

  public async get(folder: string, options: LoadOptions, token: CancellationToken): Promise<LanguageModel> {
    const key = [folder, options.precision, options.provider].join('\0');
    const entry = this.entries.get(key) ?? this.begin(key, folder, options);
    entry.usedAt = Date.now();
    if (entry.model !== undefined) return entry.model;
    const model = await entry.loading;
    if (token.isCancellationRequested) throw fail('cancelled', 'Cancelled.');
    return model;
  }

  public state(folder: string): LoadState {
    const entry = [...this.entries.values()].find((known) => known.folder === folder);
    const failure = this.failures.get(folder);
    if (entry?.model) return loaded(entry.model);
    if (entry) return { kind: 'loading' };
    return failure === undefined ? { kind: 'unloaded' } : { kind: 'failed', message: failure };
  }

  public async unload(folder: string): Promise<void> {
    for (const [key, entry] of this.entries) if (entry.folder === folder) await this.drop(key, entry);
  }

  private begin(key: string, folder: string, options: LoadOptions): Entry {
    this.failures.delete(folder);
    // Nobody's cancellation: others may be waiting, or come to wait.
    const loading = this.load(folder, { ...options, threads: this.limits.threads }, CancellationToken.None);
    const entry: Entry = { folder, loading, usedAt: Date.now() };
    this.entries.set(key, entry);
    this.changed(folder, { kind: 'loading' });
    loading.then(
      (model) => {
        entry.model = model;
        this.changed(folder, loaded(model));
        void this.trim();
      },
      (error: unknown) => {
        this.entries.delete(key);
        const message = error instanceof FailureError ? error.message : String(error);
        this.failures.set(folder, message);
        this.changed(folder, { kind: 'failed', message });
      },
    );
    return entry;
  }

  private async trim(): Promise<void> {
    const limit = this.limits.memoryLimitMb * 1024 * 1024;
    const byAge = [...this.entries].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    let bytes = byAge.reduce((sum, [, { model }]) => sum + (model?.bytes ?? 0), 0);
    // The newest stays even where it alone is over the limit: somebody has just asked for it.
    for (const [key, entry] of byAge.slice(0, -1)) {
      if (bytes <= limit) return;
      if (entry.model === undefined || this.isBusy(entry.model)) continue;
      bytes -= entry.model.bytes;
      await this.drop(key, entry);
    }
  }

  private async drop(key: string, entry: Entry): Promise<void> {
    this.entries.delete(key);
    const model = await entry.loading;
    await model.dispose();
    this.changed(entry.folder, { kind: 'unloaded' }, model);
  }
}

function loaded({ precision, provider, bytes }: LanguageModel): LoadState {
  return { kind: 'loaded', precision, provider, bytes };
}
