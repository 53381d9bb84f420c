import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, prose, scored, set } from './editor-support';

describe('settings', function () {
  this.timeout(240_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
    await set('model', 'langscope-gpt');
  });
  afterEach(closeAll);

  it('of the wrong type stand for their default and say so', async () => {
    await set('surprisalThresholds', 'many');
    await set('window', 'wide');
    try {
      await eventually('two sentences', () => api.settingProblems().length === 2);
      assert.match(api.settingProblems().join('\n'), /langscope\.surprisalThresholds/);
      const { document } = await open('The text is scored all the same.');
      const done = await scored(api, document.uri);
      assert.ok(done.provenance!.window > 0);
      await eventually('colours', () => api.painted(document.uri).length > 0);
    } finally {
      await set('surprisalThresholds', undefined);
      await set('window', undefined);
    }
    await eventually('no sentence', () => api.settingProblems().length === 0);
  });

  it('window and stride score the open documents anew', async () => {
    const { document } = await open(prose(300));
    await scored(api, document.uri);
    await set('window', 64);
    await set('stride', 16);
    try {
      const done = await eventually('the small window', () => {
        const now = api.document(document.uri);
        return now?.state.kind === 'done' && now.provenance?.stride === 16 && now;
      });
      assert.equal(done.provenance!.window, 64);
    } finally {
      await set('window', undefined);
      await set('stride', undefined);
    }
  });

  it('colouring and thresholds change the colours at once', async () => {
    const { document } = await open('The captain drinks his coffee and says that it will rain.');
    const { tokens } = await scored(api, document.uri);
    try {
      await set('colouring', 'tokens');
      const pieces = await eventually('token boundaries', () => {
        const painted = api.painted(document.uri);
        return painted.length === tokens.length && painted;
      });
      assert.deepEqual(pieces.map(({ start, end }) => [start, end]), tokens.map(({ start, end }) => [start, end])); // prettier-ignore
      await set('colouring', 'rank');
      await eventually('bands', () => {
        const painted = api.painted(document.uri);
        return painted.length > 0 && painted.length < tokens.length && painted.every(({ level }) => level < 4);
      });
      await set('colouring', 'surprisal');
      await set('surprisalThresholds', [50, 60, 70, 80, 90, 95, 99]);
      await eventually('one level', () => api.painted(document.uri).length > 0 && api.painted(document.uri).every(({ level }) => level === 0)); // prettier-ignore
    } finally {
      await set('colouring', undefined);
      await set('surprisalThresholds', undefined);
    }
  });

  it('automatic scoring can be off, or for every text', async () => {
    await set('score.automatic', 'off');
    try {
      const first = await open('Prose that is not scored.');
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(api.document(first.document.uri), undefined);
      const second = await open('let x = 1;', 'javascript');
      await set('score.automatic', 'all');
      await scored(api, second.document.uri);
    } finally {
      await set('score.automatic', undefined);
    }
  });

  it('can be found under the extension, each with its text', () => {
    const configuration = vscode.workspace.getConfiguration('langscope');
    assert.equal(configuration.inspect('palette')?.defaultValue, 'orange');
    assert.equal(configuration.inspect('score.maxCharacters')?.defaultValue, 2_000_000);
  });
});
