import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, prose, scored, set } from './editor-support';

describe('the status bar', function () {
  this.timeout(240_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
    await set('model', 'langscope-gpt');
  });
  afterEach(closeAll);

  it('shows progress, then the perplexity', async () => {
    await open(prose(2000));
    await eventually('progress', () => /scoring \d+ %$/.test(api.statusText()));
    assert.doesNotMatch(api.statusText(), /ppl/);
    const perplexity = () => /langscope-gpt · [\d,]+ tokens · ppl [\d.,]+$/.test(api.statusText());
    await eventually('the perplexity', perplexity, 120_000);
  });

  it('shows the figures of a selection, and those of the document again', async () => {
    const editor = await open('One sentence here. Another sentence there.');
    await scored(api, editor.document.uri);
    editor.selection = new vscode.Selection(0, 0, 0, 18);
    const text = await eventually('the selection', () => /selection/.test(api.statusText()) && api.statusText());
    assert.match(text, /selection · \d+ tokens · ppl [\d.,]+$/);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await eventually('the document', () => /langscope-gpt · \d+ tokens/.test(api.statusText()));
  });

  it('says live while the text changes', async () => {
    const editor = await open(prose(500));
    await scored(api, editor.document.uri);
    const seen = new Set<string>();
    const listener = api.onDidChange(() => seen.add(api.document(editor.document.uri)?.state.kind ?? 'closed'));
    for (let stroke = 0; stroke < 5; stroke++) {
      await editor.edit((edit) => edit.insert(new vscode.Position(40, 3), 'y'));
    }
    await eventually('live figures', () => seen.has('live'));
    await scored(api, editor.document.uri);
    listener.dispose();
    await eventually('figures at rest', () => !/live/.test(api.statusText()));
  });

  it('is there without a document', async () => {
    await closeAll();
    await eventually('the bare name', () => api.statusText() === '$(pulse) Langscope');
  });
});
