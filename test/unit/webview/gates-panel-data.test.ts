import assert from 'node:assert/strict';
import { fail } from '../../../src/protocol';
import { type AskGates, GatesData, type GatesWish } from '../../../src/webview/gates/gates-data';
import { firstView } from '../../../src/webview/gates/gates-view';

interface Question {
  readonly ask: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  readonly progress: ((done: number, total: number) => void) | undefined;
  answer(value: unknown): Promise<void>;
  refuse(error: Error): Promise<void>;
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An engine whose questions are answered by hand, and a page that asks for more when an answer comes. */
function begin(): {
  readonly data: GatesData;
  readonly open: Question[];
  readonly next: (ask: string) => Question;
  readonly follow: (wish: GatesWish) => void;
} {
  const open: Question[] = [];
  let wish: GatesWish | undefined;
  const ask = ((
    name: string,
    params: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    progress?: Question['progress'],
  ) =>
    new Promise<never>((resolve, reject) => {
      open.push({
        ask: name,
        params,
        signal,
        progress,
        answer: (value) => {
          resolve(value as never);
          return settle();
        },
        refuse: (error) => {
          reject(error);
          return settle();
        },
      });
    })) as AskGates;
  const data = new GatesData(ask, () => wish && data.follow(wish));
  return {
    data,
    open,
    next: (name) => {
      const at = open.findIndex((question) => question.ask === name);
      assert.ok(at >= 0, `${name} is asked: ${open.map((question) => question.ask).join(' ')}`);
      return open.splice(at, 1)[0]!;
    },
    follow: (next) => {
      wish = next;
      data.follow(next);
    },
  };
}

const wish: GatesWish = {
  reading: 7,
  allSeries: ['forget', 'cell'],
  view: { ...firstView, page: { first: 0, count: 2 } },
  shown: { from: 10, to: 20 },
  chosen: { from: 12, to: 14 },
};
const order = { cells: Int32Array.from([2, 0, 1]), scores: Float32Array.from([3, 2, 1]) };

describe('gates: asking for what the page shows', () => {
  it('asks for the order first, then for the values of the cells that it shows', async () => {
    const { data, open, next, follow } = begin();
    follow(wish);
    assert.deepEqual(open.map(({ ask }) => ask).sort(), ['gatesOn', 'gatesOrder']);
    await next('gatesOrder').answer(order);
    const values = next('gatesValues');
    assert.deepEqual(values.params, { layer: 0, series: 'forget', from: 10, to: 20, cells: Int32Array.from([2, 0]) });
    await values.answer(new Float32Array(20));
    assert.deepEqual([...data.values.value!.cells], [2, 0]);
    assert.deepEqual(data.values.value!.tokens, { from: 10, to: 20 });
    const curve = open.find(({ params }) => (params['cells'] as Int32Array | undefined)?.length === 1);
    assert.deepEqual([...(curve!.params['cells'] as Int32Array)], [2], 'of the first cell that is shown');
    const pictures = open.filter(({ ask, params }) => ask === 'gatesValues' && params['from'] === 12);
    assert.deepEqual(
      pictures.map(({ params }) => params['series']),
      ['forget', 'cell'],
    );
    assert.deepEqual(next('gatesOn').params, { layer: 0, series: 'forget', from: 12, to: 14, threshold: 0.5 });
  });

  it('asks nothing twice, and drops what another wish made pointless', async () => {
    const { data, open, next, follow } = begin();
    follow(wish);
    follow({ ...wish });
    assert.equal(open.length, 2);
    const old = next('gatesOrder');
    follow({ ...wish, view: { ...wish.view, order: 'quote' } });
    assert.equal(old.signal.aborted, true);
    const property = next('gatesProperty');
    assert.deepEqual(property.params, { property: 'quote' });
    await property.answer(Float32Array.from([0, 1]));
    assert.deepEqual(data.property.value, { property: 'quote', values: Float32Array.from([0, 1]) });
    await old.answer(order);
    assert.equal(data.order.value, undefined);
    const newer = next('gatesOrder');
    assert.equal(newer.params['by'], 'quote');
    await newer.answer(order);
    assert.equal(data.order.value, order);
    follow(wish);
    assert.equal(data.property.value, undefined, 'nothing is drawn behind the curve any more');
  });

  it('shows only the cells that are on when told to, once they are known', async () => {
    const { data, next, follow } = begin();
    follow({ ...wish, view: { ...wish.view, onlyOn: true } });
    await next('gatesOn').answer(Int32Array.from([1]));
    await next('gatesOrder').answer(order);
    assert.deepEqual([...data.shown!.cells], [1]);
    assert.equal(data.shown!.total, 1);
  });

  it('asks for no values where no cell is on', async () => {
    const { data, open, next, follow } = begin();
    follow({ ...wish, view: { ...wish.view, onlyOn: true } });
    await next('gatesOn').answer(new Int32Array());
    await next('gatesOrder').answer(order);
    await settle();
    assert.deepEqual(
      open.map(({ ask }) => ask),
      [],
    );
    assert.equal(data.values.value!.values.length, 0);
  });

  it('looks for places alike, tells how far it is, and can be stopped', async () => {
    const { data, next, follow } = begin();
    follow(wish);
    data.find(wish, 'nothing is on yet');
    assert.equal(data.found.waiting, false);
    await next('gatesOn').answer(Int32Array.from([0, 2]));
    data.find(wish, '\u2018the\u2019');
    const find = next('gatesFind');
    assert.deepEqual(find.params, { layer: 0, series: 'forget', from: 12, to: 14, cells: Int32Array.from([0, 2]), threshold: 0.5, count: 50 }); // prettier-ignore
    find.progress!(100, 400);
    assert.deepEqual(data.progress, { done: 100, total: 400 });
    data.stopFinding();
    assert.equal(find.signal.aborted, true);
    assert.equal(data.found.waiting, false);
    data.find(wish, '\u2018the\u2019');
    const place = { start: 4, end: 9, tokens: 2, share: 1, line: 0, before: '', match: 'other', after: '' };
    await next('gatesFind').answer([place]);
    assert.deepEqual(data.found.value!.places, [place]);
    assert.equal(data.found.value!.about, '\u2018the\u2019');
    data.clearFound();
    assert.equal(data.found.value, undefined);
  });

  it('tells why a question was not answered', async () => {
    const { data, next, follow } = begin();
    follow(wish);
    assert.equal(data.failure, undefined);
    const error = fail('reading-unknown', 'What was read is no longer in memory: read the text again.');
    await next('gatesOrder').refuse(error);
    assert.equal(data.failure, error);
  });
});
