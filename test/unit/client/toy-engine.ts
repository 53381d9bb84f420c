import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type CancellationToken,
} from 'vscode-jsonrpc/node';
import {
  failureErrorCode,
  protocolVersion,
  type ClientEvents,
  type Failure,
  type RequestOf,
} from '../../../src/protocol';

/** A process that speaks the engine's side of the protocol as far as the tests of the client need it. */
const mode = process.env['LANGSCOPE_TOY'];
const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const refused = (failure: Failure): ResponseError<Failure> =>
  new ResponseError(failureErrorCode, failure.message, failure);

if (mode === 'crash-at-start') throw new Error('the library is not there');

connection.onRequest('handshake', ({ client }: RequestOf<'handshake'>) => {
  console.error(`hello ${client}`);
  const protocol = mode === 'old' ? protocolVersion + 1 : protocolVersion;
  return { protocol, runtime: 'toy', pid: process.pid, compiledProviders: ['cpu'] };
});
/** Answers with numbers made from the text; says what it got back as an event. */
connection.onRequest('tokenize', ({ text }: RequestOf<'tokenize'>) => {
  const ids = Int32Array.from(text, (character) => character.charCodeAt(0));
  const spans = new Int32Array(2 * ids.length);
  return { ids, spans, pieces: Array.from(text) };
});
/** Waits until it is cancelled. */
connection.onRequest(
  'report',
  (_: RequestOf<'report'>, token: CancellationToken) =>
    new Promise((resolve) => {
      void connection.sendNotification('log', { level: 'info', message: 'waiting' });
      token.onCancellationRequested(() => resolve(refused({ code: 'cancelled', message: 'It was cancelled.' })));
    }),
);
connection.onRequest('load', ({ model }: RequestOf<'load'>) => {
  if (model === 'bug') throw new TypeError('undefined is not a function');
  if (model === 'exit') process.exit(3);
  if (model === 'deaf') {
    process.on('SIGTERM', () => undefined);
    process.on('disconnect', () => undefined);
    setInterval(() => undefined, 1000);
    return null;
  }
  return refused({ code: 'model-missing', message: `There is no model ${model}.` });
});
connection.onNotification('change', ({ uri, version, edits }: ClientEvents['change']) => {
  const scores = {
    spans: Int32Array.of(0, edits.length),
    ids: Int32Array.of(7),
    logprob: Float32Array.of(Number.NaN, -1.5),
    rank: Int32Array.of(-1),
    entropy: Float32Array.of(2),
    unknown: Uint8Array.of(1),
  };
  void connection.sendNotification('scores', { uri, version, start: 0, end: 1, scores });
});
connection.listen();
process.once('disconnect', () => {
  if (mode !== 'stay') process.exit(0);
});
