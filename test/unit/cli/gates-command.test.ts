import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellList } from '../../../src/cli/cell-list';
import { engineScript, langscope, needs, root } from './world';

interface Json {
  readonly model: string;
  readonly tokens: readonly {
    readonly id: number;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  }[];
  readonly layers: readonly { readonly name: string; readonly cell: string; readonly series: readonly string[] }[];
  readonly layer: number;
  readonly series: string;
  readonly cells: readonly number[];
  readonly scores?: readonly number[];
  readonly values: readonly (readonly number[])[];
}

interface Golden {
  readonly text: string;
  readonly ids: readonly number[];
  readonly layers: readonly {
    readonly cells: readonly number[];
    readonly series: Readonly<Record<string, readonly (readonly number[])[]>>;
  }[];
}

const golden = JSON.parse(readFileSync(join(root, 'test/golden/gates-langscope-lstm.json'), 'utf8')) as Golden;
const gru = join(root, 'test/unit/inside/exports/gru-lm');
const parsed = (out: string): Json => JSON.parse(out) as Json;

describe('--cells', () => {
  it('takes numbers and ranges', () => {
    assert.deepEqual(cellList('0-3,8'), [0, 1, 2, 3, 8]);
    assert.deepEqual(cellList(' 5 , 2'), [5, 2]);
    for (const wrong of ['', 'x', '3-1', '1,,2', '-1', '1,1', '0-2000000', '1.5']) {
      assert.throws(() => cellList(wrong), /--cells/, wrong);
    }
  });
});

describe('langscope gates', function () {
  this.timeout(60_000);
  before(needs(engineScript));

  it('gives the values of the bundled LSTM as JSON', async () => {
    const { layers, text, ids } = golden;
    const { cells, series } = layers[1]!;
    const args = ['--layer', '1', '--series', 'forget', '--cells', cells.join(','), '--json'];
    const { status, out } = await langscope(['gates', '--text', text, ...args]);
    assert.equal(status, 0);
    const answer = parsed(out);
    assert.deepEqual([answer.model, answer.layer, answer.series], ['langscope-lstm', 1, 'forget']);
    assert.deepEqual(answer.cells, cells);
    assert.deepEqual(
      answer.tokens.map(({ id }) => id),
      ids,
    );
    assert.equal(
      answer.tokens.map(({ start, end }) => text.slice(start, end)).join(''),
      answer.tokens.map((token) => token.text).join(''),
    );
    assert.deepEqual(
      answer.layers.map(({ cell }) => cell),
      ['lstm', 'lstm'],
    );
    series['forget']!.forEach((row, t) =>
      row.forEach((value, at) => assert.ok(Math.abs(value - answer.values[t]![at]!) < 1e-5)),
    );
  });

  it('gives all cells of the hidden state where nothing else is asked for, in the order asked for', async () => {
    const text = 'the cat (sat on) a mat';
    const all = parsed((await langscope(['gates', '-', '--model', gru, '--json'], { input: text })).out);
    assert.deepEqual([all.layer, all.series, all.cells.length], [0, 'hidden', 10]);
    assert.ok(all.values.length === all.tokens.length && all.values.every((row) => row.length === 10));
    const args = ['--model', gru, '--order', 'bracket', '--json'];
    const ordered = parsed((await langscope(['gates', '-', ...args], { input: text })).out);
    assert.deepEqual([...ordered.cells].sort(), [...all.cells].sort());
    const sizes = ordered.scores!.map(Math.abs);
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => b - a),
    );
    ordered.cells.forEach((cell, at) => assert.equal(ordered.values[3]![at], all.values[3]![cell]));
  });

  it('shows the tokens of a stretch only, read with what stands before them', async () => {
    const text = 'the cat sat on a mat';
    const all = parsed((await langscope(['gates', '--text', text, '--model', gru, '--json'])).out);
    const args = ['--from', '8', '--to', '14', '--json'];
    const part = parsed((await langscope(['gates', '--text', text, '--model', gru, ...args])).out);
    const shown = all.tokens.filter(({ start, end }) => start < 14 && end > 8);
    assert.deepEqual(part.tokens, shown);
    assert.deepEqual(part.values, all.values.slice(all.tokens.indexOf(shown[0]!)).slice(0, shown.length));
  });

  it('prints a table for a person, with colours where they are wanted', async () => {
    const args = ['gates', '--text', 'the cat sat', '--model', gru, '--series', 'update', '--cells', '3,1'];
    const { out } = await langscope(args);
    const lines = out.split('\n');
    assert.match(lines[0]!, /update .*GRU, layer 0 of 2, 10 cells/);
    assert.match(lines[2]!, /^cell +#3 +#1$/);
    const rows = lines.filter((line) => /^\S+ +-?\d?\.\d\d? +-?\d?\.\d\d?$/.test(line));
    const { tokens } = parsed((await langscope([...args, '--json'])).out);
    assert.equal(rows.length, tokens.length);
    assert.match((await langscope(args, { env: { FORCE_COLOR: '2' } })).out, /48;5;/);
  });

  it('refuses what the model does not have, and says what there is', async () => {
    const asked = async (...args: string[]): Promise<string> => {
      const { status, error } = await langscope(['gates', '--text', 'the cat', '--model', gru, ...args]);
      assert.equal(status, 2);
      return error;
    };
    assert.match(await asked('--layer', '2'), /layers 0 to 1/);
    assert.match(await asked('--series', 'forget'), /update, reset, candidate, hidden/);
    assert.match(await asked('--cells', '10'), /cells 0 to 9/);
    const { status, error } = await langscope(['gates', '--text', 'the cat', '--model', 'langscope-gpt']);
    assert.equal(status, 1);
    assert.match(error, /no gates.*recurrent/);
  });
});
