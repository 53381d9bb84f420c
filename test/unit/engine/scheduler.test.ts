import assert from 'node:assert/strict';
import { Scheduler, urgency, type Work } from '../../../src/engine/scheduler';

function work(level: () => number | undefined, step: () => void): Work {
  return {
    urgency: level,
    step: () => {
      step();
      return Promise.resolve();
    },
    failed: (error) => assert.fail(String(error)),
  };
}

describe('the scheduler', () => {
  it('lets what a person waits for go before background work, between two of its steps', async () => {
    const scheduler = new Scheduler();
    const order: string[] = [];
    let left = 5;
    let asked: Promise<void> | undefined;
    const background = work(
      () => (left > 0 ? urgency.background : undefined),
      () => {
        order.push('background');
        if (left-- === 4) asked = scheduler.once(urgency.interactive, () => Promise.resolve(void order.push('hover')));
      },
    );
    scheduler.add(background);
    while (left > 0) await new Promise((resolve) => setImmediate(resolve));
    await asked;
    assert.deepEqual(order, ['background', 'background', 'hover', 'background', 'background', 'background']);
  });

  it('equals take turns, and messages come in between', async () => {
    const scheduler = new Scheduler();
    const order: string[] = [];
    let [a, b, messages] = [3, 3, 0];
    setImmediate(function message() {
      messages++;
      if (a + b > 0) setImmediate(message);
    });
    scheduler.add(
      work(
        () => (a > 0 ? 2 : undefined),
        () => {
          order.push('a');
          a--;
        },
      ),
    );
    scheduler.add(
      work(
        () => (b > 0 ? 2 : undefined),
        () => {
          order.push('b');
          b--;
        },
      ),
    );
    while (a + b > 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b']);
    assert.ok(messages >= 5, `${messages} messages`);
  });

  it('a step that throws is told to its work and does not stop the others', async () => {
    const scheduler = new Scheduler();
    const told: unknown[] = [];
    let steps = 0;
    scheduler.add({
      urgency: () => 1,
      step: () => Promise.reject(new Error('broken')),
      failed: (error) => told.push(error),
    });
    scheduler.add(
      work(
        () => (steps < 3 ? 2 : undefined),
        () => {
          steps++;
        },
      ),
    );
    while (steps < 3) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((told[0] as Error).message, 'broken');
    assert.equal(told.length, 1);
  });

  it('gives the result or the error of a single task back', async () => {
    const scheduler = new Scheduler();
    assert.equal(await scheduler.once(urgency.interactive, () => Promise.resolve(7)), 7);
    await assert.rejects(
      scheduler.once(urgency.interactive, () => Promise.reject(new Error('no'))),
      /no/,
    );
  });
});
