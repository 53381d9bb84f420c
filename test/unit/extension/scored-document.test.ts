import assert from 'node:assert/strict';
import type { EngineLink } from '../../../src/extension/engine-link';
import { ScoredDocument, type TextSource } from '../../../src/extension/scored-document';
import { type Figures, type ScoreState, type TokenScores, fail } from '../../../src/protocol';

/** An engine that only remembers what it was sent; `answer` and `refuse` settle the newest open request. */
class RememberedEngine implements EngineLink {
  public running = true;
  public started = 0;
  public readonly sent: { readonly kind: string; readonly params: unknown }[] = [];
  public settle: { readonly answer: () => void; readonly refuse: (error: Error) => void }[] = [];

  public start(): void {
    this.started++;
  }
  public request<R>(kind: string, params: unknown): Promise<R> {
    this.sent.push({ kind, params });
    return new Promise<R>((resolve, reject) => {
      this.settle.push({ answer: () => resolve(null as R), refuse: reject });
    });
  }
  public notify(kind: string, params: unknown): void {
    this.sent.push({ kind, params });
  }
  public on(): { dispose(): void } {
    return { dispose: () => undefined };
  }
}

const figures: Figures = { tokens: 2, scored: 2, nll: 1, perplexity: 2, utf8Bytes: 6, unknown: 0 };
const provenance = {
  model: 'gpt',
  family: 'causal',
  precision: 'int8',
  provider: 'cpu',
  window: 8,
  stride: 4,
} as const;
const choice = { model: 'gpt', options: { precision: 'auto', provider: 'auto', top: 10 } } as const;
const scores: TokenScores = {
  spans: Int32Array.of(0, 3, 3, 6),
  ids: Int32Array.of(1, 2),
  logprob: Float32Array.of(-1, -2),
  rank: Int32Array.of(0, 1),
  entropy: Float32Array.of(1, 1),
  unknown: Uint8Array.of(0, 0),
};

function setUp() {
  const engine = new RememberedEngine();
  const text = { uri: 'file:///a', version: 1, content: 'abcdef' };
  const source: TextSource = {
    uri: text.uri,
    get version() {
      return text.version;
    },
    text: () => text.content,
    visible: () => ({ start: 0, end: 3 }),
  };
  const told: string[] = [];
  const document = new ScoredDocument(engine, source, (what) => told.push(what));
  const state = (now: ScoreState, version = text.version) =>
    document.takeState({ uri: text.uri, version, state: now, figures, provenance });
  const score = (version = text.version) => document.takeScores({ uri: text.uri, version, start: 0, end: 6, scores });
  const opened = async () => {
    engine.settle.at(-1)!.answer();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { engine, text, document, told, state, score, opened };
}

describe('ScoredDocument', () => {
  it('opens with the present text and the visible stretch', () => {
    const { engine, document } = setUp();
    document.open(choice);
    assert.deepEqual(engine.sent, [
      {
        kind: 'open',
        params: { uri: 'file:///a', version: 1, text: 'abcdef', ...choice, visible: { start: 0, end: 3 } },
      },
    ]);
    assert.equal(document.state.kind, 'waiting');
  });

  it('only starts an engine that does not run, and opens when told to', () => {
    const { engine, document } = setUp();
    engine.running = false;
    document.open(choice);
    assert.equal(engine.started, 1);
    assert.equal(engine.sent.length, 0);
    engine.running = true;
    document.reopen();
    assert.equal(engine.sent.length, 1);
  });

  it('takes nothing of an older opening: a model that was changed in the middle', async () => {
    const { document, state, score, opened } = setUp();
    document.open(choice);
    await opened();
    score();
    state({ kind: 'done' });
    assert.equal(document.mirror.length, 2);
    document.open({ ...choice, model: 'lstm' });
    assert.equal(document.mirror.length, 0);
    assert.equal(document.figures, undefined);
    score();
    state({ kind: 'done' });
    assert.equal(document.mirror.length, 0, 'scores of the old model');
    assert.equal(document.state.kind, 'waiting');
    await opened();
    score();
    assert.equal(document.mirror.length, 2);
  });

  it('keeps colours when the engine dies, and opens again', async () => {
    const { engine, document, score, state, opened } = setUp();
    document.open(choice);
    await opened();
    score();
    state({ kind: 'done' });
    document.interrupt();
    score();
    assert.equal(document.state.kind, 'waiting');
    assert.equal(document.mirror.length, 2);
    document.reopen();
    engine.settle.at(-1)!.refuse(fail('engine-died', 'died'));
    await Promise.resolve();
    assert.equal(document.mirror.length, 2);
    assert.equal(document.state.kind, 'waiting');
    assert.equal(engine.sent.filter(({ kind }) => kind === 'open').length, 2);
  });

  it('says why it could not be opened', async () => {
    const { engine, document } = setUp();
    document.open(choice);
    engine.settle.at(-1)!.refuse(fail('model-missing', 'There is no such model.'));
    await new Promise(setImmediate);
    assert.deepEqual(document.state, { kind: 'failed', message: 'There is no such model.' });
  });

  it('is live from the first keystroke until the engine has caught up', async () => {
    const { engine, document, text, state, score, opened } = setUp();
    document.open(choice);
    await opened();
    score();
    state({ kind: 'done' });
    text.version = 2;
    text.content = 'abcXdef';
    document.change(2, [{ start: 3, end: 3, text: 'X' }]);
    assert.equal(document.state.kind, 'live');
    assert.deepEqual(document.mirror.at(1).start, 4);
    assert.deepEqual(engine.sent.at(-1), {
      kind: 'change',
      params: { uri: 'file:///a', version: 2, edits: [{ start: 3, end: 3, text: 'X' }] },
    });
    state({ kind: 'done' }, 1);
    assert.equal(document.state.kind, 'live', 'done for an older text is not done');
    state({ kind: 'done' }, 2);
    assert.equal(document.state.kind, 'done');
  });

  it('ends quietly when it is closed in the middle', async () => {
    const { engine, document, told, score, state, opened } = setUp();
    document.open(choice);
    await opened();
    document.close();
    document.close();
    const before = told.length;
    score();
    state({ kind: 'scoring', done: 1, total: 2 });
    document.reopen();
    assert.equal(told.length, before);
    assert.equal(engine.sent.filter(({ kind }) => kind === 'close').length, 1);
    assert.equal(document.mirror.length, 0);
  });
});
