import type { CancellationToken } from 'vscode-jsonrpc';
import type { EngineEvents, InsideText } from '../../protocol';
import type { LanguageModel } from '../families/language-model';
import type { Report } from '../report';
import type { Scheduler } from '../scheduler';
import { EncoderModels } from './encoder/encoder-models';
import { inSteps } from './in-steps';
import { Readings } from './readings';
import { TappedSessions } from './tapped-sessions';

/** What looking into models needs of the engine. */
export interface InsideHost {
  readonly scheduler: Scheduler;
  model(
    request: { readonly model: string; readonly options: Pick<InsideText, 'precision' | 'provider'> },
    token: CancellationToken,
  ): Promise<LanguageModel>;
  emit(kind: 'progress', event: EngineEvents['progress']): void;
}

/** Looks into models: their tapped sessions and what was read with them. */
export class Inside {
  public readonly sessions = new TappedSessions(() => this.working.size > 0);
  public readonly readings = new Readings();
  public readonly encoders = new EncoderModels((model) => this.isBusy(model));
  /** Models that are worked with, and by how many requests. */
  private readonly working = new Map<object, number>();

  public constructor(private readonly host: InsideHost) {}

  /** Whether a request works with the model, so that it must stay loaded. */
  public isBusy(model: object): boolean {
    return this.working.has(model);
  }

  /** Loads the model and works with it step by step, see `inSteps`; `level`: how urgent the steps are. */
  public async work<T>(
    request: Pick<InsideText, 'model' | 'precision' | 'provider' | 'task'>,
    token: CancellationToken,
    steps: (model: LanguageModel, report: Report) => AsyncGenerator<void, T, void>,
    level?: number,
  ): Promise<T> {
    const { model: name, precision, provider, task } = request;
    const model = await this.host.model({ model: name, options: { precision, provider } }, token);
    return this.workWith(model, task, token, steps, level);
  }

  /** The same with a model that was loaded before. */
  public async workWith<T, M extends object>(
    model: M,
    task: string | undefined,
    token: CancellationToken,
    steps: (model: M, report: Report) => AsyncGenerator<void, T, void>,
    level?: number,
  ): Promise<T> {
    const report: Report = (done, total) => {
      if (task !== undefined) this.host.emit('progress', { task, done, total });
    };
    const release = this.hold(model);
    try {
      return await inSteps(this.host.scheduler, token, steps(model, report), level);
    } finally {
      release();
    }
  }

  /** Keeps a model loaded until what this returns is called, once. */
  public hold(model: object): () => void {
    this.working.set(model, (this.working.get(model) ?? 0) + 1);
    return () => {
      const others = this.working.get(model)! - 1;
      if (others > 0) this.working.set(model, others);
      else this.working.delete(model);
      this.sessions.sweep();
    };
  }
}
