import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import type { ImportAnswer } from '../../src/protocol';
import { closeAll, langscope, open, scored, set } from './editor-support';

const root = resolve(__dirname, '..', '..', '..');
const tiny = join(root, 'test/golden/gguf/model.gguf');

describe('importing a GGUF file', function () {
  this.timeout(240_000);
  let api: LangscopeApi;
  let folder: string;

  before(async () => {
    assert.ok(existsSync(tiny), tiny);
    api = await langscope();
    folder = mkdtempSync(join(tmpdir(), 'langscope-gguf-'));
  });
  after(async () => {
    await closeAll();
    await set('model', undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  const importFile = (path: string) =>
    vscode.commands.executeCommand<ImportAnswer | undefined>('langscope.importModel', vscode.Uri.file(path));

  it('makes a model that is listed and scores a document', async () => {
    const file = join(folder, 'a tiny llama.gguf');
    copyFileSync(tiny, file);
    const answer = await importFile(file);
    assert.equal(answer?.outcome, 'imported');
    assert.equal(answer.name, 'a-tiny-llama');
    const model = (await api.models()).find(({ label }) => label === 'a-tiny-llama');
    assert.equal(model?.problem, undefined, model?.problem);
    assert.ok(model?.contextValue.split(' ').includes('scorer'));
    await set('model', answer.folder);
    const { document } = await open('Some text to score, in a few words.');
    const result = await scored(api, document.uri);
    assert.equal(result.provenance?.model, answer.folder);
    assert.ok(result.tokens.length > 3 && result.figures!.scored > 0);
  });

  it('does nothing when the same content is imported again under another name', async () => {
    const file = join(folder, 'again.gguf');
    copyFileSync(tiny, file);
    const answer = await importFile(file);
    assert.equal(answer?.outcome, 'known');
    assert.equal(answer.name, 'a-tiny-llama');
  });

  it('leaves nothing behind of a file that is none', async () => {
    const file = join(folder, 'broken.gguf');
    writeFileSync(file, 'GGUF, but no more of it');
    const before = (await api.models()).map(({ label }) => label);
    // The sentence waits for a click, which nobody does here.
    void importFile(file);
    await new Promise((resolvePause) => setTimeout(resolvePause, 2000));
    assert.deepEqual(
      (await api.models()).map(({ label }) => label),
      before,
    );
    assert.deepEqual(
      readdirSync(process.env['LANGSCOPE_MODELS']!).filter((name) => name !== 'a-tiny-llama'),
      [],
    );
  });
});
