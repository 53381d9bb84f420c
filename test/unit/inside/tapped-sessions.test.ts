import assert from 'node:assert/strict';
import { join } from 'node:path';
import { TappedSessions } from '../../../src/engine/inside/tapped-sessions';
import { load } from '../families/tiny-folder';
import { root } from '../text/checkout';
import type { LanguageModel } from '../../../src/engine/families/language-model';
import type { Session } from '../../../src/engine/runtime/session';

describe('tapped sessions', function () {
  this.timeout(60_000);
  let model: LanguageModel;
  before(async () => {
    model = await load(join(root, 'models/bundled/langscope-lstm'), { provider: 'cpu' });
  });
  after(() => model.dispose());

  const opened = (sessions: TappedSessions, kind: string): Promise<Session> =>
    sessions.get(model, kind, ({ model: whole }) => whole);
  /** Tells whether the session was released since. */
  const watched = (session: Session): (() => boolean) => {
    let released = false;
    const dispose = session.dispose.bind(session);
    session.dispose = (): Promise<void> => {
      released = true;
      return dispose();
    };
    return () => released;
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('are kept by their kind, and the least recently used go', async () => {
    const sessions = new TappedSessions();
    const first = await opened(sessions, 'first');
    assert.equal(await opened(sessions, 'first'), first);
    for (let i = 0; i < 12; i++) await opened(sessions, `other ${i}`);
    assert.notEqual(await opened(sessions, 'first'), first);
    sessions.forget(model);
  });

  it('stay open while a request is at work, which may be about to run one', async () => {
    let working = true;
    const sessions = new TappedSessions(() => working);
    const released = watched(await opened(sessions, 'first'));
    sessions.forget(model);
    await turn();
    assert.equal(released(), false);
    working = false;
    sessions.sweep();
    await turn();
    assert.equal(released(), true);
  });
});
