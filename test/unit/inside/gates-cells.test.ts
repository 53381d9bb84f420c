import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { textProperties, type CellOrder, type RequestOf, type SimilarPlace } from '../../../src/protocol';
import { KeptGates } from '../../../src/engine/inside/gates/kept-gates';
import { SimilarPlaces } from '../../../src/engine/inside/gates/similar-places';
import { root } from '../text/checkout';
import { numbers } from '../graph/tiny-model';
import { AskedEngine, exportsFolder } from './gates-engine';

/** A text with quotations, brackets, indentation and lines, in the small models' words. */
const words = 'the cat (sat on "a mat" while) it\n    ran over [our hill] and\n\n  then "you read" this line\n';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);

function pearson(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (x: number, y: number) => number): number =>
    a.reduce((total, x, at) => total + f(x - ma, b[at]! - mb), 0);
  const size = Math.sqrt(sum((x) => x * x) * sum((_x, y) => y * y));
  return size === 0 ? 0 : sum((x, y) => x * y) / size;
}

interface PlainRun {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Runs at which three quarters of the cells or more are on, written as plainly as can be. on: of `cells`, by token. */
function plainPlaces(
  on: readonly number[],
  cells: number,
  [from, to]: readonly [number, number],
  count: number,
): readonly PlainRun[] {
  const high = on.map((number) => number / cells >= 0.75);
  const starts = [...high.keys()].filter((at) => high[at] && (at === 0 || !high[at - 1]));
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const runs = starts.map((start) => {
    const end = start + [...high.slice(start), false].indexOf(false);
    const total = sum(on.slice(start, end));
    const worth = total / (cells * Math.max(end - start, to - from));
    return { from: start, to: end, share: total / (cells * (end - start)), worth };
  });
  return runs
    .filter((run) => run.to <= from || run.from >= to)
    .sort((a, b) => b.worth - a.worth || b.to - b.from - (a.to - a.from) || a.from - b.from)
    .slice(0, count);
}

describe('Cells of a reading', function () {
  this.timeout(60_000);
  const asked = new AskedEngine();
  const folder = join(exportsFolder, 'lstm-lm');

  /** [cells][tokens] of a series, without the start token. */
  async function columns(place: Omit<RequestOf<'gatesOrder'>, 'by'>, tokens: number): Promise<number[][]> {
    const cells = Int32Array.from({ length: 10 }, (_, cell) => cell);
    const values = await asked.ask('gatesValues', { ...place, from: 1, to: tokens, cells });
    return Array.from(cells, (cell) => Array.from({ length: tokens - 1 }, (_, t) => values[t * 10 + cell]!));
  }

  it('are sorted by variance or by their correlation with a property of the text', async () => {
    const { reading, tokens } = await asked.read(folder, words.repeat(4));
    const place = { reading, layer: 1, series: 'cell' } as const;
    const cells = await columns(place, tokens.ids.length);
    const variance = (values: readonly number[]): number => mean(values.map((value) => (value - mean(values)) ** 2));
    const scores = new Map<CellOrder, readonly number[]>([['variance', cells.map(variance)]]);
    for (const property of textProperties) {
      const whole = await asked.ask('gatesProperty', { reading, property });
      assert.equal(whole.length, tokens.ids.length);
      const along = [...whole.subarray(1)];
      assert.ok(new Set(along).size > 1, `${property} changes in the text`);
      scores.set(
        property,
        cells.map((values) => pearson(values, along)),
      );
    }
    for (const [by, expected] of scores) {
      const ordered = await asked.ask('gatesOrder', { ...place, by });
      const order = [...expected.keys()].sort((a, b) => Math.abs(expected[b]!) - Math.abs(expected[a]!));
      assert.deepEqual([...ordered.cells], order, by);
      ordered.scores.forEach((score, at) => assert.ok(Math.abs(score - expected[order[at]!]!) < 1e-5, by));
    }
    const plain = await asked.ask('gatesOrder', { ...place, by: 'index' });
    assert.deepEqual([...plain.cells], [...cells.keys()]);
  });

  it('have no correlation with what never changes', async () => {
    const { reading } = await asked.read(folder, 'the cat sat on a mat');
    const ordered = await asked.ask('gatesOrder', { reading, layer: 0, series: 'hidden', by: 'quote' });
    assert.deepEqual(
      [...ordered.scores],
      Array.from({ length: 10 }, () => 0),
    );
    assert.deepEqual([...ordered.cells], [...Array.from({ length: 10 }).keys()]);
  });

  it('are on where they are above the threshold at every token of the range', async () => {
    const { reading, tokens } = await asked.read(folder, words);
    const place = { reading, layer: 0, series: 'hidden' } as const;
    const cells = await columns(place, tokens.ids.length);
    const found = new Set<number>();
    for (const threshold of [0, 0.1, 0.3, 0.6, 1]) {
      const on = await asked.ask('gatesOn', { ...place, from: 3, to: 6, threshold });
      const expected = [...cells.keys()].filter((cell) =>
        cells[cell]!.slice(2, 5).every((value) => Math.abs(value) > threshold),
      );
      assert.deepEqual([...on], expected);
      found.add(on.length);
    }
    assert.ok(found.size > 2, 'the threshold matters');
    const empty = asked.ask('gatesOn', { ...place, from: 3, to: 3, threshold: 0 });
    await assert.rejects(empty, /No token is chosen/);
  });

  it('are found together elsewhere in the whole text, as a plain search finds them', async () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').slice(0, 2500);
    for (const [model, threshold] of [
      [folder, 0.1],
      ['langscope-lstm', 0.15],
    ] as const) {
      const whole = await asked.read(model, text);
      const { reading, tokens } = await asked.read(model, text, { focus: { start: 300, end: 330 } });
      const n = tokens.ids.length;
      const place = { reading, layer: 0, series: 'hidden' } as const;
      const range = { from: n - 6, to: n - 3 };
      const on = await asked.ask('gatesOn', { ...place, ...range, threshold });
      assert.ok(on.length > 0);
      const request = { ...place, ...range, cells: on, threshold, count: 7 };
      const places = await asked.ask('gatesFind', { ...request, task: 'find' });
      // The whole text fits into one reading, whose values the plain search looks at.
      const all = { ...place, reading: whole.reading, from: 1, to: whole.tokens.ids.length, cells: on };
      const values = await asked.ask('gatesValues', all);
      const counts = Array.from({ length: whole.tokens.ids.length - 1 }, (_, t) =>
        on.reduce((sum, _cell, at) => sum + (Math.abs(values[t * on.length + at]!) > threshold ? 1 : 0), 0),
      );
      const expected = plainPlaces(counts, on.length, [range.from - 1, range.to - 1], 7).map(
        ({ from, to, share }): SimilarPlace => ({
          start: whole.tokens.spans[2 * (from + 1)]!,
          end: whole.tokens.spans[2 * to + 1]!,
          tokens: to - from,
          share,
        }),
      );
      assert.ok(expected.length > 2);
      assert.deepEqual(places, expected);
      assert.deepEqual(asked.progress.at(-1), { task: 'find', done: tokens.total, total: tokens.total });
    }
  });

  it('are looked for in 100,000 tokens without keeping their values, until it is cancelled', async () => {
    const text = words.repeat(3000);
    const { reading, tokens } = await asked.read(folder, text, { focus: { start: 0, end: 60 } });
    assert.ok(tokens.total > 100_000, `${tokens.total} tokens`);
    const kept = asked.engine.inside.readings.get(reading, KeptGates);
    const before = { arrays: process.memoryUsage().arrayBuffers, kept: kept.bytes };
    const place = { reading, layer: 1, series: 'hidden', from: 2, to: 5, threshold: 0.1 } as const;
    const cells = await asked.ask('gatesOn', place);
    const request = { ...place, cells, count: 10, task: 'long' };
    const places = await asked.ask('gatesFind', request);
    assert.ok(places.length > 0);
    const grown = process.memoryUsage().arrayBuffers - before.arrays;
    // All series of all tokens would be 4 * 100,000 * 120 bytes, 48 MB.
    assert.ok(grown < 16e6, `${grown} bytes`);
    assert.equal(kept.bytes, before.kept);
    const source = new CancellationTokenSource();
    asked.progress.length = 0;
    const cancelled = asked.ask('gatesFind', request, source.token);
    while (asked.progress.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    source.cancel();
    await assert.rejects(cancelled, { failure: { code: 'cancelled', message: 'Cancelled.' } });
    assert.ok(asked.progress.at(-1)!.done < tokens.total);
  });

  it('are not looked for without cells or a range', async () => {
    const { reading } = await asked.read(folder, 'the cat sat');
    const place = { reading, layer: 0, series: 'hidden', threshold: 0.3, count: 5 } as const;
    const none = asked.ask('gatesFind', { ...place, from: 0, to: 2, cells: new Int32Array(0) });
    await assert.rejects(none, /No cell is chosen/);
    const nowhere = asked.ask('gatesFind', { ...place, from: 2, to: 2, cells: Int32Array.of(1) });
    await assert.rejects(nowhere, /No token is chosen/);
  });

  it('in places that are chosen as a plain search chooses, whatever is on', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const on = Array.from(numbers(1 + (seed % 60), seed), (value) => Math.round(2 + 2 * value));
      const from = Math.floor((on.length - 1) * ((seed % 7) / 7));
      const excluded = [from, Math.min(on.length, from + 1 + (seed % 4))] as const;
      const places = new SimilarPlaces(4, excluded, 1 + (seed % 5));
      for (const number of on) places.take(number);
      const spans = Int32Array.from({ length: 2 * on.length }, (_, at) => (at + 1) >> 1);
      assert.deepEqual(
        places.places(spans),
        plainPlaces(on, 4, excluded, 1 + (seed % 5)).map((run) => ({
          start: run.from,
          end: run.to,
          tokens: run.to - run.from,
          share: run.share,
        })),
        `seed ${seed}`,
      );
    }
  });
});
