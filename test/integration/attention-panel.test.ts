import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { eventually, open, openAt, scored, set, type Shown, shownPanel } from './editor-support';
import { usingModel } from './using-model';

const text = 'The engine reads the text from its start. It keeps the engine busy.\n'.repeat(6);

interface Exported {
  readonly title: string;
  readonly provenance: { readonly model: string; readonly precision: string; readonly provider: string };
  readonly range: { readonly start: number; readonly end: number };
  readonly stack: string;
  readonly map: { readonly kind: string; readonly layer: number; readonly head: number };
  readonly rows: readonly { readonly text: string; readonly start: number; readonly end: number }[];
  readonly weights: readonly (readonly number[])[];
}

describe('the attention panel', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingModel('langscope-gpt', (it) => (api = it));

  const shown = (fits?: (state: Shown<'attention'>) => boolean) => shownPanel(api, 'attention', fits);

  async function figure(format: 'json' | 'csv' | 'svg' | 'png'): Promise<string | Uint8Array> {
    const until = Date.now() + 60_000;
    for (;;) {
      const file = await api.figure('attention', format);
      if (file !== undefined) return file;
      assert.ok(Date.now() < until, 'no figure was drawn');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async function show(offset = 0): Promise<vscode.TextEditor> {
    const editor = await openAt(text, offset);
    await vscode.commands.executeCommand('langscope.showAttention');
    await shown();
    return editor;
  }

  it('has rows that sum to one and look at nothing behind them, for the tokens of the document', async () => {
    const { document } = await show();
    const exported = JSON.parse((await figure('json')) as string) as Exported;
    assert.equal(exported.provenance.model, 'langscope-gpt');
    assert.deepEqual([exported.stack, exported.map], ['self', { kind: 'head', layer: 0, head: 0 }]);
    assert.equal(exported.range.end, text.length);
    const real = exported.rows.filter(({ start, end }) => end > start);
    assert.equal(real.map(({ start, end }) => document.getText().slice(start, end)).join(''), text);
    assert.equal(exported.weights.length, exported.rows.length);
    exported.weights.forEach((row, at) => {
      const sum = row.reduce((total, weight) => total + weight, 0);
      assert.ok(Math.abs(sum - 1) < 1e-2, `row ${at} sums to ${sum}`);
      assert.ok(
        row.slice(at + 1).every((weight) => weight === 0),
        `row ${at} looks ahead`,
      );
    });
  });

  it('exports SVG with real text, PNG at twice the size, and CSV with model and range', async () => {
    await show();
    const svg = (await figure('svg')) as string;
    assert.match(svg, /<text[^>]*>Attention, layer 1, head 1<\/text>/);
    assert.match(svg, />·engine<\/text>/);
    assert.match(svg, /langscope-gpt · \w+ · cpu/);
    const png = Buffer.from((await figure('png')) as Uint8Array);
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    const width = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
    assert.ok(Math.abs(png.readUInt32BE(16) - 2 * width) <= 2, `${png.readUInt32BE(16)} pixels for ${width}`);
    const csv = (await figure('csv')) as string;
    assert.match(csv, /^# Attention, layer 1, head 1, .*langscope-gpt/);
    assert.equal(
      csv.trim().split('\n').length,
      2 + (JSON.parse((await figure('json')) as string) as Exported).rows.length,
    );
  });

  it('takes the place of the surprise colours while it marks a token, and gives it back', async () => {
    const { document } = await show(text.indexOf('busy'));
    await scored(api, document.uri);
    await eventually('the marks', () => api.painted(document.uri).length === 0);
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    const tab = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Attention');
    assert.ok(tab);
    await vscode.window.tabGroups.close(tab);
    await eventually('the surprise colours', () => api.painted(document.uri).length > 0);
  });

  it('reads the text again when it changes', async () => {
    const editor = await show();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Quixotic marmalade. '));
    const state = await shown(({ version }) => version === editor.document.version);
    assert.equal(state.content.tokens.spans.at(-1), text.length + 20);
  });

  it('says why a model without attention cannot be shown, and what to do', async () => {
    await set('model', 'langscope-lstm');
    await open(text);
    await vscode.commands.executeCommand('langscope.showAttention');
    const state = await eventually('the reason', () => {
      const found = api.panel('attention');
      return found?.kind === 'unsupported' && found;
    });
    assert.match(state.message, /langscope-lstm/);
    assert.deepEqual(state.actions, ['choose-model']);
    await set('model', 'langscope-gpt');
  });
});
