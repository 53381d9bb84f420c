import assert from 'node:assert/strict';
import { fail, type AskReading, type EngineEvents, type RequestOf, type ToAskView } from '../../../src/protocol';
import { AskSession, type AskHost } from '../../../src/extension/ask/ask-session';
import type { AskSubject } from '../../../src/extension/ask/ask-subject';
import { exportedAnswers } from '../../../src/extension/ask/ask-export';
import type { EngineLink } from '../../../src/extension/engine-link';

const text = 'First line.\nThe answer is Ada Lovelace, who wrote it.\nLast line.';
const start = text.indexOf('Ada');
const provenance = {
  model: 'toy',
  family: 'reader',
  precision: 'q8',
  provider: 'cpu',
  window: 40,
  stride: 20,
} as const;

/** What the engine would say of text.slice(from): one answer, likelier than none by `gap`. */
function reading(from: number, gap = 4): AskReading {
  const at = start - from;
  const curve = {
    spans: Int32Array.of(at, at + 3, at + 3, at + 12),
    start: Float32Array.of(0.9, 0),
    end: Float32Array.of(0, 0.8),
  };
  const answer = {
    ...{ start: at, end: at + 12, text: 'Ada Lovelace', probability: 0.72, startProbability: 0.9, endProbability: 0.8 },
    ...{ gap, window: { start: at, end: at + 12 }, curve, first: 0, last: 1, attention: Float32Array.of(1, 1) },
  };
  return {
    answers: [answer],
    ...{
      none: 0.01,
      overview: curve,
      question: { spans: Int32Array.of(0, 4) },
      tokens: 2,
      windows: 1,
      threshold: 1,
      provenance,
    },
  };
}

/** An engine whose answers the test gives. */
class Engine {
  public readonly asked: RequestOf<'ask'>[] = [];
  public replies: (() => Promise<AskReading>)[] = [];
  private readonly listeners = new Map<string, Set<(event: never) => void>>();

  public readonly link: AskHost['engine'] = {
    request: (_kind: string, request: RequestOf<'ask'>, cancellation?: Parameters<EngineLink['request']>[2]) => {
      this.asked.push(request);
      const cancelled = new Promise<never>((_, reject) =>
        cancellation?.onCancellationRequested(() => reject(fail('cancelled', 'Cancelled.'))),
      );
      return Promise.race([this.replies.shift()!(), cancelled]);
    },
    on: (kind, listener) => {
      const list = this.listeners.get(kind) ?? new Set();
      this.listeners.set(kind, list.add(listener));
      return { dispose: () => list.delete(listener) };
    },
  };

  public emit<K extends 'asked' | 'progress'>(kind: K, event: EngineEvents[K]): void {
    for (const listener of this.listeners.get(kind) ?? []) listener(event as never);
  }

  public get listening(): number {
    return [...this.listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

describe('a question of the Ask view', () => {
  let engine: Engine;
  let session: AskSession;
  let subject: AskSubject | undefined;
  let history: readonly string[];
  const told: (ToAskView | { readonly kind: 'changed' })[] = [];
  const never = (): Promise<AskReading> => new Promise(() => undefined);

  beforeEach(() => {
    engine = new Engine();
    history = [];
    told.length = 0;
    const about = { name: 'a.md', from: 1, to: 3, characters: text.length };
    subject = { uri: 'file:///a.md', version: 1, text, start: 0, end: text.length, markdown: true, about };
    const host: AskHost = {
      engine: engine.link,
      load: () => ({ precision: 'auto', provider: 'auto' }),
      subject: () => subject,
      history: () => history,
      keep: (kept) => (history = kept),
      t: (message) => message,
    };
    session = new AskSession(host, (message) => told.push(message));
    session.model = 'toy';
  });
  afterEach(() => session.dispose());

  it('tells the answer with its line and what stands around it, and remembers the question', async () => {
    engine.replies = [() => Promise.resolve(reading(0))];
    await session.ask(' Who? ');
    const answer = session.result!.answers[0]!;
    assert.deepEqual([answer.line, answer.before, answer.after], [2, 'The answer is ', ', who wrote it.']);
    assert.deepEqual(answer.pieces, ['Ada', ' Lovelace']);
    assert.deepEqual(session.result!.questionPieces, ['Who?']);
    assert.deepEqual(history, ['Who?']);
    assert.equal(session.threshold, 1);
    assert.equal(engine.listening, 0);
  });

  it('counts places of a selection in the whole document', async () => {
    subject = { ...subject!, start: 12, end: 55 };
    engine.replies = [() => Promise.resolve(reading(12))];
    await session.ask('Who?');
    assert.equal(engine.asked[0]!.text, text.slice(12, 55));
    const answer = session.result!.answers[0]!;
    assert.equal(text.slice(answer.start, answer.end), 'Ada Lovelace');
    assert.equal(answer.curve.spans[0], start);
    assert.equal(answer.line, 2);
  });

  it('lets the newest question win', async () => {
    engine.replies = [never, () => Promise.resolve(reading(0))];
    const first = session.ask('Who?');
    const second = session.ask('Who wrote it?');
    await Promise.all([first, second]);
    assert.equal(session.result?.asked, 'Who wrote it?');
    assert.equal(session.failure, undefined);
    assert.deepEqual(history, ['Who wrote it?', 'Who?']);
    assert.equal(engine.listening, 0);
  });

  it('tells how far it is and the best so far, places in the document', async () => {
    subject = { ...subject!, start: 12 };
    engine.replies = [never];
    const asking = session.ask('Who?');
    const { task } = engine.asked[0]!;
    engine.emit('progress', { task: task!, done: 5, total: 20 });
    engine.emit('progress', { task: 'another', done: 9, total: 9 });
    const brief = { start: start - 12, end: start, text: 'Ada', probability: 0.5, gap: 1 };
    engine.emit('asked', { task: task!, done: 1, total: 2, answers: [brief] });
    assert.deepEqual(session.busy, {
      asked: 'Who?',
      done: 5,
      total: 20,
      answers: [{ ...brief, start, end: start + 12 }],
    });
    session.stop();
    await asking;
    assert.equal(session.failure?.kind, 'stopped');
    assert.equal(session.busy, undefined);
  });

  it('is stale when the text changes, also while it is read', async () => {
    engine.replies = [() => Promise.resolve(reading(0)), () => Promise.resolve(reading(0))];
    await session.ask('Who?');
    session.edited('file:///other.md', 9);
    assert.equal(session.result?.stale, false);
    session.edited('file:///a.md', 2);
    assert.equal(session.result.stale, true);
    subject = { ...subject!, version: 2 };
    const again = session.again();
    session.edited('file:///a.md', 3);
    await again;
    assert.equal(session.result.stale, true);
    assert.equal(session.result.version, 2);
  });

  it('ends with a sentence when the document is closed while it is read', async () => {
    engine.replies = [never];
    const asking = session.ask('Who?');
    session.closed('file:///a.md');
    await asking;
    assert.equal(session.failure?.message, 'The document was closed while it was read.');
    assert.equal(session.busy, undefined);
    engine.replies = [() => Promise.resolve(reading(0))];
    await session.ask('Who?');
    session.closed('file:///a.md');
    assert.equal(session.result, undefined);
  });

  it('says why there is nothing to ask, and what the engine refuses', async () => {
    subject = undefined;
    await session.ask('Who?');
    assert.match(session.failure!.message, /There is no text/);
    session.scope = 'selection';
    await session.ask('Who?');
    assert.match(session.failure!.message, /Nothing is selected/);
    subject = { uri: 'file:///a.md', version: 1, text, start: 0, end: 1, markdown: true, about: { name: 'a.md', from: 1, to: 1, characters: 1 } }; // prettier-ignore
    const binary = { ...subject, text: '\u0000\u0001\u0002PNG\u0003'.repeat(9) };
    subject = binary;
    await session.ask('Who?');
    assert.match(session.failure!.message, /looks binary/);
    subject = { ...binary, text };
    for (const [code, kind] of [
      ['bad-request', 'unsupported'],
      ['engine-died', 'failed'],
    ] as const) {
      engine.replies = [() => Promise.reject(fail(code, 'A sentence.'))];
      await session.ask('Who?');
      assert.deepEqual(session.failure, { kind, message: 'A sentence.' });
    }
  });

  it('keeps the threshold that a person chose, and exports what was found', async () => {
    engine.replies = [() => Promise.resolve(reading(0, 4))];
    session.choose(5);
    await session.ask('Who?');
    assert.equal(session.threshold, 5);
    const csv = exportedAnswers(session.result!, 5, 'csv').split('\n');
    assert.equal(csv[3], `2,${start},${start + 12},0.72,0.9,0.8,4,false,"Ada Lovelace"`);
    const json = JSON.parse(exportedAnswers(session.result!, 5, 'json')) as { threshold: number; answers: { curve: { spans: number[] } }[] }; // prettier-ignore
    assert.deepEqual([json.threshold, json.answers[0]!.curve.spans[0]], [5, start]);
    session.choose(undefined);
    assert.equal(session.threshold, 1);
  });
});
