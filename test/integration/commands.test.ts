import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandTable } from '../../src/extension/command-table';
import type { LangscopeApi } from '../../src/extension/test-api';
import { closeAll, eventually, langscope, open, scored, set } from './editor-support';

const text =
  'The captain drinks his coffee and says that it will rain.\nThen he plays the xylophone to Nebuchadnezzar.\n';

/** Arguments of the hover's links that replace a token. */
function replacementsOf(
  hovers: readonly vscode.Hover[],
): readonly { readonly text: string; readonly version: number }[] {
  const markdown = hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
  return [...markdown.matchAll(/command:langscope\.replaceToken\?(\S+) "/g)].flatMap(
    (link) => JSON.parse(decodeURIComponent(link[1]!)) as { text: string; version: number }[],
  );
}

describe('commands', function () {
  this.timeout(240_000);
  let api: LangscopeApi;

  before(async () => {
    api = await langscope();
    await set('model', 'langscope-gpt');
  });
  afterEach(closeAll);

  it('are all registered', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const id of Object.keys(commandTable)) assert.ok(registered.has(id), id);
  });

  it('the hover tells about a token, and a click writes an alternative', async () => {
    const { document } = await open(text);
    await scored(api, document.uri);
    const at = document.positionAt(text.indexOf('coffee') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const content = hovers.flatMap(({ contents }) => contents).find((one) => one instanceof vscode.MarkdownString)!;
    assert.match(content.value, /bits\*\*/);
    assert.match(content.value, /rank [\d,]+ \(/);
    assert.match(content.value, /line 1/);
    assert.match(content.value, /window [\d,]+, stride [\d,]+ tokens/);
    const replacements = replacementsOf(hovers);
    assert.ok(replacements.length >= 8, `${replacements.length} alternatives`);
    const range = hovers.find((hover) => replacementsOf([hover]).length > 0)!.range!;
    const chosen = replacements[0]!;
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    await vscode.commands.executeCommand('langscope.replaceToken', chosen);
    assert.equal(document.getText(), text.slice(0, start) + chosen.text + text.slice(end));
    assert.equal(
      await vscode.commands.executeCommand('langscope.replaceToken', chosen),
      false,
      'an old link does nothing',
    );
    assert.equal(document.getText(), text.slice(0, start) + chosen.text + text.slice(end));
  });

  it('next and previous surprise select the token, around the ends', async () => {
    const editor = await open(text);
    const { tokens } = await scored(api, editor.document.uri);
    const bits = tokens.map(({ logprob }) => -logprob / Math.LN2).filter((value) => !Number.isNaN(value));
    const threshold = [...bits].sort((a, b) => b - a)[2]! - 1e-3;
    await set('nextSurpriseBits', threshold);
    try {
      const starts: number[] = [];
      for (let step = 0; step < 4; step++) {
        await vscode.commands.executeCommand('langscope.nextSurprise');
        assert.ok(!editor.selection.isEmpty);
        starts.push(editor.document.offsetAt(editor.selection.start));
      }
      const surprising = tokens.filter(({ logprob }) => -logprob / Math.LN2 >= threshold).map(({ start }) => start);
      assert.deepEqual(starts, [...surprising, surprising[0]]);
      await vscode.commands.executeCommand('langscope.previousSurprise');
      assert.equal(editor.document.offsetAt(editor.selection.start), surprising.at(-1));
    } finally {
      await set('nextSurpriseBits', undefined);
    }
  });

  it('toggle takes the colours away and gives them back', async () => {
    const { document } = await open(text);
    await scored(api, document.uri);
    await eventually('colours', () => api.painted(document.uri).length > 0);
    await vscode.commands.executeCommand('langscope.toggleColours');
    await eventually('no colours', () => api.painted(document.uri).length === 0);
    await vscode.commands.executeCommand('langscope.toggleColours');
    await eventually('colours', () => api.painted(document.uri).length > 0);
  });

  it('copy the figures as JSON and CSV', async () => {
    const { document } = await open(text);
    const { figures } = await scored(api, document.uri);
    await vscode.commands.executeCommand('langscope.copyFiguresAsJson');
    const json = JSON.parse(await vscode.env.clipboard.readText()) as {
      tokens: { text: string; top: unknown[] }[];
      summary: { tokens: number; perplexity: number };
    };
    assert.equal(json.summary.tokens, figures!.tokens);
    assert.ok(Math.abs(json.summary.perplexity - figures!.perplexity!) < 1e-6);
    assert.equal(json.tokens.map((token) => token.text).join(''), text);
    assert.equal(json.tokens.at(-1)!.top.length, 10);
    await vscode.commands.executeCommand('langscope.copyFiguresAsCsv');
    const csv = await vscode.env.clipboard.readText();
    assert.match(csv, /^token,id,start,end,logprob_nats,/);
    assert.equal(csv.match(/\r\n/g)!.length, figures!.tokens + 1);
  });

  it('score selection gives the figures of the selected text, of code too', async () => {
    const editor = await open('const captain = "xylophone";\nlet ferry = captain;\n', 'javascript');
    editor.selection = new vscode.Selection(0, 6, 0, 13);
    await vscode.commands.executeCommand('langscope.scoreSelection');
    await scored(api, editor.document.uri);
    await eventually('the figures', () => /selection · \d+ tokens? · ppl/.test(api.statusText()));
  });

  it('the keys of next and previous surprise are nobody else\u2019s', async () => {
    const defaults = await vscode.workspace.openTextDocument(
      vscode.Uri.parse('vscode://defaultsettings/keybindings.json'),
    );
    const keys = [...defaults.getText().matchAll(/"key": "([^"]+)",\s+"command": "([^"]+)"/g)];
    assert.ok(keys.length > 200, `${keys.length} keybindings`);
    const modifiers = process.platform === 'darwin' ? 'ctrl+alt' : 'alt';
    for (const [key, command] of [
      [`${modifiers}+.`, 'langscope.nextSurprise'],
      [`${modifiers}+,`, 'langscope.previousSurprise'],
    ]) {
      assert.deepEqual(keys.filter((one) => one[1] === key).map((one) => one[2]), [command], key); // prettier-ignore
    }
  });

  it('restart engine starts another process and scores again', async () => {
    const { document } = await open(text);
    await scored(api, document.uri);
    const pid = api.enginePid();
    await vscode.commands.executeCommand('langscope.restartEngine');
    await eventually('another engine', () => api.enginePid() !== undefined && api.enginePid() !== pid);
    await scored(api, document.uri);
  });

  it('open the sample and score it', async () => {
    await vscode.commands.executeCommand('langscope.openSample');
    const { document } = vscode.window.activeTextEditor!;
    assert.match(document.getText(), /A walk through the harbour/);
    await scored(api, document.uri);
  });

  it('show log, profile, walkthrough and settings without an error', async () => {
    for (const id of ['showLog', 'showProfile', 'openWalkthrough', 'openSettings', 'explainToken']) {
      await vscode.commands.executeCommand(`langscope.${id}`);
    }
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
