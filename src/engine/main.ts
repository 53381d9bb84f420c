import os from 'node:os';
import path from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type CancellationToken,
} from 'vscode-jsonrpc/node';
import { FailureError, failureErrorCode, type ClientEvents, type RequestKind } from '../protocol';
import { Engine } from './engine';
import { modelsPlace } from './gguf/install/models-place';
import { handlers } from './requests';

// Before any thread is made, as they inherit it: whoever types goes before whoever computes.
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

/** The engine process: forked by a client, speaks over the fork's channel and ends with it. */
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const bundled = path.resolve(__dirname, '..', 'models', 'bundled');
const engine = new Engine(bundled, (kind, event) => void connection.sendNotification(kind, event), modelsPlace());

for (const kind of Object.keys(handlers) as RequestKind[]) {
  const handle = handlers[kind] as (engine: Engine, request: unknown, token: CancellationToken) => Promise<unknown>;
  connection.onRequest(kind, async (request: unknown, token: CancellationToken) => {
    try {
      return await handle(engine, request, token);
    } catch (error) {
      if (error instanceof FailureError) return new ResponseError(failureErrorCode, error.message, error.failure);
      throw error;
    }
  });
}
connection.onNotification('change', (event: ClientEvents['change']) => engine.change(event));
connection.onNotification('visible', (event: ClientEvents['visible']) => engine.visible(event));
connection.onNotification('close', (event: ClientEvents['close']) => engine.close(event));
connection.listen();
process.once('disconnect', () => process.exit(0));
