import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { Disposes } from './disposes';
import type { CancellationToken } from 'vscode-jsonrpc';
import { EngineClient } from '../client/engine-client';
import type { EngineState } from '../client/engine-state';
import type { ClientEvents, EngineEvents, RequestKind, RequestOf, ResponseOf } from '../protocol';
import type { EngineLink } from './engine-link';
import type { Settings } from './settings';

const levels = { info: 'info', warning: 'warn', error: 'error' } as const;

/** Owns the engine's process: starts it when it is first needed, configures it, writes what it says to the log. */
export class Engine implements EngineLink, vscode.Disposable {
  private readonly client: EngineClient;
  private readonly started = new vscode.EventEmitter<void>();
  private readonly failed = new vscode.EventEmitter<string>();
  private readonly states = new vscode.EventEmitter<EngineState>();
  private readonly disposables: readonly Disposes[];
  /** Of the newest start: settled when the engine is configured. */
  private ready: Promise<void> | undefined;
  private configured = false;

  /** The engine runs and knows no document: each has to be opened (again). */
  public readonly onDidStart = this.started.event;
  /** The engine has ended for good; the sentence says why. */
  public readonly onDidFail = this.failed.event;
  public readonly onState = this.states.event;

  public constructor(
    path: string,
    private readonly settings: Settings,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.client = new EngineClient({ path, client: 'Langscope for VS Code' });
    this.disposables = [
      this.started,
      this.failed,
      this.states,
      this.client.onState((state) => this.follow(state)),
      this.client.onLine((line) => log.info(line)),
      this.client.on('log', ({ level, message }) => log[levels[level]](message)),
      settings.onDidChange(() => {
        if (this.running) this.configure().catch((error: unknown) => log.error(String(error)));
      }),
    ];
  }

  /** Whether documents can be opened; false until the engine is started and configured. */
  public get running(): boolean {
    return this.configured;
  }

  public get pid(): number | undefined {
    return this.client.state.kind === 'running' ? this.client.state.pid : undefined;
  }

  /** Starts the engine where it does not run; `onDidStart` tells when it does. */
  public start(): void {
    if (this.client.state.kind !== 'idle') return;
    // A start that fails tells so itself, as a state.
    this.client.start().catch(() => undefined);
  }

  public async restart(): Promise<void> {
    this.log.info(vscode.l10n.t('The engine is restarted by hand.'));
    this.configured = false;
    await this.client.restart();
  }

  public async request<K extends RequestKind>(
    kind: K,
    params: RequestOf<K>,
    token?: CancellationToken,
  ): Promise<ResponseOf<K>> {
    if (!this.configured) {
      this.start();
      if (this.client.state.kind !== 'waiting' && this.client.state.kind !== 'ended') await this.client.start();
      await this.ready;
    }
    return this.client.request(kind, params, token);
  }

  public notify<K extends keyof ClientEvents>(kind: K, params: ClientEvents[K]): void {
    if (this.configured) this.client.notify(kind, params);
  }

  public on<K extends keyof EngineEvents>(kind: K, listener: (event: EngineEvents[K]) => void): { dispose(): void } {
    return this.client.on(kind, listener);
  }

  public dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
    this.client.dispose();
  }

  private follow(state: EngineState): void {
    if (state.kind !== 'running') this.configured = false;
    switch (state.kind) {
      case 'running':
        this.log.info(vscode.l10n.t('The engine runs (process {0}, {1}).', String(state.pid), state.runtime));
        this.ready = this.configure().then(
          () => {
            if (this.client.state !== state) return;
            this.configured = true;
            this.started.fire();
          },
          (error: unknown) => this.log.error(String(error)),
        );
        break;
      case 'waiting':
        this.log.warn(state.message);
        break;
      case 'ended':
        this.log.error(state.message);
        this.failed.fire(state.message);
        break;
      case 'idle':
      case 'starting':
      case 'disposed':
        break;
    }
    this.states.fire(state);
  }

  private async configure(): Promise<void> {
    const { model, completionsModel, modelFolders, memoryLimit, threads } = this.settings.values;
    // A model named by its folder is listed like those in the folders.
    const folders = [...modelFolders, ...[model, completionsModel].filter(isAbsolute)];
    await this.client.request('configure', { modelFolders: folders, memoryLimitMb: memoryLimit, threads });
    await this.findDefaultModel();
  }

  /** Asks which model is taken where the person chose none; it can be another one when a model was imported. */
  public async findDefaultModel(): Promise<void> {
    const { model } = await this.client.request('defaultModel', {});
    this.settings.prefer(model);
  }
}
