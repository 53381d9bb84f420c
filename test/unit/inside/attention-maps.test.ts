import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { AttentionMap, AttentionReading } from '../../../src/protocol';
import { AttentionEngine, codeOf, expectedOf, exportsFolder, farthest, headMap, tokens } from './attention-engine';

const folder = join(exportsFolder, 'gpt2-eager');
const { text, attention } = expectedOf(folder);
const [layers, heads, size] = [2, 4, attention.self[0]![0]!.length];

type Matrix = readonly (readonly number[])[];

const build = (rows: number, columns: number, cell: (i: number, j: number) => number): number[][] =>
  Array.from({ length: rows }, (_row, i) => Array.from({ length: columns }, (_column, j) => cell(i, j)));

function meanOf(matrices: readonly Matrix[]): number[][] {
  const [first] = matrices;
  return build(first!.length, first![0]!.length, (i, j) =>
    matrices.reduce((sum, matrix) => sum + matrix[i]![j]! / matrices.length, 0),
  );
}

/** Abnar and Zuidema's recurrence, by hand. */
function rolledOut(upTo: number): number[][] {
  let rolled = build(size, size, (i, j) => Number(i === j));
  for (let layer = 0; layer <= upTo; layer++) {
    const mean = meanOf(attention.self[layer]!);
    const mixed = build(size, size, (i, j) => 0.5 * mean[i]![j]! + 0.5 * Number(i === j));
    const before = rolled;
    rolled = build(size, size, (i, j) => mixed[i]!.reduce((sum, share, k) => sum + share * before[k]![j]!, 0));
  }
  return rolled;
}

function merged(matrix: Matrix, words: Int32Array): number[][] {
  const count = words.at(-1)! + 1;
  const pieces = (word: number): number[] => [...words.keys()].filter((i) => words[i] === word);
  return build(count, count, (query, key) => {
    const sums = pieces(query).map((i) => pieces(key).reduce((sum, j) => sum + matrix[i]![j]!, 0));
    return sums.reduce((sum, value) => sum + value, 0) / sums.length;
  });
}

function masked(matrix: Matrix): number[][] {
  return build(matrix.length, matrix[0]!.length, (i, j) => {
    if (i === 0) return matrix[0]![j]!;
    const rest = matrix[i]!.slice(1).reduce((sum, value) => sum + value, 0);
    return j === 0 || rest === 0 ? 0 : matrix[i]![j]! / rest;
  });
}

/** The largest weight of each block, by hand. */
function blocks(matrix: Matrix, scale: number, row: number, column: number, rows: number, columns: number): number[][] {
  const height = Math.min(rows, Math.ceil((matrix.length - row) / scale));
  const width = Math.min(columns, Math.ceil((matrix[0]!.length - column) / scale));
  return build(height, width, (i, j) => {
    const cells = matrix
      .slice(row + i * scale, row + (i + 1) * scale)
      .flatMap((values) => values.slice(column + j * scale, column + (j + 1) * scale));
    return Math.max(...cells);
  });
}

describe('Maps of a reading', () => {
  const engine = new AttentionEngine();
  let reading: AttentionReading;
  let id: number;
  const map = (more: Partial<AttentionMap>): AttentionMap => ({ ...headMap(0, 0), ...more });

  before(async () => {
    reading = await engine.read(folder, text);
    id = reading.reading;
  });
  after(() => engine.dispose([folder]));

  it('are means over heads, over layers and over both', async () => {
    for (let layer = 0; layer < layers; layer++) {
      const found = await engine.matrix(id, map({ source: { kind: 'mean', layer } }));
      assert.ok(farthest(found, meanOf(attention.self[layer]!)) < 1e-4);
    }
    for (let head = 0; head < heads; head++) {
      const found = await engine.matrix(id, map({ source: { kind: 'mean', head } }));
      assert.ok(farthest(found, meanOf(attention.self.map((layer) => layer[head]!))) < 1e-4);
    }
    assert.ok(
      farthest(await engine.matrix(id, map({ source: { kind: 'mean' } })), meanOf(attention.self.flat())) < 1e-4,
    );
  });

  it('are rollout, from the first layer and from one that was rolled before', async () => {
    for (const layer of [1, 0, 1]) {
      const found = await engine.matrix(id, map({ source: { kind: 'rollout', layer } }));
      assert.ok(farthest(found, rolledOut(layer)) < 1e-4);
      for (const row of found) assert.ok(Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
    }
  });

  it('merge the pieces of words, summed as keys and averaged as queries', async () => {
    const { words } = reading.tokens;
    assert.ok(words.at(-1)! + 1 < words.length, 'a word of several pieces');
    const found = await engine.matrix(id, map({ source: { kind: 'head', layer: 1, head: 2 }, unit: 'word' }));
    assert.ok(farthest(found, merged(attention.self[1]![2]!, words)) < 1e-4);
  });

  it('leave out the first token, or the first word', async () => {
    const expected = attention.self[1]![3]!;
    const source = { kind: 'head', layer: 1, head: 3 } as const;
    assert.ok(farthest(await engine.matrix(id, map({ source, maskStart: true })), masked(expected)) < 1e-4);
    const words = masked(merged(expected, reading.tokens.words));
    assert.ok(farthest(await engine.matrix(id, map({ source, unit: 'word', maskStart: true })), words) < 1e-4);
  });

  it('come in tiles at every scale', async () => {
    const expected = attention.self[0]![1]!;
    for (const scale of [1, 2, 4, 8, 16]) {
      for (const [row, column, rows, columns] of [
        [0, 0, 100, 100],
        [scale, 0, 2, 3],
        [0, scale, 1, 1],
      ] as const) {
        if (row >= size || column >= size) continue;
        const rectangle = { scale, row, column, rows, columns };
        const tile = await engine.ask('attentionTile', { reading: id, map: headMap(0, 1), ...rectangle });
        const byHand = blocks(expected, scale, row, column, rows, columns);
        assert.deepEqual([tile.rows, tile.columns], [byHand.length, byHand[0]!.length]);
        assert.ok(farthest([[...tile.weights]], [byHand.flat()]) < 1e-4, JSON.stringify(rectangle));
      }
    }
    const outside = { scale: 1, row: size + 3, column: 0, rows: 2, columns: 2 };
    const tile = await engine.ask('attentionTile', { reading: id, map: headMap(0, 1), ...outside });
    assert.deepEqual([tile.rows, tile.weights.length], [0, 0]);
  });

  it('come in strips', async () => {
    const expected = attention.self[0]![1]!;
    const strip = (axis: 'row' | 'column', index: number): Promise<Float32Array> =>
      engine.ask('attentionStrip', { reading: id, map: headMap(0, 1), axis, index });
    assert.ok(farthest([[...(await strip('row', 5))]], [expected[5]!]) < 1e-4);
    assert.ok(farthest([[...(await strip('column', 5))]], [expected.map((row) => row[5]!)]) < 1e-4);
    assert.equal(await codeOf(strip('row', size)), 'bad-request');
  });

  it('tell their largest weight', async () => {
    const { rows, columns, largest } = await engine.ask('attentionMap', { reading: id, map: headMap(1, 0) });
    assert.deepEqual([rows, columns], [size, size]);
    assert.ok(Math.abs(largest - Math.max(...attention.self[1]![0]!.flat())) < 1e-4);
  });

  it('are refused where there is no such layer, head, stack or tile', async () => {
    const refused = (more: Partial<AttentionMap>) =>
      codeOf(engine.ask('attentionMap', { reading: id, map: map(more) }));
    assert.equal(await refused({ source: { kind: 'head', layer: layers, head: 0 } }), 'bad-request');
    assert.equal(await refused({ source: { kind: 'head', layer: 0, head: heads } }), 'bad-request');
    assert.equal(await refused({ source: { kind: 'rollout', layer: -1 } }), 'bad-request');
    assert.equal(await refused({ stack: 1 }), 'bad-request');
    const tile = (scale: number, row: number) =>
      engine.ask('attentionTile', { reading: id, map: headMap(0, 0), scale, row, column: 0, rows: 1, columns: 1 });
    assert.equal(await codeOf(tile(3, 0)), 'bad-request');
    assert.equal(await codeOf(tile(4, 2)), 'bad-request');
  });

  it('are computed once for whoever asks at the same time', async () => {
    const again = await engine.read(folder, text);
    const source = { kind: 'mean' } as const;
    const asked = [1, 2, 3].map(() => engine.matrix(again.reading, { stack: 0, source, ...tokens }));
    const [first, ...others] = await Promise.all(asked);
    for (const other of others) assert.deepEqual(other, first);
  });
});

describe('Readings of attention', () => {
  const engine = new AttentionEngine();
  after(() => engine.dispose([folder, 'langscope-gpt', 'langscope-lstm']));
  const long = 'The river ran down from the hills and past the old mill. '.repeat(60);

  it('are unknown when they are closed', async () => {
    const { reading } = await engine.read(folder, text);
    await engine.ask('closeReading', { reading });
    assert.equal(await codeOf(engine.ask('attentionMap', { reading, map: headMap(0, 0) })), 'reading-unknown');
    assert.equal(await codeOf(engine.ask('attentionMap', { reading: 9999, map: headMap(0, 0) })), 'reading-unknown');
  });

  it('refuse an empty text, a second one, and a model without attention', async () => {
    assert.equal(await codeOf(engine.read(folder, '')), 'bad-request');
    assert.equal(await codeOf(engine.read(folder, text, { target: 'another' })), 'bad-request');
    await assert.rejects(engine.read('langscope-lstm', text), /gates, but no attention\. Choose a transformer\.$/);
  });

  it('are of the tokens around the focus where the text is longer than the context', async () => {
    const at = long.length / 2;
    const { tokens: read, stacks } = await engine.read('langscope-gpt', long, { focus: { start: at, end: at } });
    assert.equal(read.ids.length, 512);
    assert.ok(read.first > 0 && read.first + 511 < read.total);
    assert.ok(read.spans[2]! < at && read.spans.at(-1)! > at);
    assert.equal(stacks[0]!.thumbnails.size, 32);
  });

  it('read as much as they are asked for', async () => {
    const { tokens: read } = await engine.read('langscope-gpt', long, { limit: 40 });
    assert.equal(read.ids.length, 40);
    assert.equal(read.first, 0);
  });

  it('tell how far they are, in tokens', async () => {
    engine.progress.length = 0;
    await engine.read('langscope-gpt', long, { task: 'look' });
    const told = engine.progress.filter(({ task }) => task === 'look');
    assert.ok(told.length > 1 && told.every(({ total }) => total === 512));
    assert.ok(told.every(({ done }, i) => i === 0 || done >= told[i - 1]!.done));
    assert.equal(told.at(-1)!.done, 512);
  });

  it('give the same weights however the text was cut into pieces', async () => {
    const whole = await engine.read('langscope-gpt', long, { limit: 300 });
    const part = await engine.read('langscope-gpt', long, { limit: 100 });
    for (const layer of [0, 5]) {
      const [a, b] = [
        await engine.matrix(whole.reading, headMap(layer, 1)),
        await engine.matrix(part.reading, headMap(layer, 1)),
      ];
      const start = a.slice(0, 100).map((row) => row.slice(0, 100));
      assert.ok(farthest(start, b) < 1e-4);
      assert.ok(a.every((row, i) => row.every((weight, j) => j <= i || weight === 0)));
    }
  });

  it('end between two pieces when they are cancelled', async () => {
    const source = new CancellationTokenSource();
    let steps = 0;
    const counting = {
      get isCancellationRequested(): boolean {
        return ++steps > 3;
      },
      onCancellationRequested: source.token.onCancellationRequested,
    };
    assert.equal(await codeOf(engine.read('langscope-gpt', long, {}, counting)), 'cancelled');
    const { reading } = await engine.read('langscope-gpt', long);
    steps = 0;
    const map = { ...headMap(0, 0), source: { kind: 'rollout', layer: 5 } } as const;
    assert.equal(await codeOf(engine.ask('attentionMap', { reading, map }, counting)), 'cancelled');
    // What another gave up can be asked for again.
    assert.equal(await codeOf(engine.ask('attentionMap', { reading, map })), undefined);
  });
});
