import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AskState } from '../../src/protocol';
import { closeAll, langscope } from './editor-support';

const content = [
  '# Tidewatch',
  '',
  'Tidewatch is a small program that reads the tide tables of a harbour. \u{1f30a}',
  '',
  'It was written by two people.',
].join('\r\n');

describe('the Ask view', function () {
  this.timeout(120_000);
  let api: Awaited<ReturnType<typeof langscope>>;
  let document: vscode.TextDocument;

  before(async () => {
    api = await langscope();
    document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document);
  });
  after(() => closeAll());

  async function eventually(what: string, holds: (state: AskState) => boolean): Promise<AskState> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const state = api.ask();
      if (holds(state)) return state;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${what} did not happen: ${JSON.stringify({ ...api.ask(), result: api.ask().result?.asked })}`);
  }

  it('opens with a command, finds the models that answer, and says what it would read', async () => {
    await vscode.commands.executeCommand('langscope.ask');
    const state = await eventually('models', ({ models }) => models !== undefined);
    assert.ok(state.models!.some(({ name }) => name === 'langscope-reader'));
    assert.equal(state.model, 'langscope-reader');
    assert.equal(state.about?.to, 5);
    assert.equal(state.about.characters, content.length);
  });

  it('asks, marks what is given in the document, and leads its places through edits', async () => {
    await vscode.commands.executeCommand('langscope.ask', 'What is Tidewatch?');
    const { result } = await eventually('an answer', ({ result: found }) => found !== undefined);
    const answer = result!.answers[0]!;
    assert.equal(content.slice(answer.start, answer.end), answer.text);
    assert.equal(result!.stale, false);
    assert.equal(answer.line, 3);
    assert.match(answer.text, /small program/);
    assert.ok(answer.gap > result!.threshold);
    const marked = (): string => document.getText(api.askMarks(document)[0]);
    assert.equal(marked(), answer.text);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'Before all.\r\n\r\n');
    await vscode.workspace.applyEdit(edit);
    await eventually('staleness', ({ result: now }) => now?.stale === true);
    assert.equal(marked(), answer.text);
    await vscode.commands.executeCommand('langscope.ask.again');
    const again = await eventually('a fresh answer', ({ result: now }) => now?.stale === false);
    assert.equal(again.result!.answers[0]!.line, 5);
    assert.deepEqual(again.history, ['What is Tidewatch?']);
  });
});
