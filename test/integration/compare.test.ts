import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open } from './editor-support';

const draft = 'The ferry leaves every morning at seven. Nobody knows why.';
const reference = 'Every morning at seven the ferry leaves, and nobody knows why it does.';

describe('comparing texts', function () {
  this.timeout(120_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
  });
  afterEach(closeAll);

  type Compared = ReturnType<LangscopeApi['compare']>;
  const settled = (fits: (state: Compared) => boolean = () => true): Promise<Compared> =>
    eventually('the comparison', () => {
      const state = api.compare();
      return !state.busy && !state.live && fits(state) && state;
    });

  it('scores the selection against the clipboard, and marks in the editor what both have', async () => {
    const editor = await open(`# Notes\n\n${draft}\n\nMore.`);
    const start = editor.document.positionAt(9);
    editor.selection = new vscode.Selection(start, editor.document.positionAt(9 + draft.length));
    await vscode.env.clipboard.writeText(reference);
    await vscode.commands.executeCommand('langscope.compareSelectionWithClipboard');
    const state = await settled(({ result }) => result?.candidate === draft);
    assert.match(state.candidate?.title ?? '', /, line 3$/);
    assert.deepEqual([state.reference?.title, state.reference?.linked], ['Clipboard', false]);
    const { metrics, matches } = state.result!;
    // All 10 words of the draft are among the 13 of the reference.
    assert.ok(Math.abs(metrics.rouge.rouge1.precision - 1) < 1e-9, String(metrics.rouge.rouge1.precision));
    assert.ok(Math.abs(metrics.rouge.rouge1.recall - 10 / 13) < 1e-9, String(metrics.rouge.rouge1.recall));
    assert.deepEqual(matches.map(({ words }) => words).sort(), [3, 3, 4]); // prettier-ignore
    await eventually('the marks', () => api.compare().marks === 3);
    await vscode.commands.executeCommand('langscope.compare.toggleMarks');
    assert.equal(api.compare().marks, 0);
    await vscode.commands.executeCommand('langscope.compare.toggleMarks');
    assert.equal(api.compare().marks, 3);
  });

  it('follows the draft while it is written, and the stretch when text comes before it', async () => {
    const editor = await open(`# Notes\n\n${draft}\n`);
    const start = editor.document.positionAt(9);
    editor.selection = new vscode.Selection(start, editor.document.positionAt(9 + draft.length));
    await vscode.env.clipboard.writeText(reference);
    await vscode.commands.executeCommand('langscope.compareSelectionWithClipboard');
    const before = await settled(({ result }) => result?.candidate === draft);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 4), 'old '));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Before.\n'));
    const after = await settled(({ result }) => result?.candidate === draft.replace('The ', 'The old '));
    assert.ok(after.result!.metrics.rouge.rouge1.precision < before.result!.metrics.rouge.rouge1.precision);
    assert.match(after.candidate?.title ?? '', /, line 4$/);
  });

  it('scores the document against a file, and the other way round', async () => {
    const { uri } = vscode.workspace.workspaceFolders![0]!;
    await open(draft);
    await vscode.commands.executeCommand('langscope.compareWithFile', vscode.Uri.joinPath(uri, 'prose.md'));
    const state = await settled(({ reference: of }) => of?.title === 'prose.md');
    assert.equal(state.result?.candidate, draft);
    await vscode.commands.executeCommand('langscope.compare.swap');
    const swapped = await settled(({ candidate }) => candidate?.title === 'prose.md');
    assert.equal(swapped.result?.reference, draft);
    const [there, back] = [state.result.metrics.rouge.rouge1, swapped.result.metrics.rouge.rouge1];
    assert.deepEqual([back.precision, back.recall], [there.recall, there.precision]);
  });

  it('keeps the last text of a draft that is closed, and says so', async () => {
    await open(draft);
    await vscode.env.clipboard.writeText(reference);
    await vscode.commands.executeCommand('langscope.compareSelectionWithClipboard');
    await settled(({ result, reference: of }) => result?.candidate === draft && of?.title === 'Clipboard');
    await closeAll();
    const state = await settled(({ candidate }) => candidate?.closed === true);
    assert.equal(state.result?.candidate, draft);
  });

  it('says what is wrong with a clipboard without text, and with files that are none', async () => {
    const { uri } = vscode.workspace.workspaceFolders![0]!;
    await open(draft);
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('langscope.compareSelectionWithClipboard');
    assert.match(api.compare().problem ?? '', /The clipboard holds no text/);
    await vscode.commands.executeCommand('langscope.compareWithFile', vscode.Uri.joinPath(uri, 'nowhere.md'));
    assert.match(api.compare().problem ?? '', /nowhere\.md cannot be read as a text/);
    const binary = vscode.Uri.joinPath(uri, 'binary.dat');
    await vscode.workspace.fs.writeFile(
      binary,
      Uint8Array.from({ length: 600 }, (_, at) => (at * 7) % 32),
    );
    try {
      await vscode.commands.executeCommand('langscope.compareWithFile', binary);
      assert.match(api.compare().problem ?? '', /binary\.dat (is no|cannot be read as a) text/);
    } finally {
      await vscode.workspace.fs.delete(binary);
    }
  });
});
