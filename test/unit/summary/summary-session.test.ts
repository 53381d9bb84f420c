import assert from 'node:assert/strict';
import { fail, type EngineEvents } from '../../../src/protocol';
import type { EngineLink } from '../../../src/extension/engine-link';
import { SummarySession, type SummaryHost } from '../../../src/extension/summary/summary-session';
import type { Taken } from '../../../src/extension/summary/taken-text';

/** An engine whose answers the test gives. */
class Engine {
  public readonly asked: { readonly kind: string; readonly request: { readonly task?: string } }[] = [];
  public reply: (kind: string, cancelled: Promise<never>) => Promise<unknown> = () => Promise.reject(new Error('no reply')); // prettier-ignore
  private readonly listeners = new Map<string, Set<(event: never) => void>>();

  public readonly link: SummaryHost['engine'] = {
    request: ((kind: string, request: { task?: string }, cancellation?: Parameters<EngineLink['request']>[2]) => {
      this.asked.push({ kind, request });
      const cancelled = new Promise<never>((_, reject) =>
        cancellation?.onCancellationRequested(() => reject(fail('cancelled', 'Cancelled.'))),
      );
      cancelled.catch(() => undefined);
      return this.reply(kind, cancelled);
    }) as SummaryHost['engine']['request'],
    on: (kind, listener) => {
      const list = this.listeners.get(kind) ?? new Set();
      this.listeners.set(kind, list.add(listener));
      return { dispose: () => list.delete(listener) };
    },
  };

  public emit<K extends 'generated' | 'progress' | 'summarized'>(kind: K, event: EngineEvents[K]): void {
    for (const listener of this.listeners.get(kind) ?? []) listener(event as never);
  }

  public get listening(): number {
    return [...this.listeners.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

const text = 'First sentence. Second one.\nThird.';
const taken: Taken = {
  scope: 'selection',
  texts: [{ uri: 'file:///a.md', name: 'a.md', markdown: true, text, start: 100, line: 4 }],
};
const extracted = { sentences: [{ text: 'First sentence.', sources: [{ document: 0, start: 0, end: 15, weight: 1 }] }, { text: 'Third.', sources: [{ document: 0, start: 28, end: 34, weight: 0.5 }] }], among: 3 }; // prettier-ignore
const provenance = { model: 'toy', family: 'toy', precision: 'fp32', provider: 'cpu', window: 0, stride: 0 } as const;
const settled = {
  text: 'Short.',
  sentences: [{ start: 0, end: 6, sources: [{ document: 0, start: 16, end: 27, weight: 0.7 }], supported: true, section: 0 }],
  words: [],
  way: { kind: 'attention' } as const,
  sections: [{ document: 0, start: 0, end: 34, tokens: 8 }],
}; // prettier-ignore
const written = { ...settled, leftOut: [], foreign: [], tokens: { read: 8, written: 2 }, provenance };
const overlap = { precision: 1, recall: 1, f1: 0.5 };
const metrics = { metrics: { rouge: { rouge1: overlap, rouge2: overlap, rougeL: overlap, rougeLsum: overlap }, sentenceBleu: 1, chrf: 1 }, matches: [] }; // prettier-ignore

describe('summaries of the Summary view', () => {
  let engine: Engine;
  let session: SummarySession;
  const lexrank = { kind: 'extract', method: 'lexrank' } as const;
  const toy = { kind: 'write', model: 'toy' } as const;
  const answers: Readonly<Record<string, unknown>> = { extract: extracted, summarize: written, metrics };

  beforeEach(() => {
    engine = new Engine();
    engine.reply = (kind) => Promise.resolve(answers[kind]);
    const load = () => ({ precision: 'auto', provider: 'auto' }) as const;
    session = new SummarySession({ engine: engine.link, load, interval: 0 }, () => undefined);
  });
  afterEach(() => session.dispose());

  it('are of chosen sentences, a line each, placed in the document where a selection began', async () => {
    await session.summarize(taken, [lexrank], 'short');
    const [one] = session.shown;
    assert.equal(one!.text, 'First sentence.\nThird.');
    assert.deepEqual(one!.sentences.map(({ start, end }) => one!.text.slice(start, end)), ['First sentence.', 'Third.']); // prettier-ignore
    assert.deepEqual([one!.sentences[1]!.sources[0]!.start, one!.labels.sentences], [128, ['line 5', 'line 6']]);
    assert.deepEqual([one!.end, one!.among, session.busy], ['done', 3, false]);
    assert.equal((engine.asked[0]!.request as { sentences?: number }).sentences, 3);
  });

  it('grow while a model writes, and say how far it is', async () => {
    let finish: (value: unknown) => void = () => undefined;
    engine.reply = () => new Promise((resolve) => (finish = resolve));
    const made = session.summarize(taken, [toy], 'long');
    const { task } = engine.asked[0]!.request;
    engine.emit('progress', { task: task!, done: 0, total: 8 });
    engine.emit('generated', { task: task!, sequence: 0, text: 'Sho', tokens: [] });
    assert.equal(session.shown[0]!.writing, 'Sho');
    engine.emit('generated', { task: 'another', sequence: 0, text: 'No', tokens: [] });
    engine.emit('summarized', { task: task!, ...settled, done: 1 });
    assert.deepEqual([session.shown[0]!.writing, session.shown[0]!.text, session.shown[0]!.written], ['', 'Short.', 1]);
    assert.equal(session.shown[0]!.sentences[0]!.sources[0]!.start, 116);
    finish(written);
    await made;
    assert.match(session.shown[0]!.provenance!, /^toy .* 8 tokens read, 2 written$/);
    assert.equal(engine.listening, 0);
  });

  it('follow edits that came while they were written', async () => {
    let finish: (value: unknown) => void = () => undefined;
    engine.reply = () => new Promise((resolve) => (finish = resolve));
    const made = session.summarize(taken, [toy], 'short');
    assert.ok(session.edited('file:///a.md', [{ rangeOffset: 110, rangeLength: 0, text: '12345' }], false));
    finish(written);
    await made;
    const [one] = session.shown;
    assert.deepEqual([one!.sentences[0]!.sources[0]!.start, one!.texts[0]!.end, one!.stale], [121, 139, true]);
  });

  it('the newest wish wins; what was wished before is not heard any more', async () => {
    const first = session.summarize(taken, [toy], 'short');
    let late: (value: unknown) => void = () => undefined;
    engine.reply = () => new Promise((resolve) => (late = resolve));
    const second = session.summarize(taken, [toy], 'short');
    const finishSecond = late;
    engine.reply = (kind) => Promise.resolve(answers[kind]);
    const third = session.summarize(taken, [lexrank], 'short');
    finishSecond({ ...written, text: 'Too late' });
    await Promise.all([first, second, third]);
    assert.deepEqual(session.shown.map((one) => [one.text, one.end]), [['First sentence.\nThird.', 'done']]); // prettier-ignore
  });

  it('keep what came when they are stopped or the engine dies', async () => {
    for (const [code, end] of [['cancelled', 'stopped'], ['engine-died', 'died'], ['unsupported', 'failed']] as const) {
      let refuse: (error: unknown) => void = () => undefined;
      engine.reply = (_kind, cancelled) => Promise.race([cancelled, new Promise((_, reject) => (refuse = reject))]);
      const made = session.summarize(taken, [toy], 'short');
      engine.emit('summarized', { task: engine.asked.at(-1)!.request.task!, ...settled, done: 1 });
      if (code === 'cancelled') session.stop();
      else refuse(fail(code, 'A sentence.'));
      await made;
      const [one] = session.shown;
      assert.deepEqual([one!.end, one!.text, one!.failure], [end, 'Short.', code === 'cancelled' ? undefined : 'A sentence.']); // prettier-ignore
    }
  }); // prettier-ignore

  it('stand side by side, with the closeness of the second to the first', async () => {
    await session.summarize(taken, [lexrank], 'short');
    await session.compare(taken, toy);
    assert.deepEqual(session.shown.map(({ text: of }) => of), ['First sentence.\nThird.', 'Short.']); // prettier-ignore
    assert.equal(session.closeness?.rouge1, 0.5);
    const asked = engine.asked.map(({ kind }) => kind);
    assert.deepEqual(asked, ['extract', 'summarize', 'metrics']);
    session.remove(0);
    assert.deepEqual([session.shown.length, session.closeness], [1, undefined]);
  });

  it('are both made anew for a comparison when the text has changed', async () => {
    await session.summarize(taken, [lexrank], 'short');
    session.edited('file:///a.md', [{ rangeOffset: 110, rangeLength: 1, text: '' }], false);
    await session.compare(taken, toy);
    assert.deepEqual(engine.asked.map(({ kind }) => kind), ['extract', 'extract', 'summarize', 'metrics']); // prettier-ignore
    assert.ok(session.shown.every(({ stale }) => !stale));
  });

  it('are no older for having been written into the document themselves', async () => {
    await session.summarize(taken, [lexrank], 'short');
    session.edited('file:///a.md', [{ rangeOffset: 100, rangeLength: 0, text: '# Short.\n' }], true);
    assert.deepEqual([session.shown[0]!.stale, session.shown[0]!.sentences[0]!.sources[0]!.start], [false, 109]);
  });

  it('come back after the window was loaded anew; what was being written has stopped', async () => {
    await session.summarize(taken, [lexrank], 'short');
    const memory = { scope: 'document', means: lexrank, length: 'short', highlights: true } as const;
    const shown = session.shown.map((one) => ({ ...one, end: 'working' as const, writing: 'half' }));
    session.remove(0);
    session.restore({ ...memory, shown });
    assert.deepEqual([session.shown[0]!.end, session.shown[0]!.writing, session.busy], ['stopped', '', false]);
  });
});
