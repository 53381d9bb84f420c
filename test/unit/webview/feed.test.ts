import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-jsonrpc';
import { DocumentViewChanges, type TextChange } from '../../../src/extension/document-view-changes';
import { DocumentViewFeed } from '../../../src/extension/document-view-feed';

describe('feed of the Document view', () => {
  it('runs at once, then at most once an interval, and once more for what changed last', async () => {
    const starts: number[] = [];
    const feed = new DocumentViewFeed(50, () => {
      starts.push(performance.now());
      return Promise.resolve();
    });
    feed.start();
    for (let tick = 0; tick < 30; tick++) {
      feed.touch();
      await sleep(5);
    }
    await sleep(120);
    const before = starts.length;
    await sleep(120);
    feed.stop();
    assert.ok(before >= 3 && before <= 8, `${before} runs in 150 ms and a rest`);
    assert.equal(starts.length, before, 'nothing changed, nothing runs');
    for (let i = 1; i < starts.length; i++) assert.ok(starts[i]! - starts[i - 1]! >= 45);
  });

  it('never runs two at a time, and keeps quiet while it is stopped', async () => {
    let now = 0;
    let most = 0;
    const runs: number[] = [];
    const count = (): number => runs.length;
    const feed = new DocumentViewFeed(1, async () => {
      runs.push(performance.now());
      most = Math.max(most, ++now);
      await sleep(20);
      now--;
    });
    feed.touch();
    await sleep(20);
    assert.equal(count(), 0, 'not started');
    feed.start();
    for (let tick = 0; tick < 20; tick++) {
      feed.touch();
      await sleep(4);
    }
    feed.stop();
    await sleep(40);
    const stopped = count();
    feed.touch();
    await sleep(30);
    assert.equal(most, 1);
    assert.ok(stopped >= 2, `${stopped} runs`);
    assert.equal(count(), stopped);
  });

  it('cancels what runs when it would be of no use', async () => {
    const tokens: CancellationToken[] = [];
    const feed = new DocumentViewFeed(1000, async (token) => {
      tokens.push(token);
      await sleep(30);
    });
    feed.start();
    await sleep(10);
    feed.restart();
    await sleep(60);
    feed.stop();
    assert.deepEqual(tokens.map((token) => token.isCancellationRequested).slice(0, 1), [true]);
    assert.equal(tokens.length, 2, 'the next one does not wait for the interval');
  });
});

describe('places of an older text', () => {
  const change = (start: number, length: number, text: string, line: number, endLine = line): TextChange => ({
    rangeOffset: start,
    rangeLength: length,
    text,
    range: { start: { line }, end: { line: endLine } },
  });
  const span = (start: number, end: number, version = 1) => ({ kind: 'span' as const, version, start, end });
  const led = (changes: DocumentViewChanges, start: number, end: number, version = 1) => {
    const place = changes.lead(span(start, end, version));
    return place.kind === 'span' ? [place.start, place.end] : undefined;
  };

  it('move with text that comes and goes before them, and shrink where their own text went', () => {
    const changes = new DocumentViewChanges();
    changes.add(2, [change(0, 0, 'Hello ', 0)]);
    assert.deepEqual(led(changes, 10, 14), [16, 20]);
    assert.deepEqual(led(changes, 10, 14, 2), [10, 14], 'a place of the newest text stays');
    changes.add(3, [change(0, 3, '', 0)]);
    assert.deepEqual(led(changes, 10, 14), [13, 17]);
    changes.add(4, [change(12, 10, 'x', 0)]);
    assert.deepEqual(led(changes, 10, 14), [12, 12]);
  });

  it('hold for several changes of one event, whose ranges all speak of the text before', () => {
    const changes = new DocumentViewChanges();
    changes.add(2, [change(0, 0, 'ab', 0), change(5, 1, '', 0)]);
    assert.deepEqual(led(changes, 8, 9), [9, 10]);
  });

  it('move by lines', () => {
    const changes = new DocumentViewChanges();
    changes.add(2, [change(10, 0, 'a\nb\r\nc', 2)]);
    const line = (number: number) => {
      const place = changes.lead({ kind: 'line', version: 1, line: number });
      return place.kind === 'line' ? place.line : undefined;
    };
    assert.equal(line(2), 2);
    assert.equal(line(5), 7);
    changes.add(3, [change(0, 30, '', 0, 6)]);
    assert.equal(line(5), 1);
    assert.equal(line(3), 0, 'a line that went is where the change was');
  });
});
