import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { EngineClient, type EngineClientOptions } from '../../../src/client/engine-client';
import type { EngineState } from '../../../src/client/engine-state';
import { FailureError, type EngineEvents, type FailureCode, type RequestKind } from '../../../src/protocol';

const quick = { first: 20, longest: 80, forgiven: 60_000 };
const document = { uri: 'file:///a', version: 1 };
const anyhow = { precision: 'auto', provider: 'auto' } as const;

const failsWith =
  (code: FailureCode, sentence: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof FailureError, String(error));
    assert.equal(error.failure.code, code);
    assert.match(error.message, sentence);
    return true;
  };

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('EngineClient', () => {
  const clients: EngineClient[] = [];
  const client = (mode = '', options: Partial<EngineClientOptions> = {}): EngineClient => {
    const made = new EngineClient({
      path: join(__dirname, 'toy-engine.js'),
      client: 'tests',
      env: { LANGSCOPE_TOY: mode },
      restarts: quick,
      ...options,
    });
    clients.push(made);
    return made;
  };
  const running = async (engine: EngineClient): Promise<Extract<EngineState, { kind: 'running' }>> => {
    await engine.start();
    assert.equal(engine.state.kind, 'running');
    return engine.state;
  };
  const reaches = (engine: EngineClient, kind: EngineState['kind']): Promise<EngineState> =>
    new Promise((resolve) => {
      const listening = engine.onState((state) => {
        if (state.kind !== kind) return;
        listening.dispose();
        resolve(state);
      });
    });

  afterEach(() => {
    for (const made of clients.splice(0)) made.dispose();
  });

  it('starts with the first request and gets typed arrays as they are', async () => {
    const engine = client();
    const { ids, spans, pieces } = await engine.request('tokenize', { model: 'm', text: 'aé' });
    assert.ok(ids instanceof Int32Array && spans instanceof Int32Array);
    assert.deepEqual([ids, spans, pieces], [Int32Array.of(97, 233), new Int32Array(4), ['a', 'é']]);
    assert.equal((await running(engine)).restarts, 0);
  });

  it('moves ten megabytes without turning them into JSON', async () => {
    const engine = client();
    await engine.start();
    const begin = performance.now();
    const { ids } = await engine.request('tokenize', { model: 'm', text: 'x'.repeat(2_500_000) });
    assert.equal(ids.length, 2_500_000);
    assert.ok(performance.now() - begin < 3000);
  });

  it('tells and hears', async () => {
    const engine = client();
    const heard = new Promise<EngineEvents['scores']>((resolve) => void engine.on('scores', resolve));
    await engine.start();
    engine.notify('change', { ...document, edits: [{ start: 0, end: 0, text: 'x' }] });
    const { scores, version } = await heard;
    assert.equal(version, 1);
    assert.ok(scores.logprob instanceof Float32Array && scores.unknown instanceof Uint8Array);
    assert.deepEqual(Array.from(scores.logprob), [Number.NaN, -1.5]);
    assert.deepEqual(scores.spans, Int32Array.of(0, 1));
  });

  it('hands on the lines of its output', async () => {
    const engine = client();
    const line = new Promise((resolve) => void engine.onLine(resolve));
    await engine.start();
    assert.equal(await line, 'hello tests');
  });

  it('passes cancellation on', async () => {
    const engine = client();
    const waiting = new Promise((resolve) => void engine.on('log', resolve));
    const source = new CancellationTokenSource();
    const asked = engine.request('report', document, source.token);
    await waiting;
    source.cancel();
    await assert.rejects(asked, failsWith('cancelled', /^It was cancelled\.$/));
  });

  it('hands on failures and tells bugs from them', async () => {
    const engine = client();
    await assert.rejects(
      engine.request('load', { model: 'none', ...anyhow }),
      failsWith('model-missing', /no model none/),
    );
    await assert.rejects(engine.request('load', { model: 'bug', ...anyhow }), (error) => {
      assert.ok(error instanceof Error && !(error instanceof FailureError));
      assert.match(error.message, /undefined is not a function/);
      return true;
    });
  });

  it('refuses kinds that the engine does not know', async () => {
    const engine = client();
    const asked = engine.request('dance' as RequestKind, {});
    await assert.rejects(asked, failsWith('bad-request', /'dance'/));
  });

  it('refuses an engine of another version, and does not start it again', async () => {
    const engine = client('old');
    await assert.rejects(engine.start(), failsWith('protocol-mismatch', /version 2.*version 1.*Reinstall/));
    assert.equal(engine.state.kind, 'ended');
    await pause(60);
    assert.equal(engine.state.kind, 'ended');
    await assert.rejects(engine.request('models', {}), failsWith('engine-died', /version 2/));
  });

  it('fails what waits when the engine dies, and starts it again', async () => {
    const engine = client();
    const { pid } = await running(engine);
    const asked = [engine.request('report', document), engine.request('report', document)];
    const back = reaches(engine, 'running');
    process.kill(pid, 'SIGKILL');
    for (const request of asked) {
      await assert.rejects(
        request,
        failsWith('engine-died', /ended unexpectedly \(killed by SIGKILL.*\)\. It starts again in 0\.02 s/),
      );
    }
    const state = await back;
    assert.ok(state.kind === 'running' && state.restarts === 1 && state.pid !== pid);
    assert.equal((await engine.request('tokenize', { model: 'm', text: 'a' })).ids.length, 1);
  });

  it('tells the exit code', async () => {
    const engine = client('', { restarts: null });
    await assert.rejects(
      engine.request('load', { model: 'exit', ...anyhow }),
      failsWith('engine-died', /\(exit code 3.*\)\. Start it again to go on\.$/),
    );
    assert.equal(engine.state.kind, 'ended');
  });

  it('says why it cannot start, with longer and longer pauses, and never gives up', async () => {
    const engine = client('crash-at-start');
    const pauses: number[] = [];
    engine.onState((state) => {
      if (state.kind === 'waiting') pauses.push(state.pause);
    });
    await assert.rejects(engine.start(), failsWith('engine-died', /exit code 1: .*the library is not there/));
    while (pauses.length < 4) await reaches(engine, 'waiting');
    assert.deepEqual(pauses.slice(0, 4), [20, 40, 80, 80]);
    await assert.rejects(engine.request('models', {}), failsWith('engine-died', /starts again/));
  });

  it('says when the script is not there', async () => {
    const engine = client('', { path: join(__dirname, 'no-engine.js'), restarts: null });
    await assert.rejects(engine.start(), failsWith('engine-died', /Cannot find module.*no-engine\.js/));
  });

  it('restarts on demand, at once', async () => {
    const engine = client();
    const { pid } = await running(engine);
    const asked = assert.rejects(engine.request('report', document), failsWith('engine-died', /was restarted/));
    await engine.restart();
    await asked;
    const again = await running(engine);
    assert.ok(again.pid !== pid && again.restarts === 1);
    while (alive(pid)) await pause(10);
  });

  it('ends the process when disposed, and refuses what comes after', async () => {
    const engine = client();
    const { pid } = await running(engine);
    const asked = assert.rejects(engine.request('report', document), failsWith('engine-died', /shut down/));
    engine.dispose();
    await asked;
    while (alive(pid)) await pause(10);
    await assert.rejects(engine.request('models', {}), failsWith('engine-died', /shut down/));
    assert.equal(engine.state.kind, 'disposed');
  });

  it('kills a process that does not listen', async function () {
    this.timeout(6000);
    const engine = client('stay');
    const { pid } = await running(engine);
    await engine.request('load', { model: 'deaf', ...anyhow });
    engine.dispose();
    await pause(100);
    assert.ok(alive(pid));
    while (alive(pid)) await pause(50);
  });
});
