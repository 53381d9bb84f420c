import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PlaygroundDistribution } from '../../src/protocol';
import type { LangscopeApi } from '../../src/extension/test-api';
import { eventually, open, type Shown, shownPanel } from './editor-support';
import { usingModel } from './using-model';

const text = 'The engine reads the text from its start. It keeps the engine busy, and the engine reads the';

interface Exported {
  readonly provenance: { readonly model: string };
  readonly settings: { readonly samplers: { readonly topP: number } };
  readonly distribution: PlaygroundDistribution;
}

describe('the playground', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingModel('langscope-gpt', (it) => (api = it));

  const shown = (fits?: (state: Shown<'playground'>) => boolean) => shownPanel(api, 'playground', fits);

  function select(editor: vscode.TextEditor, start: number, end = start): void {
    const { document } = editor;
    editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(end));
  }

  it('reads what stands before the cursor, and follows it', async () => {
    const editor = await open(text);
    select(editor, text.length);
    await vscode.commands.executeCommand('langscope.showPlayground');
    const { content } = await shown(({ content: { at } }) => at === text.length);
    assert.equal(content.provenance.model, 'langscope-gpt');
    assert.ok(content.room > 0 && content.vocabulary > 1000);
    assert.ok(content.settings.count >= 1);
    select(editor, 41);
    const moved = await shown(({ content: { at } }) => at === 41);
    assert.ok(moved.content.tokens.ids.length < content.tokens.ids.length);
  });

  it('exports the bars with their settings', async () => {
    const editor = await open(text);
    select(editor, text.length);
    await vscode.commands.executeCommand('langscope.showPlayground');
    await shown(({ content: { at } }) => at === text.length);
    const figure = async (format: 'json' | 'csv' | 'svg' | 'png'): Promise<string | Uint8Array> => {
      for (let attempt = 0; ; attempt++) {
        const found = await api.figure('playground', format);
        if (found !== undefined) return found;
        assert.ok(attempt < 100, 'no figure');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    const { provenance, settings, distribution } = JSON.parse((await figure('json')) as string) as Exported;
    assert.equal(provenance.model, 'langscope-gpt');
    assert.ok(settings.samplers.topP > 0);
    const { bars, rest } = distribution;
    const total = bars.reduce((sum, { raw }) => sum + raw, rest.raw);
    assert.ok(Math.abs(total - 1) < 1e-9);
    assert.deepEqual(bars.map(({ raw }) => raw), bars.map(({ raw }) => raw).sort((a, b) => b - a)); // prettier-ignore
    const csv = ((await figure('csv')) as string).trim().split('\n');
    assert.equal(csv.length, 2 + bars.length + 1);
    assert.match((await figure('svg')) as string, /Next token, before and after the samplers/);
    assert.ok((await figure('png')).length > 1000);
  });
});

describe('continuing a story', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  usingModel('langscope-gpt', (it) => (api = it));

  it('writes behind the cursor, which one undo takes back', async () => {
    const editor = await open(`${text}\n\nThe end.`);
    const before = editor.document.getText();
    const place = editor.document.positionAt(text.length);
    editor.selection = new vscode.Selection(place, place);
    await vscode.commands.executeCommand('langscope.continueStory');
    assert.equal(api.writing(), false);
    const after = editor.document.getText();
    assert.ok(after.length > before.length + 20, after);
    assert.ok(after.startsWith(text) && after.endsWith('\n\nThe end.'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('stops when it is told to; what came stays', async () => {
    const editor = await open(text);
    const end = editor.document.positionAt(text.length);
    editor.selection = new vscode.Selection(end, end);
    const writing = vscode.commands.executeCommand('langscope.continueStory');
    // A small model has written all of it within a second: it is stopped at its first word.
    const first = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document !== editor.document) return;
      first.dispose();
      assert.equal(api.writing(), true);
      void vscode.commands.executeCommand('langscope.stopStory');
    });
    await writing;
    first.dispose();
    assert.equal(api.writing(), false);
    const { length } = editor.document.getText();
    assert.ok(length > text.length);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(editor.document.getText().length, length);
  });

  it('keeps what came when the engine is killed', async () => {
    const editor = await open(text);
    const end = editor.document.positionAt(text.length);
    editor.selection = new vscode.Selection(end, end);
    const writing = vscode.commands.executeCommand('langscope.continueStory');
    await eventually('the first words', () => editor.document.getText().length > text.length + 4, 60_000);
    const killed = api.enginePid()!;
    process.kill(killed, 'SIGKILL');
    await writing;
    assert.ok(editor.document.getText().length > text.length);
    assert.equal(api.writing(), false);
    await eventually('another engine', () => ![undefined, killed].includes(api.enginePid()));
  });

  it('follows what is typed before it, and ends quietly when the document closes', async () => {
    const editor = await open(text);
    const end = editor.document.positionAt(text.length);
    editor.selection = new vscode.Selection(end, end);
    const writing = vscode.commands.executeCommand('langscope.continueStory');
    await eventually('the first words', () => editor.document.getText().length > text.length + 4, 60_000);
    // An edit fails where another one came first.
    while (!(await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Once. '))));
    await eventually('more words', () => editor.document.getText().length > text.length + 30, 60_000);
    assert.ok(editor.document.getText().startsWith(`Once. ${text}`));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('langscope.stopStory');
    await writing;
    assert.equal(api.writing(), false);
  });
});
