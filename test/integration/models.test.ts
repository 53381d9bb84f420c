import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, scored, set } from './editor-support';

describe('the Models view', function () {
  this.timeout(240_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
    await set('model', 'langscope-gpt');
  });
  afterEach(closeAll);

  const find = async (label: string) => (await api.models()).find((model) => model.label === label);
  const eventuallyModel = async (label: string, word: string) => {
    const until = Date.now() + 20_000;
    for (;;) {
      const found = await find(label);
      if (found?.contextValue.split(' ').includes(word)) return found;
      if (Date.now() > until) assert.fail(`${label} is not ${word}: ${JSON.stringify(found)}`);
      await vscode.commands.executeCommand('langscope.models.refresh');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it('shows which model scores, and on what it runs when it is loaded', async () => {
    await vscode.commands.executeCommand('langscope.models.focus');
    const { document } = await open('Some text to score.');
    await scored(api, document.uri);
    const model = await eventuallyModel('langscope-gpt', 'loaded');
    assert.ok(model.contextValue.split(' ').includes('active'));
    assert.match(model.description, /^scores · loaded · \w+ · cpu · [\d.]+ MB$/);
    assert.ok(model.facts.some(({ name }) => name === 'Folder'));
  });

  it('lists a folder that cannot be used with a sentence that says why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'langscope-broken-'));
    try {
      writeFileSync(join(folder, 'config.json'), '{"model_type": "llama"}');
      await set('modelFolders', [folder]);
      await eventually('the settings to be read', () => true);
      const broken = await eventuallyModel(folder.split(/[\\/]/).at(-1)!, 'model');
      assert.equal(broken.icon, 'warning');
      assert.ok(broken.reasons[0]!.length > 20, broken.reasons[0]);
    } finally {
      await set('modelFolders', undefined);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
