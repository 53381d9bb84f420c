import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, scored, set } from './editor-support';
import { panelIs } from './panels.test';

const text =
  'Captain Marlowe kept the ferry.\nHis wife kept the timetable.\nNobody was surprised except for Captain Marlowe.\n';
const at = text.lastIndexOf('Captain') + 2;

function place(editor: vscode.TextEditor, offset: number): void {
  const position = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
}

describe('how far back', () => {
  let api: LangscopeApi;
  before(async () => {
    api = await langscope();
  });
  after(async () => {
    await set('model', undefined);
    await closeAll();
  });
  afterEach(closeAll);

  it('explains the token at the cursor, and the next one when the cursor moves', async () => {
    const editor = await open(text);
    place(editor, at);
    await vscode.commands.executeCommand('langscope.showInfluence');
    const { content } = await panelIs(api, 'influence', 'shown');
    const [start, end] = content.tokens.spans.subarray(2 * content.target, 2 * content.target + 2);
    assert.ok(start! <= at && end! > at, `${start} to ${end} for ${at}`);
    assert.deepEqual([content.measure, content.unit], ['removed', 'word']);
    assert.equal(content.values.length, content.units.length / 3);
    place(editor, text.indexOf('timetable') + 2);
    const next = await eventually('another token', () => {
      const state = api.panel('influence');
      return state?.kind === 'shown' && state.content !== content && state.content;
    });
    assert.ok(next.tokens.spans[2 * next.target]! < at);
  });

  it('goes on explaining the token while a unit before it is selected, as a click in the panel does', async () => {
    const editor = await open(text);
    place(editor, at);
    await vscode.commands.executeCommand('langscope.showInfluence');
    const { content } = await panelIs(api, 'influence', 'shown');
    const [start, end] = [content.units[3]!, content.units[4]!];
    editor.selection = new vscode.Selection(editor.document.positionAt(start), editor.document.positionAt(end));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const state = api.panel('influence');
    assert.ok(state?.kind === 'shown' && state.content === content);
    await vscode.commands.executeCommand('langscope.showInfluence');
    const again = await eventually('another reading', () => {
      const now = api.panel('influence');
      return now?.kind === 'shown' && now.content !== content && now.content;
    });
    assert.equal(again.target, content.target, 'read again it is the same token');
  });

  it('lends itself the colours of the scores while it is open', async () => {
    const editor = await open(text);
    const { uri } = editor.document;
    await scored(api, uri);
    await eventually('colours', () => api.painted(uri).length > 0);
    place(editor, at);
    await vscode.commands.executeCommand('langscope.showInfluence');
    await panelIs(api, 'influence', 'shown');
    await eventually('the colours of the scores to go', () => api.painted(uri).length === 0);
    const panel = await eventually('the tab of the panel', () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      return tabs.find(({ input }) => input instanceof vscode.TabInputWebview);
    });
    await vscode.window.tabGroups.close(panel);
    await eventually('the colours of the scores to come back', () => api.painted(uri).length > 0);
  });

  it('takes the gradient of a recurrent model', async () => {
    await set('model', 'langscope-lstm');
    const editor = await open(text);
    place(editor, at);
    await vscode.commands.executeCommand('langscope.showInfluence');
    const { content } = await panelIs(api, 'influence', 'shown');
    assert.equal(content.measure, 'gradient');
    assert.ok(content.values.every((value) => value > 0));
  });

  it('says that nothing stands before the first token, and that a text is empty', async () => {
    const editor = await open(text);
    place(editor, 0);
    await vscode.commands.executeCommand('langscope.showInfluence');
    assert.match((await panelIs(api, 'influence', 'failed')).message, /nothing stands before it/);
    await closeAll();
    await open('');
    await vscode.commands.executeCommand('langscope.showInfluence');
    assert.match((await panelIs(api, 'influence', 'failed')).message, /empty/);
  });
});
