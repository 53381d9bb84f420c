import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { assertTiles, closeAll, eventually, langscope, open, prose, scored, set } from './editor-support';

describe('the editor', function () {
  this.timeout(240_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
    await set('model', 'langscope-gpt');
  });
  afterEach(closeAll);

  it('scores and colours a visible document of prose without being asked', async () => {
    const { document } = await open('# A title\n\nThe captain said that it would rain, and it rained xylophones.\n');
    const done = await scored(api, document.uri);
    assertTiles(done, document.getText());
    assert.ok(done.figures && done.figures.perplexity! > 1);
    assert.equal(done.figures.tokens, done.tokens.length);
    assert.ok(done.tokens.some(({ logprob }) => logprob < 0));
    assert.equal(done.provenance?.provider, 'cpu');
    const painted = await eventually(
      'colours',
      () => api.painted(document.uri).length > 3 && api.painted(document.uri),
    );
    assert.ok(new Set(painted.map(({ level }) => level)).size > 2, 'several levels');
    await eventually('a perplexity in the status bar', () => /tokens · ppl [\d.,]+$/.test(api.statusText()));
  });

  it('sums to the perplexity of the figures: nothing is lost on the way to the editor', async () => {
    const { document } = await open(prose(200));
    const { tokens, figures } = await scored(api, document.uri);
    const known = tokens.filter(({ logprob }) => !Number.isNaN(logprob));
    const nll = -known.reduce((sum, { logprob }) => sum + logprob, 0);
    assert.equal(known.length, figures!.scored);
    assert.ok(Math.abs(Math.exp(nll / known.length) / figures!.perplexity! - 1) < 1e-4);
  });

  it('shifts with the text at once and shows nothing for text that is gone', async () => {
    const editor = await open(prose(300));
    const { document } = editor;
    await scored(api, document.uri);
    const at = Math.floor(document.getText().length / 2);
    for (let stroke = 0; stroke < 12; stroke++) {
      const before = api.document(document.uri)!.tokens.length;
      await editor.edit((edit) => edit.insert(document.positionAt(at + stroke), 'x'));
      const now = api.document(document.uri)!;
      // The engine may not have answered yet: at most the touched token is missing.
      assert.ok(now.tokens.length >= before - 3, `stroke ${stroke}: ${before} then ${now.tokens.length} tokens`);
      for (const { start, end } of now.tokens) assert.ok(start >= 0 && end <= document.getText().length);
    }
    await editor.edit((edit) => edit.delete(new vscode.Range(2, 0, 8, 0)));
    assertTiles(await scored(api, document.uri), document.getText());
    await vscode.commands.executeCommand('undo');
    await eventually('the undo to be scored', () => api.document(document.uri)!.state.kind !== 'done');
    assertTiles(await scored(api, document.uri), document.getText());
  });

  it('ends with the same figures, whatever way the text came about', async () => {
    const whole = await open(prose(240));
    const text = whole.document.getText();
    const direct = (await scored(api, whole.document.uri)).figures!;
    const typed = await open(text.slice(0, 700));
    await typed.edit((edit) => edit.insert(typed.document.positionAt(700), text.slice(700)));
    await typed.edit((edit) => edit.insert(new vscode.Position(3, 4), 'mistake '));
    await typed.edit((edit) => edit.delete(new vscode.Range(3, 4, 3, 12)));
    assert.equal(typed.document.getText(), text);
    await eventually('the edits to be seen', () => api.document(typed.document.uri)?.figures?.tokens === direct.tokens);
    const { figures } = await scored(api, typed.document.uri);
    assert.equal(figures!.tokens, direct.tokens);
    assert.ok(Math.abs(figures!.nll / direct.nll - 1) < 1e-3, `${figures!.nll} and ${direct.nll}`);
  });

  it('follows a change of the line ends', async () => {
    const editor = await open('One line.\nAnother line.\nA third one.\n');
    await scored(api, editor.document.uri);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    await eventually('the new text to be opened', () => api.document(editor.document.uri)?.tokens.length === 0);
    assertTiles(await scored(api, editor.document.uri), editor.document.getText());
  });

  it('keeps its colours and goes on when the engine is killed in the middle', async () => {
    const { document } = await open(prose(2000));
    const early = await eventually('the first scores', () => {
      const now = api.document(document.uri);
      return now?.state.kind === 'scoring' && now.tokens.length > 50 && now;
    });
    const pid = api.enginePid()!;
    process.kill(pid, 'SIGKILL');
    await eventually('the death to be seen', () => api.enginePid() !== pid);
    assert.ok(api.document(document.uri)!.tokens.length >= early.tokens.length, 'colours stay');
    await eventually('another engine', () => api.enginePid() !== undefined);
    assertTiles(await scored(api, document.uri), document.getText());
    assert.notEqual(api.enginePid(), pid);
  });

  it('shows nothing of the old model when it is switched in the middle of scoring', async () => {
    const { document } = await open(prose(1500));
    await eventually('the first scores', () => api.document(document.uri)?.state.kind === 'scoring');
    try {
      await set('model', 'langscope-lstm');
      const other = await eventually(
        'the other model',
        () => {
          const now = api.document(document.uri);
          return now?.state.kind === 'done' && now.model?.endsWith('langscope-lstm') && now;
        },
        60_000,
      );
      assert.match(other.provenance!.model, /langscope-lstm$/);
      assertTiles(other, document.getText());
    } finally {
      await set('model', 'langscope-gpt');
    }
  });

  it('scores two documents at once, and forgets one that is closed in the middle', async () => {
    const first = await open(prose(1500));
    const second = await vscode.workspace.openTextDocument({ content: prose(700), language: 'markdown' });
    await vscode.window.showTextDocument(second, vscode.ViewColumn.Beside);
    await eventually('both to be scored', () => api.document(first.document.uri) && api.document(second.uri));
    await vscode.window.showTextDocument(first.document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually('the closed document to be forgotten', () => api.document(first.document.uri) === undefined);
    assertTiles(await scored(api, second.uri), second.getText());
  });

  it('scores code only when asked, and takes its colours away when told to stop', async () => {
    const { document } = await open('export const answer = 42;\n', 'typescript');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(api.document(document.uri), undefined);
    await vscode.commands.executeCommand('langscope.scoreDocument');
    assertTiles(await scored(api, document.uri), document.getText());
    await vscode.commands.executeCommand('langscope.stopScoring');
    assert.equal(api.document(document.uri), undefined);
    await eventually('no colours', () => api.painted(document.uri).length === 0);
  });

  it('says what it does not score: too large, binary, empty', async () => {
    const long = await open('x'.repeat(5_000_000));
    await eventually('a refusal', () => /not scored/.test(api.statusText()));
    assert.equal(api.document(long.document.uri), undefined);
    await closeAll();
    const binary = await open('\u0000\u0001\u0002\ufffdELF'.repeat(300));
    await eventually('a refusal', () => /not scored/.test(api.statusText()));
    assert.equal(api.document(binary.document.uri), undefined);
    await closeAll();
    const empty = await open('');
    const done = await scored(api, empty.document.uri);
    assert.equal(done.figures!.tokens, 0);
    assert.match(api.statusText(), /0 tokens$/);
  });

  it('says why when the model cannot be used, and recovers', async () => {
    const { document } = await open('Some text.');
    try {
      await set('model', '/nowhere/no-model');
      const failed = await eventually('a failure', () => {
        const now = api.document(document.uri)?.state;
        return now?.kind === 'failed' && now;
      });
      assert.match(failed.message, /no-model/);
      assert.match(api.statusText(), /scoring failed/);
    } finally {
      await set('model', 'langscope-gpt');
    }
    await scored(api, document.uri);
  });
});
