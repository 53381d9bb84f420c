import assert from 'node:assert/strict';
import type { CancellationToken } from 'vscode-jsonrpc';
import { CompareSession, type CompareHost } from '../../../src/extension/compare/compare-session';
import type { CompareSource, SourceText } from '../../../src/extension/compare/compare-source';
import { fail, type Metrics, type RequestOf, type ResponseOf } from '../../../src/protocol';

class Source implements CompareSource {
  public closed = false;
  public disposed = false;
  private listener: (() => void) | undefined;
  public constructor(
    public readonly title: string,
    public text: string,
    private readonly uri?: string,
  ) {}
  public read(): SourceText {
    return { text: this.text, anchor: this.uri === undefined ? undefined : { uri: this.uri, version: 1, start: 0 } };
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
    this.disposed = true;
  }
}

const one = { precision: 1, recall: 1, f1: 1 };
const metrics: Metrics = {
  rouge: { rouge1: one, rouge2: one, rougeL: one, rougeLsum: one },
  sentenceBleu: 100,
  chrf: 100,
};

interface Asked {
  readonly texts: RequestOf<'metrics'>;
  readonly token: CancellationToken | undefined;
  answer(error?: Error): void;
}

function host(): CompareHost & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const request = (_kind: unknown, texts: unknown, token?: CancellationToken): Promise<never> =>
    new Promise<ResponseOf<'metrics'>>((resolve, reject) => {
      asked.push({
        texts: texts as RequestOf<'metrics'>,
        token,
        answer: (error) => (error ? reject(error) : resolve({ metrics, matches: [] })),
      });
    }) as Promise<never>;
  return { engine: { request }, rest: 5, asked };
}

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('comparing texts', () => {
  it('asks for the figures of a draft and a reference, and says which has a document', async () => {
    const parts = host();
    const session = new CompareSession(parts, () => undefined);
    const done = session.compare(new Source('draft', 'a b', 'file:///d'), new Source('Clipboard', 'a c'));
    assert.deepEqual(parts.asked[0]!.texts, { candidate: 'a b', reference: 'a c' });
    assert.deepEqual([session.state.busy, session.state.live, session.state.result], [true, true, undefined]);
    parts.asked[0]!.answer();
    await done;
    const { busy, live, result, candidate, reference } = session.state;
    assert.deepEqual([busy, live, result?.candidate], [false, false, 'a b']);
    assert.deepEqual([candidate?.linked, reference?.linked], [true, false]);
  });

  it('keeps the figures while the draft changes, asks again when it rests, and the newest wins', async () => {
    const parts = host();
    const session = new CompareSession(parts, () => undefined);
    const draft = new Source('draft', 'a');
    void session.compare(draft, new Source('reference', 'x'));
    parts.asked[0]!.answer();
    await pause();
    draft.change('a b');
    draft.change('a b c');
    assert.deepEqual([session.state.live, session.state.result?.candidate, parts.asked.length], [true, 'a', 1]);
    await pause(20);
    assert.deepEqual(parts.asked.map(({ texts }) => texts.candidate), ['a', 'a b c']); // prettier-ignore
    draft.change('a b c d');
    await pause(20);
    assert.equal(parts.asked[1]!.token?.isCancellationRequested, true);
    parts.asked[2]!.answer();
    await pause();
    parts.asked[1]!.answer();
    await pause();
    assert.equal(session.state.result?.candidate, 'a b c d');
    assert.equal(session.state.live, false);
  });

  it('swaps the sides without letting the texts go', async () => {
    const parts = host();
    const session = new CompareSession(parts, () => undefined);
    const [draft, reference] = [new Source('draft', 'a'), new Source('reference', 'x')];
    void session.compare(draft, reference);
    void session.swap();
    assert.deepEqual(parts.asked[1]!.texts, { candidate: 'x', reference: 'a' });
    assert.equal(session.state.candidate?.title, 'reference');
    assert.deepEqual([draft.disposed, reference.disposed], [false, false]);
    session.dispose();
    await pause();
    assert.deepEqual([draft.disposed, reference.disposed], [true, true]);
  });

  it('says why there are no figures, keeps those before, and stops when asked', async () => {
    const parts = host();
    const session = new CompareSession(parts, () => undefined);
    void session.compare(new Source('draft', 'a'), new Source('reference', 'x'));
    parts.asked[0]!.answer();
    await pause();
    void session.again();
    parts.asked[1]!.answer(fail('bad-request', 'Too long.'));
    await pause();
    assert.deepEqual([session.state.problem, session.state.result?.candidate, session.state.busy], ['Too long.', 'a', false]); // prettier-ignore
    void session.again();
    session.stop();
    assert.equal(parts.asked[2]!.token?.isCancellationRequested, true);
    parts.asked[2]!.answer(fail('cancelled', 'Cancelled.'));
    await pause();
    assert.equal(session.state.problem, 'Stopped.');
    session.refuse('The clipboard holds no text.');
    assert.equal(session.state.problem, 'The clipboard holds no text.');
  });
});
