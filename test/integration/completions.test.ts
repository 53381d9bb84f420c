import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, set } from './editor-support';

const unfinished =
  '# The woodcutter\n\nAt the edge of a large forest there lived a poor woodcutter with his wife and his two chil';

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);
const type = (text: string): Thenable<unknown> => vscode.commands.executeCommand('type', { text });
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Opens a text with the cursor at its end. */
async function write(content: string, language = 'markdown'): Promise<vscode.TextEditor> {
  const editor = await open(content, language);
  const end = editor.document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

describe('completions', function () {
  this.timeout(180_000);
  let api: LangscopeApi;
  let folder: string;

  /** The text suggested at the cursor, when there is one. */
  const suggested = (): Promise<string> => eventually('a suggestion', () => api.completions().suggested[0], 90_000);

  /** Accepts with the command until the text changes: the ghost text may not be drawn yet. */
  async function accept(command: string, document: vscode.TextDocument): Promise<string> {
    const before = document.getText();
    const until = Date.now() + 20_000;
    while (document.getText() === before && Date.now() < until) {
      await run(command);
      await pause(100);
    }
    return document.getText();
  }

  before(async () => {
    api = await langscope();
    folder = mkdtempSync(join(tmpdir(), 'langscope-'));
  });
  beforeEach(() => closeAll());
  after(async () => {
    await closeAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it('come when they are asked for, and Tab writes them', async () => {
    const { document } = await write(unfinished);
    await run('editor.action.inlineSuggest.trigger');
    const text = await suggested();
    assert.equal(await accept('editor.action.inlineSuggest.commit', document), unfinished + text);
  });

  it('come while a person types, and what is typed anyway needs no run', async () => {
    const { document } = await write(unfinished.slice(0, -1));
    await type('l');
    const text = await suggested();
    const { runs } = api.completions();
    for (const letter of text.slice(0, 2)) {
      const { reused } = api.completions();
      await type(letter);
      await eventually('an answer without the engine', () => api.completions().reused > reused);
    }
    assert.equal(api.completions().runs, runs, 'no run for what was suggested');
    assert.equal(api.completions().suggested[0], text.slice(2));
    assert.equal(await accept('editor.action.inlineSuggest.commit', document), unfinished + text);
  });

  it('are accepted by words, each without a run', async () => {
    const { document } = await write('For more information, see the docu');
    await run('langscope.triggerCompletion');
    const text = await eventually('more than a word', () => api.completions().suggested.find((one) => / \w/.test(one)));
    const { runs } = api.completions();
    const before = document.getText().length;
    const after = await accept('editor.action.inlineSuggest.acceptNextWord', document);
    const word = after.slice(before);
    assert.ok(word.length > 0 && word.length < text.length, word);
    await eventually('the rest', () => api.completions().suggested.length > 0);
    assert.equal(api.completions().runs, runs);
  });

  it('come several at once where they are asked for', async () => {
    await write(unfinished);
    await run('editor.action.inlineSuggest.trigger');
    const all = await eventually(
      'several',
      () => api.completions().suggested.length > 1 && api.completions().suggested,
    );
    assert.equal(new Set(all).size, all.length);
  });

  it('tell the probability of each token in a hover at the cursor', async () => {
    const { document, selection } = await write(unfinished);
    await run('editor.action.inlineSuggest.trigger');
    await suggested();
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, selection.active); // prettier-ignore
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((one) => (one instanceof vscode.MarkdownString ? one.value : '')),
    );
    const found = texts.find((one) => one.includes('**suggested**'));
    assert.ok(found, texts.join('\n'));
    assert.match(found, /\| `dren[^|]*\| [\d.]+ % \|/);
    assert.match(found, /langscope-gpt/);
  });

  it('never come in files that look secret, also when they are asked for', async () => {
    const file = join(folder, '.env.local');
    writeFileSync(file, 'KEY=abc\n# The key of the data');
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
    editor.selection = new vscode.Selection(1, 18, 1, 18);
    const { runs } = api.completions();
    await run('editor.action.inlineSuggest.trigger');
    await type('b');
    await pause(1000);
    assert.equal(api.completions().runs, runs);
  });

  it('come unasked only in the languages of the setting, and outside comments', async () => {
    const { runs } = api.completions();
    const { document } = await write('const a = 1;\nconst b = ', 'javascript');
    await type('a');
    await pause(1000);
    assert.equal(api.completions().runs, runs, 'code is off');
    await set('completions.languages', { javascript: true });
    try {
      await type(' ');
      await eventually('a run', () => api.completions().runs > runs);
      const end = document.lineAt(1).range.end;
      await vscode.window.activeTextEditor!.edit((edit) => edit.insert(end, '; // what this'));
      await run('cursorBottom');
      await run('cursorEnd');
      await pause(700);
      const before = api.completions().runs;
      await type(' ');
      await type('i');
      await pause(1000);
      assert.equal(api.completions().runs, before, 'a comment is left alone');
      await run('editor.action.inlineSuggest.trigger');
      await eventually('a run that was asked for', () => api.completions().runs > before);
    } finally {
      await set('completions.languages', undefined);
    }
  });

  it('stay away while they are switched off', async () => {
    await run('langscope.toggleCompletions');
    try {
      const { runs } = api.completions();
      await write(unfinished.slice(0, -1));
      await type('l');
      await pause(1000);
      assert.equal(api.completions().runs, runs);
    } finally {
      await run('langscope.toggleCompletions');
      await set('completions.enabled', undefined);
    }
  });

  it('say in the status bar, not in a message, that a model is missing', async () => {
    await set('completions.model', join(folder, 'no-model'));
    try {
      await write(unfinished);
      await run('editor.action.inlineSuggest.trigger');
      const state = await eventually('the failure', () => {
        const { state: now } = api.completions();
        return now.kind === 'failed' && now;
      });
      assert.match(state.message, /no-model/);
      assert.match(api.statusText(), /\$\(warning\)$/);
    } finally {
      await set('completions.model', undefined);
    }
    await eventually('no failure', () => api.completions().state.kind === 'idle');
    assert.doesNotMatch(api.statusText(), /\$\(warning\)$/);
  });

  it('come again when the engine was killed in the middle of one', async () => {
    await write(unfinished);
    const pid = await eventually('an engine', () => api.enginePid());
    const { runs } = api.completions();
    const asking = run('editor.action.inlineSuggest.trigger');
    await eventually('the run', () => api.completions().runs > runs);
    process.kill(pid, 'SIGKILL');
    await asking;
    await eventually('another engine', () => {
      const now = api.enginePid();
      return now !== undefined && now !== pid;
    });
    await type('d');
    await eventually('a suggestion', () => api.completions().suggested.length > 0, 60_000);
    assert.equal(api.completions().state.kind, 'idle');
  });
});
