import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { eventually, open } from './editor-support';
import { usingModel } from './using-model';

const text = [
  'The engine reads the text (from its start, and piece by piece) and keeps a state.',
  'It says "nothing is lost" when it goes on (in the next piece).',
  '',
].join('\n');

interface Exported {
  readonly title: string;
  readonly document: string;
  readonly provenance: { readonly model: string; readonly precision: string; readonly provider: string };
  readonly range: { readonly start: number; readonly end: number };
  readonly layer: { readonly index: number; readonly cell: string; readonly cells: number };
  readonly series: string;
  readonly cells: readonly { readonly cell: number; readonly score: number }[];
  readonly tokens: readonly {
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly values: readonly number[];
  }[];
  readonly chosen: { readonly from: number; readonly to: number; readonly on: readonly number[] };
}

describe('the recurrent view', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingModel('langscope-lstm', (it) => (api = it));

  /** What the page shows, once it has drawn what the editor shows. */
  async function exported(fits: (figure: Exported) => boolean = () => true): Promise<Exported> {
    const until = Date.now() + 60_000;
    for (;;) {
      const file = await api.figure('gates', 'json');
      const figure = typeof file === 'string' ? (JSON.parse(file) as Exported) : undefined;
      if (figure && fits(figure)) return figure;
      assert.ok(Date.now() < until, `the figure is not as expected: ${String(file).slice(0, 400)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async function show(): Promise<vscode.TextEditor> {
    const editor = await open(text);
    await vscode.commands.executeCommand('langscope.showGates');
    await eventually('the text to be read', () => api.panel('gates')?.kind === 'shown', 60_000);
    return editor;
  }

  it('shows gates between 0 and 1 for each token of the document, with model and text range', async () => {
    const { document } = await show();
    const figure = await exported();
    assert.equal(figure.series, 'forget');
    assert.deepEqual([figure.layer.index, figure.layer.cell, figure.layer.cells], [0, 'lstm', 640]);
    assert.equal(figure.provenance.model, 'langscope-lstm');
    assert.match(`${figure.provenance.precision} ${figure.provenance.provider}`, /^\w+ cpu$/);
    assert.equal(figure.range.end, text.length);
    assert.match(figure.title, /^Forget, Layer 1: LSTM, 640 cells$/);
    const shown = figure.tokens.filter(({ start, end }) => end > start);
    assert.equal(shown.map(({ start, end }) => document.getText().slice(start, end)).join(''), text);
    const values = figure.tokens.flatMap((token) => token.values);
    assert.equal(values.length, figure.tokens.length * figure.cells.length);
    assert.ok(values.every((value) => value > 0 && value < 1));
    assert.ok(new Set(values).size > values.length / 2, 'they are not all alike');
  });

  it('takes the selection of the editor as the chosen tokens, and finds the cells that are on there', async () => {
    const editor = await show();
    const start = text.indexOf('(in the');
    editor.selection = new vscode.Selection(editor.document.positionAt(start), editor.document.positionAt(start + 7));
    const figure = await exported(({ chosen }) => chosen.to - chosen.from > 1 && chosen.on.length > 0);
    const { from, to, on } = figure.chosen;
    const chosen = figure.tokens.slice(from, to);
    assert.equal(
      chosen
        .map(({ start: begin, end }) => text.slice(begin, end))
        .join('')
        .trim(),
      '(in the',
    );
    figure.cells.forEach(({ cell }, at) => {
      const above = chosen.every(({ values }) => values[at]! > 0.5);
      assert.equal(on.includes(cell), above, `cell ${cell}`);
    });
  });

  it('gives the same figures as a table, and a picture with real text', async () => {
    await show();
    const figure = await exported();
    const csv = await api.figure('gates', 'csv');
    assert.ok(typeof csv === 'string');
    const [head, columns, ...rows] = csv.trimEnd().split('\n');
    assert.match(head!, /^# Forget, Layer 1.*langscope-lstm/);
    assert.equal(columns!.split(',').length, 4 + figure.cells.length);
    assert.ok(rows.length >= figure.tokens.length);
    const svg = await api.figure('gates', 'svg');
    assert.ok(typeof svg === 'string');
    assert.match(svg, /^<\?xml/);
    assert.match(svg, />[^<]*engine<\/text>/);
    assert.match(svg, /langscope-lstm · \w+ · cpu/);
    assert.ok(svg.match(/<rect /g)!.length > 100);
    const png = await api.figure('gates', 'png');
    assert.ok(png instanceof Uint8Array, 'a picture');
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  });

  it('follows an edit: the figures are those of the text as it is now', async () => {
    const editor = await show();
    await exported();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '[A note] '));
    const figure = await exported(({ range }) => range.end === text.length + 9);
    const [, first] = figure.tokens;
    assert.equal(first!.start, 0);
    assert.ok(editor.document.getText().startsWith('[A note] '));
    assert.ok(figure.tokens.some(({ text: piece }) => piece.includes('note')));
  });
});
