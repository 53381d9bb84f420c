import assert from 'node:assert/strict';
import type { CancellationToken } from 'vscode-jsonrpc';
import {
  TranslateSession,
  type TranslateHost,
  type TranslateSource,
} from '../../../src/extension/translation/translate-session';
import { fail, type EngineEvents, type RequestOf, type ToTranslateView } from '../../../src/protocol';
import { translationOf } from './sample-translation';

interface Asked {
  readonly kind: string;
  readonly params: RequestOf<'translate'>;
  readonly token: Pick<CancellationToken, 'isCancellationRequested'> | undefined;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

class Host implements TranslateHost {
  public readonly asked: Asked[] = [];
  public readonly rest = 5;
  private readonly listeners = new Set<(kind: string, event: unknown) => void>();
  public readonly engine: TranslateHost['engine'] = {
    request: (kind, params, token) =>
      new Promise((resolve, reject) => {
        this.asked.push({
          kind,
          params: params as RequestOf<'translate'>,
          token,
          resolve: resolve,
          reject,
        });
      }),
    on: (kind, listener) => {
      const one = (of: string, event: unknown): void => {
        if (of === kind) listener(event as never);
      };
      this.listeners.add(one);
      return { dispose: () => this.listeners.delete(one) };
    },
  };
  public readonly load = () => ({ precision: 'auto', provider: 'cpu' }) as const;

  public emit<K extends keyof EngineEvents>(kind: K, event: EngineEvents[K]): void {
    for (const listener of this.listeners) listener(kind, event);
  }
}

class Source implements TranslateSource {
  public readonly title = 'notes.md';
  public readonly closed = false;
  public readonly markdown = true;
  private listener: (() => void) | undefined;
  public constructor(public text: string) {}
  public read(): { text: string; anchor: { uri: string; version: number; start: number } } {
    return { text: this.text, anchor: { uri: 'file:///notes.md', version: 1, start: 0 } };
  }
  public onDidChange(listener: () => void): { dispose(): void } {
    this.listener = listener;
    return { dispose: () => (this.listener = undefined) };
  }
  public change(text: string): void {
    this.text = text;
    this.listener?.();
  }
  public dispose(): void {
    this.listener = undefined;
  }
}

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('translating', () => {
  let host: Host;
  let told: ToTranslateView[];
  let session: TranslateSession;
  beforeEach(() => {
    host = new Host();
    told = [];
    session = new TranslateSession(host, (message) => {
      if (message.kind !== 'changed') told.push(message);
    });
    session.model = 'translator';
    session.to = 'fr';
  });
  afterEach(() => session.dispose());

  const there = translationOf('The cat', 'Le chat');

  it('asks for the greedy translation first and the beam after it, and tells what is written', async () => {
    const done = session.translate(new Source('The cat'));
    const { params } = host.asked[0]!;
    assert.deepEqual([params.beams, params.to, params.markdown, params.text], [1, 'fr', true, 'The cat']);
    host.emit('progress', { task: params.task!, done: 3, total: 7 });
    host.emit('generated', { task: params.task!, sequence: 0, text: 'Le', tokens: [] });
    host.emit('generated', { task: 'of somebody else', sequence: 0, text: 'x', tokens: [] });
    assert.deepEqual(told, [
      { kind: 'progress', busy: { what: 'greedy', done: 3, total: 7 } },
      { kind: 'partial', way: 'greedy', text: 'Le' },
    ]);
    host.asked[0]!.resolve(there);
    await pause();
    assert.deepEqual([host.asked[1]!.params.beams, session.state.translations.greedy], [5, there]);
    host.asked[1]!.resolve(there);
    await done;
    assert.deepEqual([session.state.busy, session.state.translations.beam], [undefined, there]);
  });

  it('asks again when the slider rests, and the newest wins', async () => {
    void session.translate(new Source('The cat'));
    session.setLengthPenalty(0.4);
    session.setLengthPenalty(9);
    await pause(20);
    assert.equal(host.asked.length, 2);
    assert.equal(host.asked[0]!.token?.isCancellationRequested, true);
    assert.equal(host.asked[1]!.params.lengthPenalty, 2);
    host.asked[0]!.reject(fail('cancelled', 'Cancelled.'));
    await pause();
    assert.deepEqual([session.state.problem, session.state.busy?.what], [undefined, 'greedy']);
  });

  it('says when the text has changed since, and that it has not when it is as it was', async () => {
    const source = new Source('The cat');
    void session.translate(source);
    host.asked[0]!.resolve(there);
    source.change('The cats');
    assert.equal(session.state.stale, true);
    assert.equal(session.state.source?.text, 'The cat');
    source.change('The cat');
    assert.equal(session.state.stale, false);
    await pause();
  });

  it('translates back with the languages the other way round, and finds what is lost', async () => {
    void session.translate(new Source('The cat'));
    for (const at of [0, 1]) {
      host.asked[at]!.resolve(there);
      await pause();
    }
    const done = session.roundTrip('beam');
    const { params } = host.asked[2]!;
    assert.deepEqual([params.text, params.from, params.to], ['Le chat', 'fr', 'en']);
    const back = { ...translationOf('Le chat', 'The dog'), from: 'fr', to: 'en' };
    host.asked[2]!.resolve(back);
    await pause();
    assert.deepEqual([host.asked[3]!.kind, host.asked[3]!.params], ['losses', { text: 'The cat', back: 'The dog' }]);
    host.asked[3]!.resolve({ lost: [{ start: 4, end: 7 }], added: [{ start: 4, end: 7 }], words: 2 });
    await pause();
    assert.equal(host.asked[4]!.kind, 'metrics');
    host.asked[4]!.resolve({ metrics: { sentenceBleu: 0 }, matches: [] });
    await done;
    assert.deepEqual([session.state.round?.way, session.state.round?.lost.length], ['beam', 1]);
  });

  it('keeps what came when it is stopped, and says why something failed', async () => {
    void session.translate(new Source('The cat'));
    host.asked[0]!.resolve(there);
    await pause();
    session.stop();
    host.asked[1]!.reject(fail('cancelled', 'Cancelled.'));
    await pause();
    assert.match(session.state.problem ?? '', /^Stopped/);
    assert.equal(session.state.translations.greedy, there);
    const again = session.again();
    host.asked[2]!.reject(fail('unsupported', 'It cannot.'));
    await again;
    assert.equal(session.state.problem, 'It cannot.');
  });
});
