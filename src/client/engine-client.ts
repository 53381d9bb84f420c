import { CancellationToken, Emitter, ErrorCodes, ResponseError, type Disposable, type Event } from 'vscode-jsonrpc';
import {
  fail,
  failureErrorCode,
  FailureError,
  isFailure,
  protocolVersion,
  type ClientEvents,
  type EngineEvents,
  type RequestKind,
  type RequestOf,
  type ResponseOf,
} from '../protocol';
import { BackOff, restartTimes, type BackOffTimes } from './back-off';
import { EngineProcess } from './engine-process';
import type { EngineState } from './engine-state';

export interface EngineClientOptions {
  /** The engine's script, dist/engine.js. */
  readonly path: string;
  /** Who asks, for the handshake: 'Langscope for VS Code'. */
  readonly client: string;
  /** Environment of the engine beside that of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Pauses between restarts; null: an engine that ended stays so until `restart()`. */
  readonly restarts?: BackOffTimes | null;
}

type Listener<K extends keyof EngineEvents> = (event: EngineEvents[K]) => void;

/**
 * The engine as a client sees it. Requests wait for the engine to start; its death fails every pending request with
 * 'engine-died', and it is started again, with longer and longer pauses, for as long as it takes. The owner opens its
 * documents again when the state becomes 'running' with `restarts` > 0.
 */
export class EngineClient implements Disposable {
  private readonly states = new Emitter<EngineState>();
  private readonly lines = new Emitter<string>();
  private readonly listeners = new Map<string, Set<(event: unknown) => void>>();
  private readonly pending = new Set<(failure: FailureError) => void>();
  private readonly backOff: BackOff | undefined;
  private current: EngineState = { kind: 'idle' };
  private process: EngineProcess | undefined;
  private starting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private starts = 0;

  public readonly onState: Event<EngineState> = this.states.event;
  /** Lines that the engine wrote to its standard output and error. */
  public readonly onLine: Event<string> = this.lines.event;

  public constructor(private readonly options: EngineClientOptions) {
    this.backOff = options.restarts === null ? undefined : new BackOff(options.restarts ?? restartTimes);
  }

  public get state(): EngineState {
    return this.current;
  }

  /** Starts the engine where it does not run; done when it answered the handshake. */
  public start(): Promise<void> {
    if (this.current.kind === 'disposed') return Promise.reject(fail('engine-died', 'The engine has been shut down.'));
    this.starting ??= this.launch();
    return this.starting;
  }

  /** Ends the engine, whatever it does, and starts it afresh. */
  public async restart(): Promise<void> {
    this.backOff?.reset();
    this.end(fail('engine-died', 'The engine was restarted. Ask again.'));
    await this.start();
  }

  /** Asks the engine; rejects with a FailureError for what can go wrong and with another error for a bug. */
  public async request<K extends RequestKind>(
    kind: K,
    params: RequestOf<K>,
    token: CancellationToken = CancellationToken.None,
  ): Promise<ResponseOf<K>> {
    if (this.current.kind === 'waiting' || this.current.kind === 'ended')
      throw fail('engine-died', this.current.message);
    // What is asked of a running engine is asked of this life of it, even if it ends in the same turn.
    if (this.current.kind !== 'running') await this.start();
    return this.send(kind, params, token);
  }

  /** Tells the engine; lost when it does not run, as its documents are then. */
  public notify<K extends keyof ClientEvents>(kind: K, params: ClientEvents[K]): void {
    if (this.current.kind !== 'running') return;
    // A write that fails is the engine's end, which is told by itself.
    this.process?.connection.sendNotification(kind, params).catch(() => undefined);
  }

  /** Hears what the engine tells, over all of its lives. */
  public on<K extends keyof EngineEvents>(kind: K, listener: Listener<K>): Disposable {
    const heard = this.listeners.get(kind) ?? new Set();
    this.listeners.set(kind, heard);
    const entry = (event: unknown): void => listener(event as EngineEvents[K]);
    heard.add(entry);
    return { dispose: () => void heard.delete(entry) };
  }

  public dispose(): void {
    if (this.current.kind === 'disposed') return;
    this.end(fail('engine-died', 'The engine has been shut down.'));
    this.become({ kind: 'disposed' });
    this.states.dispose();
    this.lines.dispose();
    this.listeners.clear();
  }

  private async launch(): Promise<void> {
    clearTimeout(this.timer);
    this.become({ kind: 'starting' });
    const restarts = this.starts++;
    const process: EngineProcess = new EngineProcess(this.options.path, this.options.env ?? {}, {
      line: (line) => void this.lines.fire(line),
      ended: (reason) => {
        if (this.process === process) this.died(reason, performance.now() - process.started);
      },
    });
    this.process = process;
    process.connection.onNotification((kind, event) =>
      this.listeners.get(kind)?.forEach((listener) => listener(event)),
    );
    try {
      const hello = { protocol: protocolVersion, client: this.options.client };
      const engine = await this.send('handshake', hello, CancellationToken.None);
      if (engine.protocol !== protocolVersion) throw mismatch(engine.protocol);
      const { pid, runtime, compiledProviders } = engine;
      if (this.process === process) this.become({ kind: 'running', pid, runtime, compiledProviders, restarts });
    } catch (error) {
      // An engine that refuses the handshake would refuse it again: no restart.
      if (this.process === process) {
        const failure = error instanceof FailureError ? error : fail('protocol-mismatch', messageOf(error));
        this.end(failure);
        this.become({ kind: 'ended', message: failure.message });
        throw failure;
      }
      throw error;
    }
  }

  private send<K extends RequestKind>(kind: K, params: RequestOf<K>, token: CancellationToken): Promise<ResponseOf<K>> {
    const connection = this.process?.connection;
    if (!connection) return Promise.reject(fail('engine-died', 'The engine does not run.'));
    return new Promise((resolve, reject) => {
      this.pending.add(reject);
      connection
        .sendRequest<ResponseOf<K>>(kind, params, token)
        .then(resolve, (error: unknown) => {
          // A channel that breaks under a request is the engine's end: that gives the reason.
          if (isRefusal(error)) reject(refusal(kind, error));
        })
        .finally(() => this.pending.delete(reject));
    });
  }

  /** The process ended without being asked to. */
  private died(reason: string, lived: number): void {
    const pause = this.backOff?.pause(lived);
    const again =
      pause === undefined
        ? ' Start it again to go on.'
        : ` It starts again in ${pause / 1000} s, and what was open is scored anew.`;
    const message = `The engine ended unexpectedly (${reason}).${again}`;
    this.end(fail('engine-died', message));
    if (pause === undefined) {
      this.become({ kind: 'ended', message });
      return;
    }
    this.become({ kind: 'waiting', message, pause });
    this.timer = setTimeout(() => {
      // A start that fails tells so itself, as a state.
      this.start().catch(() => undefined);
    }, pause);
  }

  /** Lets go of the process and fails what waits for it. */
  private end(failure: FailureError): void {
    clearTimeout(this.timer);
    const { process } = this;
    this.process = undefined;
    this.starting = undefined;
    process?.kill();
    for (const reject of [...this.pending]) reject(failure);
    this.pending.clear();
  }

  private become(state: EngineState): void {
    this.current = state;
    this.states.fire(state);
  }
}

/** What the connection itself reports, as against what the engine answered. */
const channelErrors: readonly number[] = [
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
];

function isRefusal(error: unknown): error is ResponseError<unknown> {
  return error instanceof ResponseError && !channelErrors.includes(error.code);
}

/** The error of a response as the person is to see it; a bug in the engine stays an ordinary error. */
function refusal(kind: string, error: ResponseError<unknown>): Error {
  if (error.code === failureErrorCode && isFailure(error.data)) return new FailureError(error.data);
  if (error.code === ErrorCodes.MethodNotFound) {
    return fail('bad-request', `The engine does not know the request '${kind}'. Reinstall Langscope.`);
  }
  return error;
}

function mismatch(protocol: number): FailureError {
  return fail(
    'protocol-mismatch',
    `The engine speaks version ${protocol} of the protocol and this client version ${protocolVersion}. Reinstall Langscope.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
