import type { ClientEvents, EngineEvents, RequestKind, RequestOf, ResponseOf } from '../protocol';

/** Structurally what both VS Code and vscode-jsonrpc call a cancellation token. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: (listener: () => void) => { dispose(): void };
}

/** The way to the engine, whatever it is at the other end. Requests and notifications arrive in the order of the calls. */
export interface EngineLink {
  /** Whether documents can be opened now. */
  readonly running: boolean;
  /** Starts the engine where it does not run. */
  start(): void;
  request<K extends RequestKind>(kind: K, params: RequestOf<K>, token?: Cancellation): Promise<ResponseOf<K>>;
  notify<K extends keyof ClientEvents>(kind: K, params: ClientEvents[K]): void;
  on<K extends keyof EngineEvents>(kind: K, listener: (event: EngineEvents[K]) => void): { dispose(): void };
}
