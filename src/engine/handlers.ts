import type { CancellationToken } from 'vscode-jsonrpc';
import type { RequestKind, RequestOf, ResponseOf } from '../protocol';
import type { Engine } from './engine';

/** How the engine answers each kind of request. */
export type Handlers<Kinds extends RequestKind = RequestKind> = {
  readonly [K in Kinds]: (engine: Engine, request: RequestOf<K>, token: CancellationToken) => Promise<ResponseOf<K>>;
};
