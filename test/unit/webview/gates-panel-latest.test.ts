import assert from 'node:assert/strict';
import { type Asked, LatestAnswer } from '../../../src/webview/gates/latest-answer';

/** Questions that are answered by hand. */
class Questions {
  public changes = 0;
  public readonly cancelled: string[] = [];
  private readonly open = new Map<string, { resolve(value: string): void; reject(error: Error): void }>();

  public ask(name: string): Asked<string> {
    const answer = new Promise<string>((resolve, reject) => this.open.set(name, { resolve, reject }));
    return { answer, cancel: () => this.cancelled.push(name) };
  }

  public async answer(name: string): Promise<void> {
    this.open.get(name)!.resolve(`answer to ${name}`);
    await new Promise((resolve) => setImmediate(resolve));
  }

  public async refuse(name: string): Promise<void> {
    this.open.get(name)!.reject(new Error(`no ${name}`));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('gates: the latest answer', () => {
  const begin = (): { readonly asks: Questions; readonly latest: LatestAnswer<string> } => {
    const asks = new Questions();
    return { asks, latest: new LatestAnswer<string>(() => asks.changes++) };
  };

  it('keeps the older answer until the newer one is there', async () => {
    const { asks, latest } = begin();
    latest.follow('a', () => asks.ask('a'));
    assert.equal(latest.waiting, true);
    await asks.answer('a');
    assert.equal(latest.value, 'answer to a');
    latest.follow('a', () => assert.fail('the same question is not asked twice'));
    latest.follow('b', () => asks.ask('b'));
    assert.equal(latest.value, 'answer to a');
    assert.equal(latest.settled, false);
    await asks.answer('b');
    assert.equal(latest.value, 'answer to b');
    assert.equal(latest.settled, true);
    assert.equal(asks.changes, 2);
    assert.deepEqual(asks.cancelled, []);
  });

  it('cancels a question when a newer one is asked, and drops its answer', async () => {
    const { asks, latest } = begin();
    latest.follow('a', () => asks.ask('a'));
    latest.follow('b', () => asks.ask('b'));
    assert.deepEqual(asks.cancelled, ['a']);
    await asks.answer('b');
    await asks.answer('a');
    assert.equal(latest.value, 'answer to b');
    assert.equal(asks.changes, 1);
  });

  it('tells why there is no answer, and shows none of an older question', async () => {
    const { asks, latest } = begin();
    latest.follow('a', () => asks.ask('a'));
    await asks.answer('a');
    latest.follow('b', () => asks.ask('b'));
    await asks.refuse('b');
    assert.equal(latest.value, undefined);
    assert.match(String(latest.failure), /no b/);
    assert.equal(latest.waiting, false);
  });

  it('stops: what is there stays, and the same may be asked again', async () => {
    const { asks, latest } = begin();
    latest.follow('a', () => asks.ask('a'));
    await asks.answer('a');
    latest.follow('b', () => asks.ask('b'));
    latest.stop();
    assert.deepEqual(asks.cancelled, ['b']);
    assert.equal(latest.waiting, false);
    assert.equal(latest.value, 'answer to a');
    latest.follow('b', () => asks.ask('b'));
    await asks.answer('b');
    assert.equal(latest.value, 'answer to b');
  });

  it('forgets all when there is nothing to ask about', async () => {
    const { asks, latest } = begin();
    latest.follow('a', () => asks.ask('a'));
    latest.clear();
    await asks.answer('a');
    assert.equal(latest.value, undefined);
    assert.equal(asks.changes, 0);
  });
});
