import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PanelName, PanelState } from '../../src/protocol';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, set } from './editor-support';

const text = 'The engine reads the text from its start.\nIt keeps a state (in two arrays) and carries it on.\n';

/** The panel when it is in that state, for the document's present version where it shows something. */
export async function panelIs<N extends PanelName, K extends PanelState<N>['kind']>(
  api: LangscopeApi,
  name: N,
  kind: K,
  version?: number,
): Promise<Extract<PanelState<N>, { readonly kind: K }>> {
  return eventually(`the ${name} panel to be ${kind}`, () => {
    const state = api.panel(name);
    if (state?.kind !== kind || (version !== undefined && (state.kind === 'empty' || state.version !== version)))
      return;
    return state as Extract<PanelState<N>, { readonly kind: K }>;
  });
}

describe('panels', () => {
  let api: LangscopeApi;
  before(async () => {
    api = await langscope();
    await set('model', 'langscope-lstm');
  });
  after(async () => {
    await set('model', undefined);
    await closeAll();
  });
  afterEach(closeAll);

  it('read the text of the editor in front, and follow it when it changes', async () => {
    const editor = await open(text);
    await vscode.commands.executeCommand('langscope.showGates');
    const first = await panelIs(api, 'gates', 'shown');
    assert.equal(first.live, false);
    assert.equal(first.content.layers.length, 2);
    assert.equal(first.version, editor.document.version);
    const tokens = first.content.tokens.ids.length;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'One more sentence here. '));
    const live = await eventually('the panel to be live', () => {
      const state = api.panel('gates');
      return state?.kind === 'shown' && state.live && state;
    });
    assert.equal(live.content, first.content, 'what was there stays in place meanwhile');
    const second = await panelIs(api, 'gates', 'shown', editor.document.version);
    assert.ok(second.content.tokens.ids.length > tokens);
  });

  it('say what the model cannot do, and do it when another is chosen', async () => {
    await set('model', 'langscope-gpt');
    await open(text);
    await vscode.commands.executeCommand('langscope.showGates');
    const refused = await panelIs(api, 'gates', 'unsupported');
    assert.match(refused.message, /gates/i);
    assert.deepEqual(refused.actions, ['choose-model']);
    await set('model', 'langscope-lstm');
    await panelIs(api, 'gates', 'shown');
  });

  it('outlive the engine: what was read is read again by the next one', async () => {
    await open(text);
    await vscode.commands.executeCommand('langscope.showGates');
    const before = await panelIs(api, 'gates', 'shown');
    const pid = api.enginePid();
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    const after = await eventually('the text to be read again', () => {
      const state = api.panel('gates');
      return api.enginePid() !== pid && state?.kind === 'shown' && state.content !== before.content && state;
    });
    assert.deepEqual(after.content.tokens.ids, before.content.tokens.ids);
  });

  it('refuse a binary document with a sentence, and an empty one too', async () => {
    await open('\u0000\u0001\u0002 binary \u0000'.repeat(40), 'plaintext');
    await vscode.commands.executeCommand('langscope.showGates');
    assert.match((await panelIs(api, 'gates', 'unsupported')).message, /\.$/);
    await closeAll();
    await open('');
    await vscode.commands.executeCommand('langscope.showGates');
    assert.match((await panelIs(api, 'gates', 'failed')).message, /empty/);
  });

  it('are gone when they are closed', async () => {
    await open(text);
    await vscode.commands.executeCommand('langscope.showGates');
    await panelIs(api, 'gates', 'shown');
    await closeAll();
    await eventually('the panel to be gone', () => api.panel('gates') === undefined);
  });
});
